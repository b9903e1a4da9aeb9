"""Pictures of metrics over versions."""

from modelstead.services.model_page import MetricLine, MetricsOverVersions, VersionPoint
from modelstead.web.version_chart import HEIGHT, LABELS, MARGIN, WIDTH, draw


def over(*values: float | None, aliases: list[str] | None = None) -> MetricsOverVersions:
    versions = [VersionPoint(n, n, f"1.{n}.0", is_prerelease=False, aliases=aliases or []) for n in range(len(values))]
    return MetricsOverVersions(versions, [MetricLine("loss", list(values))], ["loss"], len(values))


def test_the_highest_is_at_the_top_and_the_lowest_at_the_bottom() -> None:
    (panel,) = draw(over(1.0, 3.0, 2.0)).panels
    assert [dot.y for dot in panel.dots] == [HEIGHT - MARGIN, MARGIN, HEIGHT / 2]
    assert all(0 < dot.x < WIDTH for dot in panel.dots)
    assert (panel.low, panel.high, panel.last) == (1.0, 3.0, 2.0)


def test_a_line_breaks_where_a_version_has_no_value() -> None:
    (panel,) = draw(over(1.0, 2.0, None, 3.0, None, 4.0, 5.0)).panels
    assert len(panel.paths) == 2
    assert [dot.place for dot in panel.dots] == [0, 1, 3, 5, 6]


def test_equal_and_extreme_values_are_drawn() -> None:
    (flat,) = draw(over(2.0, 2.0)).panels
    assert {dot.y for dot in flat.dots} == {HEIGHT / 2}
    (wide,) = draw(over(-1.7e308, 1.7e308)).panels
    assert [dot.y for dot in wide.dots] == [HEIGHT - MARGIN, MARGIN]
    (tiny,) = draw(over(0.0, 5e-324)).panels
    assert all(MARGIN <= dot.y <= HEIGHT - MARGIN for dot in tiny.dots)
    (none,) = draw(over(None)).panels
    assert (none.dots, none.low) == ([], None)


def test_of_many_versions_some_have_labels_and_the_ends_always() -> None:
    labels = draw(over(*[1.0] * 500)).labels
    shown = [label.text for label in labels if label.text]
    assert len(labels) == 500
    assert len(shown) <= LABELS + 1
    assert (shown[0], shown[-1]) == ("1.0.0", "1.499.0")


def test_an_alias_has_room_below_a_label_if_it_is_short() -> None:
    assert draw(over(1.0, aliases=["a" * 80, "champion"])).labels[0].alias == "champion"
