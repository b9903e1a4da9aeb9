"""Range, If-Range: parts of a file."""

import pytest

from tests.mlflow_api.artifacts import Files, new_run
from tests.serving import Mlflow

SIZE = 2 * 1024 * 1024 + 17
CONTENT = bytes(number % 251 for number in range(SIZE))


@pytest.fixture
def files(developer: Mlflow) -> Files:
    made = new_run(developer)
    made.put("a.bin", CONTENT)
    made.put("empty", b"")
    return made


@pytest.mark.parametrize(
    ("asked", "start", "end"),
    [
        ("bytes=0-0", 0, 1),
        ("bytes=5-10", 5, 11),
        ("bytes=1048570-1048590", 1048570, 1048591),
        ("bytes=7-", 7, SIZE),
        (f"bytes={SIZE - 1}-", SIZE - 1, SIZE),
        ("bytes=-5", SIZE - 5, SIZE),
        (f"bytes=-{SIZE}", 0, SIZE),
        (f"bytes=-{SIZE + 1}", 0, SIZE),
        (f"bytes=3-{SIZE}", 3, SIZE),
        ("bytes=3-9223372036854775807", 3, SIZE),
        ("bytes=3-9999999999999999999", 3, SIZE),
    ],
)
def test_a_range_is_206_with_exactly_its_bytes(files: Files, asked: str, start: int, end: int) -> None:
    answer = files.get("a.bin", Range=asked)
    assert answer.status_code == 206
    assert answer.headers["content-range"] == f"bytes {start}-{end - 1}/{SIZE}"
    assert answer.headers["content-length"] == str(end - start)
    assert answer.content == CONTENT[start:end]


@pytest.mark.parametrize(
    "asked", [f"bytes={SIZE}-", "bytes=9999999999999999999-", f"bytes={SIZE}-{SIZE + 5}", "bytes=-0"]
)
def test_a_range_of_which_nothing_is_there_is_416(files: Files, asked: str) -> None:
    answer = files.get("a.bin", Range=asked)
    assert (answer.status_code, answer.json()["error_code"]) == (416, "BAD_REQUEST")
    assert answer.headers["content-range"] == f"bytes */{SIZE}"
    assert answer.json()["message"] == f"The file has {SIZE} bytes; nothing of the range is in it."


@pytest.mark.parametrize("asked", ["bytes=0-", "bytes=0-0", "bytes=-1"])
def test_no_range_of_an_empty_file_is_there(files: Files, asked: str) -> None:
    answer = files.get("empty", Range=asked)
    assert (answer.status_code, answer.headers["content-range"]) == (416, "bytes */0")


@pytest.mark.parametrize(
    "asked",
    [
        "bytes=-",
        "bytes=",
        "bytes=a-b",
        "bytes=10-5",
        "bytes=0-1,5-6",
        "lines=0-1",
        "0-1",
        "bytes=1--2",
        "bytes=" + "1" * 20,
    ],
)
def test_a_range_that_cannot_be_read_is_ignored(files: Files, asked: str) -> None:
    answer = files.get("a.bin", Range=asked)
    assert (answer.status_code, answer.content) == (200, CONTENT)
    assert "content-range" not in answer.headers


def test_a_range_of_the_version_that_a_client_has_is_sent(files: Files) -> None:
    etag = files.get("a.bin").headers["etag"]
    answer = files.get("a.bin", **{"Range": "bytes=1-2", "If-Range": etag})
    assert (answer.status_code, answer.content) == (206, CONTENT[1:3])


@pytest.mark.parametrize("condition", ['"other"', "Wed, 21 Oct 2015 07:28:00 GMT", 'W/"{}"', "*"])
def test_a_range_of_another_version_is_the_whole_file(files: Files, condition: str) -> None:
    etag = files.get("a.bin").headers["etag"]
    answer = files.get("a.bin", **{"Range": "bytes=1-2", "If-Range": condition.format(etag.strip('"'))})
    assert (answer.status_code, answer.content) == (200, CONTENT)


def test_a_download_that_broke_off_is_finished_by_a_range(files: Files) -> None:
    head = files.get("a.bin", Range="bytes=0-999999").content
    assert head + files.get("a.bin", Range="bytes=1000000-").content == CONTENT
