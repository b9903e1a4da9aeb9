"""Versions of a model side by side: what differs in params, metrics, files and descriptions."""

import pytest

from tests.serving import Running
from tests.web.version_pages import Version, new_version


def of_run(version: Version, **params: str) -> Version:
    """Make a version of a run with such params, and the metric `loss` that they say."""
    run_id = version.client.run()
    loss = {"key": "loss", "value": float(params.pop("loss")), "timestamp": 1, "step": 1}
    version.client.post(
        "runs/log-batch", run_id=run_id, metrics=[loss], params=[{"key": k, "value": v} for k, v in params.items()]
    )
    return version.another(run_id=run_id)


@pytest.fixture
def version(site: Running) -> Version:
    return new_version(site)


def compare(version: Version, *others: Version, query: str = "") -> str:
    numbers = ",".join(str(each.iid) for each in (version, *others))
    return f"{version.models}/1/compare?versions={numbers}{query}"


def test_what_differs_is_shown_with_its_distance_from_the_baseline(version: Version) -> None:
    first = of_run(version, loss="0.5", lr="0.1", same="x")
    second = of_run(version, loss="0.25", lr="0.2", same="x")
    view = version.view(compare(first, second))
    assert [row["key"] for row in view["rows"]] == ["loss", "lr"]
    assert view["hidden"] == 1
    assert (view["rows"][0]["cells"][1]["way"], view["rows"][0]["cells"][1]["percent"]) == (
        "down",
        "\N{MINUS SIGN}50.0 %",
    )
    other = version.view(compare(first, second, query=f"&baseline={second.iid}&all=1"))
    assert other["rows"][0]["cells"][0]["way"] == "up"
    assert [row["key"] for row in other["rows"]] == ["loss", "lr", "same"]
    assert "Charts of their runs" in version.html(compare(first, second))


def test_versions_of_one_run_do_not_differ_in_it(version: Version) -> None:
    run_id = version.client.run()
    version.client.post("runs/log-parameter", run_id=run_id, key="lr", value="0.1")
    first, second = version.another(run_id=run_id), version.another(run_id=run_id)
    view = version.view(compare(first, second))
    assert (view["rows"], view["hidden"]) == ([], 1)
    assert [row["key"] for row in version.view(compare(version, first, second))["rows"]] == ["lr"]


def test_files_are_added_removed_changed_or_the_same(version: Version) -> None:
    other = version.another()
    version.put({"same.txt": "1", "changed.txt": "1", "removed.txt": "1"})
    other.put({"same.txt": "1", "changed.txt": "2", "added.txt": "1"})
    view = version.view(compare(version, other, query="&all=1"))
    found = {row["path"]: row["cells"][1]["change"] for row in view["files"]}
    assert found == {"added.txt": "added", "changed.txt": "changed", "removed.txt": "removed", "same.txt": "same"}
    assert [row["path"] for row in version.view(compare(version, other))["files"]] == [
        "added.txt",
        "changed.txt",
        "removed.txt",
    ]


def test_descriptions_are_compared_line_by_line(version: Version) -> None:
    other = version.another()
    version.send("edit", description="same\nold")
    other.send("edit", description="same\n<b>new</b>")
    page = version.html(compare(version, other))
    assert "<del>old</del>" in page
    assert "<ins>&lt;b&gt;new&lt;/b&gt;</ins>" in page


def test_versions_are_chosen_by_ticking_them(version: Version) -> None:
    other = version.another()
    address = f"{version.models}/1/compare"
    assert f'name="with" value="{version.iid}"' in version.html(address)
    answer = version.browser.get(f"{address}?with={version.iid}&with={other.iid}")
    assert answer.status_code == 303
    assert answer.headers["location"] == f"{address}?versions={version.iid}%2C{other.iid}"
    page = version.html(f"{address}?versions={version.iid},4242,x,{'9' * 30}")
    assert "The model has no version with the number 4242" in page
    assert version.browser.get(f"{version.models}/9/compare").status_code == 404


def test_no_more_than_twenty_are_compared(version: Version) -> None:
    numbers = ",".join(map(str, range(1, 60)))
    view = version.view(f"{version.models}/1/compare?versions={numbers}")
    assert len(view["versions"]) + len(view["missing"]) == 20
