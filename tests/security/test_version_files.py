"""The bytes of versions' files are sent as safely as those of runs, and only to whoever may read the model."""

import pytest

from modelstead.domain.role import Role
from modelstead.web.raw_types import SHOWN
from tests.serving import Running
from tests.web.artifact_pages import SCRIPT, new_run
from tests.web.version_pages import Version, new_version

SAFETY = (
    "content-security-policy",
    "x-content-type-options",
    "cross-origin-resource-policy",
    "content-type",
    "content-disposition",
    "cache-control",
    "referrer-policy",
    "vary",
)
ENDINGS = sorted({*SHOWN, "HTML", "xhtml", "js", "css", "txt", "swf", "md", ""})


@pytest.fixture(scope="module")
def version(site: Running) -> Version:
    return new_version(site)


def test_a_file_of_a_version_is_sent_as_that_of_a_run(site: Running, version: Version) -> None:
    run = new_run(site)
    files = {f"raw/file.{ending}" if ending else "raw/file": f"<html>{SCRIPT}</html>" for ending in ENDINGS}
    run.put(files)
    version.put(files)
    for path in files:
        for headers in ({}, {"Range": "bytes=0-3"}):
            ours, theirs = version.raw(path, headers), run.raw(path, headers)
            assert (ours.status_code, ours.content) == (theirs.status_code, theirs.content)
            for name in SAFETY:
                assert ours.headers.get(name) == theirs.headers.get(name), (path, name)
            assert "sandbox" in ours.headers["content-security-policy"] or path.endswith("pdf")
            assert ours.headers["x-content-type-options"] == "nosniff"


def test_a_download_and_an_archive_are_saved(version: Version) -> None:
    version.put({"raw/page.html": SCRIPT})
    for address in (f"{version.base}/raw/raw/page.html?download=1", f"{version.base}/files.zip"):
        answer = version.browser.get(address)
        assert answer.headers["content-disposition"].startswith("attachment")
        assert "sandbox" in answer.headers["content-security-policy"]


def test_a_page_of_a_file_frames_it_without_an_origin(version: Version) -> None:
    version.put({"p.html": SCRIPT, "x.md": f"{SCRIPT} <img src=x onerror=alert(1)>"})
    assert 'sandbox="allow-scripts" src=' in version.html("/files/p.html")
    for path in ("p.html", "x.md"):
        page = version.html(f"/files/{path}")
        assert SCRIPT not in page
        assert "<img src=x" not in page


def test_no_path_leads_out_of_a_version(version: Version) -> None:
    version.put({"a.txt": "x"})
    for path in ("..%2f..%2fa.txt", "%2e%2e/a.txt", "a%00.txt", "%252e%252e/a.txt", "a//b", "\\a", "../../../a.txt"):
        for place in ("files", "raw"):
            answer = version.browser.http.get(f"{version.base}/{place}/{path}")
            assert answer.status_code in (400, 404), (place, path)
        assert version.browser.get(f"{version.base}/files.zip?path={path}").status_code in (400, 404)


def test_files_are_found_below_their_own_model_and_project_only(site: Running, version: Version) -> None:
    version.put({"secret.txt": "x"})
    other = new_version(site)
    for base in (
        f"{other.models}/1/versions/{version.iid + 1}",
        f"{version.models}/2/versions/{version.iid}",
        f"{version.models}/0/versions/{version.iid}",
    ):
        for place in ("files/secret.txt", "raw/secret.txt", "files.zip"):
            assert version.browser.get(f"{base}/{place}").status_code == 404, (base, place)
    run = version.run()
    for query in ("model=1", f"model=1&iid={version.iid}"):
        page = version.browser.get(f"/{version.project.path}/-/ml/runs/{run}/raw/secret.txt?{query}")
        assert page.status_code == 404


def test_nobody_else_reads_or_changes_the_files(version: Version) -> None:
    version.put({"secret.txt": "x"})
    outsider = version.as_member(None)
    for place in ("", "/files", "/files/secret.txt", "/raw/secret.txt", "/files.zip", "/-/json"):
        assert outsider.browser.get(version.base + place).status_code == 404, place
    guest = version.as_member(Role.REPORTER)
    assert guest.raw("secret.txt").status_code == 200
    assert guest.send("delete-files", path="secret.txt").status_code == 403
    assert version.send("delete-files", path="secret.txt").status_code == 303
    assert version.raw("secret.txt").status_code == 404


def test_files_of_a_version_in_the_trash_are_read_and_not_changed(version: Version) -> None:
    found = version.another()
    found.put({"a.txt": "x"})
    found.send("delete")
    assert found.raw("a.txt").content == b"x"
    assert found.send("delete-files", path="a.txt").status_code == 400
