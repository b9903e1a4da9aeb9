"""Deleting files by a form, and uploading them by a session."""

import httpx

from modelstead.domain.role import Role
from tests.serving import Running
from tests.web.artifact_pages import Run, new_run


def send(run: Run, path: str, token: str) -> httpx.Response:
    return run.browser.http.post(f"{run.base}/-/delete-artifacts", data={"path": path, "form_token": token})


def delete(run: Run, path: str) -> httpx.Response:
    return send(run, path, run.browser.form_token())


def names(run: Run, path: str = "") -> list[str]:
    listing = run.view(path)["listing"]
    return [row["name"] for row in listing["rows"]]


def test_a_file_is_deleted_and_its_folder_shown(site: Running) -> None:
    run = new_run(site)
    run.put({"a/one.txt": "1", "a/two.txt": "2"})
    answer = delete(run, "a/one.txt")
    assert (answer.status_code, answer.headers["location"]) == (303, run.page_of("a"))
    page = run.html("a")
    assert "“one.txt” is deleted." in page
    assert names(run, "a") == ["two.txt"]


def test_a_folder_that_is_empty_then_is_left_for_the_one_around_it(site: Running) -> None:
    run = new_run(site)
    run.put({"a/b/c/one.txt": "1", "a/two.txt": "2"})
    answer = delete(run, "a/b/c")
    assert answer.headers["location"] == run.page_of("a")
    assert delete(run, "a").status_code == 303
    assert "This run has no artifacts" in run.html()


def test_deleting_is_asked_for_first(site: Running) -> None:
    run = new_run(site)
    run.put({"a.txt": "x"})
    page = run.html("a.txt", ask="delete")
    assert "Delete this file?" in page
    assert "Delete this file?" not in run.html("a.txt")
    assert "Delete this" not in run.as_member(Role.REPORTER).html("a.txt", ask="delete")


def test_who_may_not_write_sees_no_ways_to_and_has_none(site: Running) -> None:
    run = new_run(site)
    run.put({"a.txt": "x"})
    reporter = run.as_member(Role.REPORTER)
    page = reporter.html()
    assert 'data-island="upload"' not in page
    assert "delete-artifacts" not in reporter.html("a.txt")
    assert delete(reporter, "a.txt").status_code == 403
    assert names(run) == ["a.txt"]


def test_a_form_of_another_session_deletes_nothing(site: Running) -> None:
    run = new_run(site)
    run.put({"a.txt": "x"})
    answer = send(run, "a.txt", "x")
    assert answer.status_code == 403
    assert names(run) == ["a.txt"]


def test_paths_that_lead_nowhere_delete_nothing(site: Running) -> None:
    run = new_run(site)
    run.put({"a.txt": "x"})
    for path in ("", "/", "..", "../x", "a//b", "%2e%2e/x"):
        assert delete(run, path).status_code == 400, path
    assert names(run) == ["a.txt"]


def test_a_run_in_the_trash_is_not_changed(site: Running) -> None:
    run = new_run(site)
    run.put({"a.txt": "x"})
    assert site.client(run.token, run.project.id).post("runs/delete", run_id=run.run_id).status_code == 200
    page = run.html()
    assert 'data-island="upload"' not in page
    assert delete(run, "a.txt").status_code == 400
    assert names(run) == ["a.txt"]


def test_a_page_uploads_with_the_token_of_its_session(site: Running) -> None:
    run = new_run(site)
    address = run.view()["upload"]
    url = f"{address}/folder/a%20b.txt"
    assert run.browser.http.put(url, content=b"x").status_code == 403
    token = run.browser.form_token()
    answer = run.browser.http.put(url, content=b"x", headers={"X-CSRF-Token": token})
    assert answer.status_code == 200, answer.text
    assert names(run, "folder") == ["a b.txt"]
