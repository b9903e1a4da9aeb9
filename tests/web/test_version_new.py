"""New versions by the forms: numbers counted up or given, files of runs and versions, and runs that are promoted."""

import html

import httpx
import pytest

from modelstead.domain.role import Role
from tests.serving import Running
from tests.web.version_pages import NAME, Version, new_version


@pytest.fixture
def version(site: Running) -> Version:
    return new_version(site, tags=[{"key": "gitlab.version", "value": "1.2.3"}])


def form_of(version: Version) -> str:
    return f"{version.models}/{version.model}/versions/-/new"


def create(version: Version, /, **form: str) -> httpx.Response:
    return version.browser.send(form_of(version), step="create", **form)


def made(version: Version, answer: httpx.Response) -> Version:
    assert answer.status_code == 303, answer.text
    iid = answer.headers["location"].removesuffix("/files").rpartition("/")[2]
    return Version(**(version.__dict__ | {"iid": int(iid)}))


def test_the_next_numbers_are_shown(version: Version) -> None:
    assert version.view(form_of(version))["numbers"] == {
        "highest": "1.2.3",
        "major": "2.0.0",
        "minor": "1.3.0",
        "patch": "1.2.4",
    }


@pytest.mark.parametrize(("bump", "number"), [("major", "2.0.0"), ("minor", "1.3.0"), ("patch", "1.2.4")])
def test_a_number_is_counted_up(version: Version, bump: str, number: str) -> None:
    found = made(version, create(version, bump=bump, highest="1.2.3", description="Better", aliases="champion, shadow"))
    head = found.view()["head"]
    assert (head["semantic_version"], head["description"], head["aliases"]) == (
        number,
        "Better",
        ["champion", "shadow"],
    )


def test_a_version_that_begins_empty_goes_on_with_its_files(version: Version) -> None:
    answer = create(version, bump="own", own="3.0.0-rc.1")
    assert answer.headers["location"].endswith("/files")
    assert made(version, answer).view()["head"]["semantic_version"] == "3.0.0-rc.1"


def test_a_number_that_is_taken_or_none_is_refused_with_those_that_are_free(version: Version) -> None:
    answer = create(version, bump="own", own="1.2.3", description="kept", aliases="a")
    assert answer.status_code == 400
    assert "1.2.3 is taken. Free are 1.2.4, 1.3.0 and 2.0.0" in answer.text
    assert "kept" in answer.text
    for wrong in ("", "1.2", "v1.2.4", "01.2.3", "<b>", "1.2.3-" + "x" * 300):
        answer = create(version, bump="own", own=wrong)
        assert (answer.status_code, 'id="number-error"' in answer.text) == (400, True), wrong
        assert "<b>" not in answer.text


def test_nobody_gets_another_number_than_the_one_shown(version: Version) -> None:
    version.another()
    answer = create(version, bump="minor", highest="1.2.3")
    assert answer.status_code == 400
    assert "1.2.4 was made meanwhile. The next numbers are 1.2.5, 1.3.0 and 2.0.0 now." in html.unescape(answer.text)
    assert 'name="highest" value="1.2.4"' in answer.text


def test_aliases_are_moved(version: Version) -> None:
    version.send("aliases", alias="champion")
    assert "now at 1.2.3" in version.html(form_of(version))
    found = made(version, create(version, bump="minor", move="champion"))
    assert found.view()["head"]["aliases"] == ["champion"]
    answer = create(version, bump="minor", aliases="latest")
    assert (answer.status_code, 'id="aliases-error"' in answer.text) == (400, True)


def test_other_buttons_show_what_there_is_to_choose_and_make_nothing(version: Version) -> None:
    run_id = version.client.run(run_name="from-here")
    answer = version.browser.send(form_of(version), source="run", step="find", search="from-here", description="kept")
    assert answer.status_code == 200
    assert "from-here" in answer.text
    assert "kept" in answer.text
    assert version.client.get("runs/get", run_id=run_id).status_code == 200
    found = version.client.get("model-versions/search").json()["model_versions"]
    assert len(found) == 1
    answer = version.browser.send(form_of(version), source="run", step="find", search="metrics.a < b")
    assert (answer.status_code, 'id="search-error"' in answer.text) == (200, True)


def test_the_files_of_a_version_are_copied(version: Version) -> None:
    version.put({"MLmodel": "flavors: {}"})
    found = made(version, create(version, bump="patch", source="version", version=str(version.iid)))
    assert [row["name"] for row in found.view("/files")["listing"]["rows"]] == ["MLmodel"]
    answer = create(version, bump="patch", source="version", version="4242")
    assert (answer.status_code, "has no version 4242" in answer.text) == (400, True)
    assert create(version, bump="patch", source="run").status_code == 400


@pytest.mark.parametrize(("files", "names"), [("", ["model", "notes.txt"]), ("model", ["MLmodel"])])
def test_a_run_is_promoted_with_all_of_its_files_or_a_folder(version: Version, files: str, names: list[str]) -> None:
    run_id = version.client.run(run_name="best")
    put(version, run_id, "model/MLmodel", "notes.txt")
    promote = promotion(version, run_id)
    view = version.view(promote)
    assert [choice["value"] for choice in view["choices"]] == ["model", ""]
    assert view["typed"]["files"] == "model"
    answer = version.browser.send(
        promote, step="create", model="1", bump="minor", highest="1.2.3", files=files, aliases="champion"
    )
    found = made(version, answer)
    assert found.view()["head"]["run"]["name"] == "best"
    assert [row["name"] for row in found.view("/files")["listing"]["rows"]] == names
    assert f'{found.base}"' in version.html(promote.removesuffix("/-/promote"))


def test_a_run_is_promoted_to_a_new_model(version: Version) -> None:
    promote = promotion(version, version.client.run(run_name="best"))
    assert "Promote run" in version.html(promote.removesuffix("/-/promote"))
    for name, said in (("", "A new model needs a name."), ("a/b", "Names cannot contain"), (NAME, "already exists")):
        answer = version.browser.send(promote, step="create", model="0", name=name, bump="minor", description="kept")
        assert (answer.status_code, said in answer.text, "kept" in answer.text) == (400, True, True), name
    answer = version.browser.send(promote, step="create", model="0", name="prices", bump="minor", highest="")
    assert answer.status_code == 303
    found = version.view(answer.headers["location"])["head"]
    assert (found["name"], found["semantic_version"]) == ("prices", "1.0.0")


def test_choosing_a_model_shows_its_numbers(version: Version) -> None:
    version.client.post("registered-models/create", name="other")
    promote = promotion(version, version.client.run())
    answer = version.browser.send(promote, step="model", model="2", bump="minor", highest="1.2.3")
    assert answer.status_code == 200
    assert "First version" in answer.text


def test_a_run_in_the_trash_is_not_promoted(version: Version) -> None:
    run_id = version.client.run()
    promote = promotion(version, run_id)
    version.client.post("runs/delete", run_id=run_id)
    assert version.browser.get(promote).status_code == 400
    assert version.browser.send(promote, step="create", model="1", bump="minor").status_code == 400


def test_a_guest_is_not_offered_the_forms(version: Version) -> None:
    guest = version.as_member(Role.REPORTER)
    promote = promotion(version, version.client.run())
    assert "Promote run" not in guest.html(promote.removesuffix("/-/promote"))
    assert guest.browser.get(promote).status_code == 403
    assert guest.browser.get(form_of(guest)).status_code == 403


def promotion(version: Version, run_id: str) -> str:
    row = version.site.server.database.read_now(lambda tx: tx.one("SELECT iid FROM runs WHERE run_id = ?", (run_id,)))
    assert row is not None
    return f"/{version.project.path}/-/ml/runs/{row[0]}/-/promote"


def put(version: Version, run_id: str, *paths: str) -> None:
    for path in paths:
        address = version.upload_of(path).replace(f"versions/{version.iid}", f"runs/{run_id}")
        headers = {"Authorization": f"Bearer {version.token}"}
        assert (
            version.site.http.put(version.site.url + address, content=b"flavors: {}", headers=headers).status_code
            == 200
        )
