"""The page of a model version: what its head and its tabs say, and which names lead to it."""

import pytest

from modelstead.domain.role import Role
from tests.serving import Running
from tests.web.version_pages import NAME, Version, new_version

SCRIPT = "<script>alert(1)</script>"


@pytest.fixture
def version(site: Running) -> Version:
    return new_version(site)


def test_the_head_says_what_the_version_is(version: Version) -> None:
    version.client.post("registered-models/alias", name=NAME, alias="champion", version="1")
    head = version.view()["head"]
    assert (head["name"], head["semantic_version"], head["number"]) == (NAME, "1.0.0", 1)
    assert (head["aliases"], head["stage"], head["files"]) == (["champion"], "", 0)
    assert head["run"]["is_own"]
    page = version.html()
    assert f"models:/{NAME}/1.0.0" in page
    assert f"models:/{NAME}@champion" in page


def test_a_name_of_a_version_leads_to_its_page(version: Version) -> None:
    version.client.post("registered-models/alias", name=NAME, alias="champion", version="1")
    for name in ("1.0.0", "1.0", "champion", "latest"):
        answer = version.browser.get(f"{version.models}/1/versions/{name}?view=lineage")
        assert (answer.status_code, answer.headers["location"]) == (303, f"{version.base}?view=lineage"), name
    for name in ("2.0.0", "nobody", "99", "9" * 30, "1.0.0%00"):
        assert version.browser.get(f"{version.models}/1/versions/{name}").status_code in (400, 404), name
    assert version.browser.get(f"{version.models}/2/versions/1.0.0").status_code == 404
    assert version.browser.get(f"{version.models}/2/versions/{version.iid}").status_code == 404


def test_the_snippets_fit_the_files(version: Version) -> None:
    assert "download_artifacts" in version.html()
    version.put({"model/MLmodel": "flavors: {}", "model/requirements.txt": "numpy", "a'b.txt": "x"})
    page = version.html()
    assert f"load_model(&#34;models:/{NAME}/1.0.0/model&#34;)" in page
    assert "pip install -r model/requirements.txt" in page
    assert f"packages/ml_models/{version.iid}/files/a%27b.txt" in page
    other = version.another()
    other.put({"MLmodel": "flavors: {}"})
    version.client.post("registered-models/alias", name=NAME, alias="champion", version="2")
    assert f"load_model(&#34;models:/{NAME}@champion&#34;)" in other.html()


def test_a_description_is_markdown_whose_pictures_are_files_of_the_version(version: Version) -> None:
    text = f"# Better\n\n![a](plots/a.png) [b](b.txt) {SCRIPT}"
    version.send("edit", description=text)
    page = version.html()
    assert "<h1>Better</h1>" in page
    assert f'src="{version.base}/raw/plots/a.png"' in page
    assert f'href="{version.base}/files/b.txt"' in page
    assert SCRIPT not in page


def test_performance_is_that_of_the_run_which_was_promoted(version: Version) -> None:
    run_id = version.client.run(run_name="best")
    params = [{"key": "lr", "value": "0.1"}]
    points = [{"key": "loss", "value": 1 / step, "timestamp": step, "step": step} for step in (2, 4)]
    version.client.post("runs/log-batch", run_id=run_id, params=params, metrics=points)
    other = version.another(run_id=run_id)
    found = other.view("?view=performance")
    assert [(each["key"], each["begin"]) for each in found["params"]["rows"]] == [("lr", "0.1")]
    assert [(each["key"], each["value"]) for each in found["metrics"]["rows"]] == [("loss", 0.25)]
    assert not found["head"]["run"]["is_own"]
    page = other.html("?view=performance")
    assert "promoted from" in page
    assert 'data-island="charts"' in page


def test_lineage_goes_from_datasets_to_aliases(version: Version) -> None:
    run_id = version.client.run(run_name="best")
    dataset = {"name": "houses", "digest": "abc", "source_type": "local", "source": "x"}
    version.client.post("runs/log-inputs", run_id=run_id, datasets=[{"dataset": dataset, "tags": []}])
    first, second = version.another(run_id=run_id), version.another(run_id=run_id)
    version.client.post("registered-models/alias", name=NAME, alias="champion", version="2")
    found = first.view("?view=lineage")["lineage"]
    assert [each["name"] for each in found["datasets"]] == ["houses"]
    assert [each[1] for each in found["siblings"]] == [second.iid]
    page = first.html("?view=lineage")
    assert "@champion" in page
    assert second.base in page


def test_versions_before_and_after_are_in_the_order_of_their_numbers(version: Version) -> None:
    second = version.another(tags=[{"key": "gitlab.version", "value": "2.0.0"}])
    between = version.another(tags=[{"key": "gitlab.version", "value": "1.5.0"}])
    head = between.view()["head"]
    assert (head["earlier"][1], head["later"][1]) == (version.iid, second.iid)


def test_all_of_it_is_there_as_json(version: Version) -> None:
    answer = version.browser.get(version.action("json"))
    assert answer.headers["content-disposition"] == f'attachment; filename="version-{version.iid}.json"'
    assert (answer.json()["name"], answer.json()["semantic_version"], answer.json()["status"]) == (
        NAME,
        "1.0.0",
        "READY",
    )
    assert "get_model_version" in version.html("?view=raw")


def test_a_long_tag_is_a_link_away(version: Version) -> None:
    version.send("tags", key="note", value="x" * 50_000)
    assert len(version.html()) < 60_000
    assert version.browser.get(version.action("tag") + "?key=note").text == "x" * 50_000
    assert version.browser.get(version.action("tag") + "?key=other").status_code == 404


def test_a_reader_has_no_buttons_that_change_something(version: Version) -> None:
    guest = version.as_member(Role.GUEST)
    for tab in ("", "?view=lineage", "?view=raw", "/files"):
        page = guest.html(tab)
        assert 'method="post" action="/versions' not in page
        for action in ("edit", "aliases", "tags", "stage", "delete", "restore"):
            assert f"{version.base}/-/{action}" not in page, (tab, action)
    for action in ("edit", "aliases", "tags", "stage", "delete"):
        assert guest.browser.get(guest.action(action)).status_code == 403
    assert "upload" not in guest.html("/files").split("<main", 1)[1]
