"""domain.batch: how much one call may log, and which item is at fault."""

import pytest

from modelstead.domain.batch import Batch, check_metrics, check_params
from modelstead.domain.metric import MetricPoint
from modelstead.domain.param import Param
from modelstead.domain.tag import Tag
from modelstead.errors import InvalidParameter


def points(count: int) -> list[MetricPoint]:
    return [MetricPoint("loss", 0.5, 0, step) for step in range(count)]


def params(count: int) -> list[Param]:
    return [Param(f"p{index}", "v") for index in range(count)]


def tags(count: int) -> list[Tag]:
    return [Tag(f"t{index}", "v") for index in range(count)]


@pytest.mark.parametrize(
    "batch",
    [
        Batch(1, "run"),
        Batch(1, "run", metrics=points(1000)),
        Batch(1, "run", params=params(100)),
        Batch(1, "run", tags=tags(100)),
        Batch(1, "run", metrics=points(800), params=params(100), tags=tags(100)),
    ],
)
def test_a_batch_at_the_limits_is_itself(batch: Batch) -> None:
    assert batch.check() is batch


@pytest.mark.parametrize(
    ("batch", "message"),
    [
        (Batch(1, "run", metrics=points(1001)), "at most 1000 metrics. Got 1001 metrics."),
        (Batch(1, "run", params=params(101)), "at most 100 params. Got 101 params."),
        (Batch(1, "run", tags=tags(101)), "at most 100 tags. Got 101 tags."),
        (
            Batch(1, "run", points(801), params(100), tags(100)),
            "at most 1000 metrics, params, and tags. Got 1001 metrics, params, and tags.",
        ),
    ],
)
def test_one_item_more_is_refused_with_both_numbers(batch: Batch, message: str) -> None:
    with pytest.raises(InvalidParameter) as refusal:
        batch.check()
    assert str(refusal.value).startswith(f"A batch logging request can contain {message}")


@pytest.mark.parametrize(
    ("batch", "field"),
    [
        (Batch(1, "run", metrics=[*points(2), MetricPoint("a//b", 1, 0)]), "metrics[2].key"),
        (Batch(1, "run", params=[*params(1), Param("", "v")]), "params[1].key"),
        (Batch(1, "run", params=[Param("p", "v" * 6001)]), "params[0].value"),
        (Batch(1, "run", tags=[*tags(4), Tag("*", "v")]), "tags[4].key"),
        (Batch(1, "run", tags=[Tag("t", "v" * 8001)]), "tags[0].value"),
    ],
)
def test_the_first_bad_item_is_named(batch: Batch, field: str) -> None:
    with pytest.raises(InvalidParameter) as refusal:
        batch.check()
    assert f"'{field}'" in str(refusal.value)


def test_values_at_their_limits_are_accepted() -> None:
    Batch(1, "run", params=[Param("p" * 250, "v" * 6000)], tags=[Tag("t" * 250, "v" * 8000)]).check()


def test_a_param_twice_in_a_batch_is_refused_whatever_its_values() -> None:
    with pytest.raises(InvalidParameter, match=r"Duplicate parameter keys have been submitted: \['a', 'b'\]"):
        check_params([Param("b", "1"), Param("a", "1"), Param("b", "1"), Param("a", "2"), Param("c", "3")])


def test_a_tag_twice_in_a_batch_is_fine() -> None:
    Batch(1, "run", tags=[Tag("t", "1"), Tag("t", "2")]).check()


def test_the_path_of_metrics_is_the_callers() -> None:
    with pytest.raises(InvalidParameter, match=r"'points\[0\]\.key'"):
        check_metrics([MetricPoint("..", 1, 0)], "points")
