"""Saving a file, a part of one, and a folder as an archive."""

import io
import zipfile

import httpx
import pytest

from modelstead.store.transaction import Transaction
from tests.serving import Running
from tests.web.artifact_pages import Run, new_run

FILES = {"a.txt": b"one", "model/MLmodel": b"two", "model/data/שלום.bin": bytes(range(256)) * 5000, "model/empty": b""}


@pytest.fixture(scope="module")
def run(site: Running) -> Run:
    made = new_run(site)
    made.put(FILES)
    return made


def archive(run: Run, path: str = "") -> dict[str, bytes]:
    answer = run.browser.http.get(f"{run.base}/files.zip", params={"path": path} if path else None)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/zip"
    assert int(answer.headers["content-length"]) == len(answer.content)
    with zipfile.ZipFile(io.BytesIO(answer.content)) as opened:
        assert opened.testzip() is None
        return {name: opened.read(name) for name in opened.namelist()}


def test_all_files_and_those_of_a_folder_come_as_an_archive(run: Run) -> None:
    assert archive(run) == FILES
    assert archive(run, "model") == {path: FILES[path] for path in FILES if path.startswith("model/")}
    assert archive(run, "model/data") == {"model/data/שלום.bin": FILES["model/data/שלום.bin"]}


def test_an_archive_is_named_for_its_run_and_folder(run: Run) -> None:
    answer = run.browser.http.get(f"{run.base}/files.zip", params={"path": "model/data"})
    assert answer.headers["content-disposition"] == f"attachment; filename*=UTF-8''run-{run.iid}-data.zip"


@pytest.mark.parametrize(("path", "status"), [("nowhere", 404), ("a.txt/x", 404), ("../x", 400), ("/model", 400)])
def test_what_is_no_folder_makes_no_archive(run: Run, path: str, status: int) -> None:
    assert run.browser.http.get(f"{run.base}/files.zip", params={"path": path}).status_code == status


def test_the_head_of_an_archive_and_of_a_file_is_answered_without_them(run: Run) -> None:
    for path in (f"{run.base}/files.zip", run.raw_of("a.txt")):
        answer = run.browser.http.head(path)
        assert (answer.status_code, answer.content) == (200, b"")
        assert int(answer.headers["content-length"]) > 0


def test_a_file_is_saved_under_its_name(run: Run) -> None:
    answer = run.raw("model/data/שלום.bin", download=1)
    assert answer.content == FILES["model/data/שלום.bin"]
    assert answer.headers["content-disposition"].startswith("attachment; filename*=UTF-8''%D7%A9")


def test_parts_of_a_file_are_sent(run: Run) -> None:
    answer = run.raw("model/data/שלום.bin", {"Range": "bytes=256-511"})
    assert (answer.status_code, answer.content) == (206, bytes(range(256)))
    beyond = run.raw("a.txt", {"Range": "bytes=99-"})
    assert (beyond.status_code, beyond.headers["content-range"]) == (416, "bytes */3")


def test_a_file_that_a_browser_has_is_not_sent_again(run: Run) -> None:
    etag = run.raw("a.txt").headers["etag"]
    again = run.raw("a.txt", {"If-None-Match": etag})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["content-security-policy"]


def test_an_archive_whose_bytes_are_gone_breaks_off(site: Running) -> None:
    run = new_run(site)
    run.put({"a.txt": b"alone in the project"})

    def lose(tx: Transaction) -> None:
        tx.execute("UPDATE blobs SET name = ? WHERE project_id = ?", ("0" * 31 + "a", run.project.id))

    site.server.database.write_now(lose)
    with pytest.raises(httpx.RemoteProtocolError):
        run.browser.http.get(f"{run.base}/files.zip")
