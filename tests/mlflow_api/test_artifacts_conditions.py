"""If-None-Match and HEAD: a client that needs no bytes gets none."""

import pytest

from tests.mlflow_api.artifacts import Files, new_run
from tests.serving import Mlflow


@pytest.fixture
def files(developer: Mlflow) -> Files:
    made = new_run(developer)
    made.put("a.txt", b"content")
    return made


@pytest.mark.parametrize("condition", ["{}", "W/{}", '"x", {}', '{} , "y"', "*"])
def test_a_file_that_the_client_has_is_304_without_a_body(files: Files, condition: str) -> None:
    etag = files.get("a.txt").headers["etag"]
    answer = files.get("a.txt", **{"If-None-Match": condition.format(etag)})
    assert (answer.status_code, answer.content, answer.headers["etag"]) == (304, b"", etag)
    assert "content-length" not in answer.headers
    assert "transfer-encoding" not in answer.headers
    assert files.read("a.txt") == b"content"


@pytest.mark.parametrize("condition", ['"x"', "", 'x"', "W/*"])
def test_another_version_is_sent(files: Files, condition: str) -> None:
    answer = files.get("a.txt", **{"If-None-Match": condition})
    assert (answer.status_code, answer.content) == (200, b"content")


def test_a_file_that_was_replaced_is_sent(files: Files) -> None:
    etag = files.get("a.txt").headers["etag"]
    files.put("a.txt", b"changed")
    assert files.get("a.txt", **{"If-None-Match": etag}).content == b"changed"


def test_head_says_what_get_would_and_sends_no_body(files: Files) -> None:
    for path in ("a.txt",):
        head, get = files.send("HEAD", path), files.get(path)
        own = ("date", "x-request-id")
        assert head.content == b""
        assert [each for each in head.headers.items() if each[0] not in own] == [
            each for each in get.headers.items() if each[0] not in own
        ]


def test_head_knows_no_ranges(files: Files) -> None:
    answer = files.send("HEAD", "a.txt", Range="bytes=1-2")
    assert (answer.status_code, answer.headers["content-length"]) == (200, "7")


def test_head_of_an_empty_file_says_that_it_is_empty(files: Files) -> None:
    files.put("empty", b"")
    assert files.send("HEAD", "empty").headers["content-length"] == "0"


@pytest.mark.parametrize(("path", "status"), [("nothing", 404), ("", 400)])
def test_head_of_what_is_no_file_has_the_status_of_get(files: Files, path: str, status: int) -> None:
    answer = files.send("HEAD", path)
    assert (answer.status_code, answer.content) == (status, b"")
