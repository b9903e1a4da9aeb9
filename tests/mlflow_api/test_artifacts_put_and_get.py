"""Artifacts come back as they were put, whatever their size, name and framing."""

from collections.abc import Iterator

import pytest

from tests.mlflow_api.artifacts import new_run
from tests.serving import Mlflow

MIB = 1024 * 1024
LARGE = bytes(range(256)) * (5 * MIB // 256) + b"end"


def chunked(content: bytes, size: int) -> Iterator[bytes]:
    """Yield pieces, which httpx sends without a declared length."""
    for start in range(0, len(content), size):
        yield content[start : start + size]


@pytest.mark.parametrize(
    "content",
    [b"", b"x", b"line\r\n\0\xff", LARGE[:MIB], LARGE[: MIB + 1], LARGE],
    ids=["0", "1", "9", "1M", "1M1", "5M"],
)
def test_a_file_comes_back_as_it_was(developer: Mlflow, content: bytes) -> None:
    files = new_run(developer)
    files.put("dir/file.bin", content)
    answer = files.get("dir/file.bin")
    assert (answer.status_code, answer.headers["content-length"]) == (200, str(len(content)))
    assert answer.content == content


@pytest.mark.parametrize("size", [1, 1_000, 70_000])
def test_a_file_of_unknown_length_comes_back_as_it_was(developer: Mlflow, size: int) -> None:
    content = LARGE[: 900 * size]
    files = new_run(developer)
    files.put("a.bin", chunked(content, size))
    assert files.read("a.bin") == content


def test_an_empty_file_of_unknown_length_is_stored(developer: Mlflow) -> None:
    files = new_run(developer)
    files.put("empty", iter(()))
    assert files.read("empty") == b""
    assert files.entries() == [{"path": "empty", "is_dir": False, "file_size": 0}]


@pytest.mark.parametrize(
    "name",
    [
        "with space.txt",
        "größe 数据 🚀.txt",
        "e\u0301 and \u00e9",
        "a+b&c=d?e#f;g,h.txt",
        "100%.txt",
        "%zz",
        ".hidden",
        "...",
        "..a",
        "a..",
        "~",
        "-rf",
        "'\"`$(x)*",
        "<b>",
        "CON",
        "a:b/c:d",
        " ",
        "\u202e\u200b",
        "\u2028",
    ],
)
def test_a_name_is_kept_as_it_is(developer: Mlflow, name: str) -> None:
    files = new_run(developer)
    files.put(f"dir/{name}", b"1")
    assert files.read(f"dir/{name}") == b"1"
    assert files.tree() == {f"dir/{name}": 1}


def test_names_that_differ_in_case_or_normal_form_are_different_files(developer: Mlflow) -> None:
    files = new_run(developer)
    names = ["a", "A", "\u00e9", "e\u0301", "a ", "a.", "\uff41"]
    for number, name in enumerate(names):
        files.put(name, str(number).encode())
    assert [files.read(name) for name in names] == [str(number).encode() for number in range(len(names))]


def test_a_plus_in_a_path_is_no_space(developer: Mlflow) -> None:
    files = new_run(developer)
    answer = developer.send("PUT", f"{files.url()}/a+b", b"1")
    assert answer.status_code == 200
    assert files.entries() == [{"path": "a+b", "is_dir": False, "file_size": 1}]


def test_a_file_is_answered_at_every_form_of_the_path(developer: Mlflow) -> None:
    files = new_run(developer)
    files.put("a.txt", b"1")
    for prefix in ("api/2.0", "api/3.0", "ajax-api/2.0", "ajax-api/3.0"):
        assert developer.send("GET", f"{prefix}/mlflow-artifacts/artifacts/{files.address('a.txt')}").content == b"1"


def test_what_is_not_there_is_not_found(developer: Mlflow) -> None:
    files = new_run(developer)
    files.put("a/b.txt", b"1")
    for path in ("b.txt", "a/b", "a/b.txt/c", "a/b.txt.", "A/b.txt"):
        answer = files.get(path)
        message = f"There is no artifact '{path}'."
        assert (answer.status_code, answer.json()) == (
            404,
            {"error_code": "RESOURCE_DOES_NOT_EXIST", "message": message},
        )


@pytest.mark.parametrize("path", ["a", "a/b", ""])
def test_a_folder_is_no_file(developer: Mlflow, path: str) -> None:
    files = new_run(developer)
    files.put("a/b/c.txt", b"1")
    answer = files.get(path)
    assert (answer.status_code, answer.json()["error_code"]) == (400, "INVALID_PARAMETER_VALUE")
    assert answer.json()["message"] == f"'{path}' is a folder. List it, and download its files one by one."
