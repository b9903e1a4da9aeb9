"""The registry's packages, without scripts: the list, one with its files, and deleting."""

import html
import re
from typing import Any

import pytest

from modelstead import limits
from modelstead.domain.model_version import VERSION_TAG
from modelstead.domain.role import Role
from tests.serving import Running
from tests.signing_in import Browser
from tests.web.artifact_pages import Run, new_run


@pytest.fixture
def run(site: Running) -> Run:
    """Make a project with a generic package, a run and a version that have files, and sign a developer in."""
    made = new_run(site, run_name="night-owl")
    client = site.client(made.token, made.project.id)
    assert client.post("registered-models/create", name="churn").status_code == 200
    tags = [{"key": VERSION_TAG, "value": "1.2.0"}]
    assert client.post("model-versions/create", name="churn", source="", tags=tags).status_code == 200
    packages = f"{site.url}/api/v4/projects/{made.project.id}/packages"
    for path in (
        "generic/training-data/1.0/2026/a%20b.csv",
        "generic/training-data/1.0/%3Cb%3E.txt",
        f"ml_models/candidate:{made.iid}/files/model/weights",
        "ml_models/1/files/MLmodel",
    ):
        answer = site.http.put(f"{packages}/{path}", content=b"four", headers={"PRIVATE-TOKEN": made.token})
        assert answer.status_code == 201, answer.text
    return made


@pytest.fixture
def browser(run: Run) -> Browser:
    return run.browser


@pytest.fixture
def here(run: Run) -> str:
    return f"/{run.project.path}/-/packages"


def lines(browser: Browser, address: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = browser.get(address, accept="application/json").json()["lines"]
    return found


def package(browser: Browser, here: str, name: str) -> str:
    return f"{here}/{next(line['id'] for line in lines(browser, here) if line['name'] == name)}"


def test_the_list_has_each_package_with_its_files_and_size(browser: Browser, here: str) -> None:
    found = {line["name"]: line for line in lines(browser, here)}
    assert found.keys() == {"training-data", "ml_experiment_0", "churn"}
    generic, of_run, version = found["training-data"], found["ml_experiment_0"], found["churn"]
    assert (generic["type"], generic["files"], generic["bytes"], generic["by"]) == ("generic", 2, 8, "")
    assert (of_run["type"], of_run["belongs_to"], of_run["run"] > 0, of_run["by"] != "") == (
        "ml_model",
        "night-owl",
        True,
        True,
    )
    assert (version["version"], version["model"] > 0, version["model_version"] > 0) == ("1.2.0", True, True)


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("type=generic", ["training-data"]),
        ("type=ml_model&sort=name", ["churn", "ml_experiment_0"]),
        ("q=CHU", ["churn"]),
        ("q=nothing", []),
        ("sort=-name", ["training-data", "ml_experiment_0", "churn"]),
    ],
)
def test_it_is_filtered_and_sorted(browser: Browser, here: str, query: str, wanted: list[str]) -> None:
    assert [line["name"] for line in lines(browser, f"{here}?{query}")] == wanted


def test_it_has_pages(browser: Browser, here: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "PACKAGES_SHOWN", 2)
    text = browser.get(f"{here}?page=2&sort=name").text
    assert "of 3</span>" in text
    assert 'rel="next"' not in text
    assert "There is no page 3" in browser.get(f"{here}?page=3").text


@pytest.mark.parametrize("name", ["training-data", "ml_experiment_0", "churn"])
def test_a_package_has_links_by_which_the_browser_downloads_its_files(browser: Browser, here: str, name: str) -> None:
    text = browser.get(package(browser, here, name)).text
    files = [html.unescape(each) for each in re.findall(r'<a class="name" href="([^"]*)"', text)]
    assert files
    for file in files:
        answer = browser.get(file)
        assert (answer.status_code, answer.headers["content-disposition"][:10]) == (200, "attachment")
    assert "<b>.txt" not in text
    assert len(re.findall(r'data-copy="[0-9a-f]{64}"', text)) == len(files)


def test_it_leads_to_the_run_or_version_that_it_is_of(browser: Browser, here: str) -> None:
    project = here.removesuffix("/-/packages")
    assert f'href="{project}/-/ml/runs/1"' in browser.get(package(browser, here, "ml_experiment_0")).text
    assert re.search(
        rf'href="{project}/-/ml/models/\d+/versions/\d+"', browser.get(package(browser, here, "churn")).text
    )


def test_a_package_is_deleted_after_a_question(browser: Browser, here: str) -> None:
    address = package(browser, here, "training-data")
    asked = browser.get(f"{address}/-/delete").text
    assert "<strong>2 files</strong>" in asked
    answer = browser.send(f"{address}/-/delete")
    assert (answer.status_code, answer.headers["location"]) == (303, here)
    assert "The package training-data 1.0 is deleted." in browser.get(here).text
    assert browser.get(address).status_code == 404


def test_files_are_deleted_one_by_one_and_the_last_takes_the_package_along(browser: Browser, here: str) -> None:
    address = package(browser, here, "training-data")
    first, last = re.findall(r'/-/delete\?file=(\d+)"', browser.get(address).text)
    assert "2026/" in browser.get(f"{address}/-/delete?file={last}").text
    assert browser.send(f"{address}/-/delete", file=first).headers["location"] == address
    assert browser.send(f"{address}/-/delete", file=first).status_code == 404
    assert "goes with it" in browser.get(f"{address}/-/delete?file={last}").text
    assert browser.send(f"{address}/-/delete", file=last).headers["location"] == here


def test_who_may_only_read_has_no_buttons(run: Run, browser: Browser, here: str) -> None:
    address = package(browser, here, "training-data")
    reader = run.as_member(Role.REPORTER).browser
    text = reader.get(address).text
    assert ("Delete package" in text, "/-/delete" in text) == (False, False)
    assert reader.get(f"{address}/-/delete").status_code == 403
    assert reader.send(f"{address}/-/delete").status_code == 403


def test_an_empty_registry_says_how_to_fill_it(site: Running) -> None:
    empty = new_run(site)
    text = html.unescape(empty.browser.get(f"/{empty.project.path}/-/packages").text)
    assert f"{site.url}/api/v4/projects/{empty.project.id}/packages/generic/" in text
    assert "mlflow.log_artifact" in text
