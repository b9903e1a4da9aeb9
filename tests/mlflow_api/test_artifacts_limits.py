"""Limits of artifacts: bytes of a file, depth and length of a path."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.mlflow_api.artifacts import assert_refused, blob_names, new_run
from tests.people import People, settle
from tests.serving import Mlflow, Running, running

MOST = 3 * 1024 * 1024


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Running, People, Path]]:
    """Start a server that takes files of 3 MiB."""
    folder = tmp_path_factory.mktemp("small")
    with running(folder, artifact_max_bytes=MOST) as server:
        yield server, settle(server.server, "team/project"), folder / "artifacts"


@pytest.mark.parametrize("declared", [True, False])
def test_a_file_beyond_the_limit_is_413_and_nothing_is_stored(
    small: tuple[Running, People, Path],
    declared: bool,  # noqa: FBT001 - a case
) -> None:
    server, people, folder = small
    files = new_run(server.client(people.developer, people.project.id))
    before = [path for path in folder.rglob("*") if path.is_file()]
    body = b"x" * (MOST + 1)
    answer = files.send("PUT", "a", body if declared else iter([body[: MOST // 2], body[MOST // 2 :]]))
    assert_refused(answer, 413, "BAD_REQUEST", f"The file is larger than {MOST} bytes")
    assert files.entries() == []
    assert server.server.database.read_now(blob_names, people.project.id) == []
    assert [path for path in folder.rglob("*") if path.is_file()] == before


@pytest.mark.parametrize("declared", [True, False])
def test_a_file_at_the_limit_is_stored(
    small: tuple[Running, People, Path],
    declared: bool,  # noqa: FBT001 - a case
) -> None:
    server, _, _ = small
    people = settle(server.server, f"team/at-the-limit-{declared}".lower())
    files = new_run(server.client(people.developer, people.project.id))
    body = b"x" * MOST
    files.put("a", body if declared else iter([body]))
    assert files.tree() == {"a": MOST}


@pytest.mark.parametrize("letter", ["x", "ж", "\U00020000"])
def test_a_name_has_at_most_255_bytes(developer: Mlflow, letter: str) -> None:
    files = new_run(developer)
    longest = letter * (255 // len(letter.encode()))
    files.put(f"dir/{longest}", b"1")
    for path in (f"dir/{longest}{letter}", f"{longest}{letter}/a"):
        for method in ("PUT", "GET", "DELETE"):
            answer = files.send(method, path, b"1" if method == "PUT" else b"")
            message = "a name in it has more than 255 bytes"
            assert_refused(answer, 400, "INVALID_PARAMETER_VALUE", "Invalid path", message)
    assert files.tree() == {f"dir/{longest}": 1}


def test_a_path_has_at_most_1024_bytes_below_its_run(developer: Mlflow) -> None:
    files = new_run(developer)
    longest = "/".join(["x" * 204] * 5)
    assert len(longest) == 1_024
    files.put(longest, b"1")
    answer = files.send("PUT", f"{longest}y", b"1")
    assert_refused(answer, 400, "INVALID_PARAMETER_VALUE", "Invalid path", "it has more than 1024 bytes")
    assert files.tree() == {longest: 1}


def test_a_path_is_at_most_32_names_deep_below_its_run(developer: Mlflow) -> None:
    files = new_run(developer)
    deepest = "/".join("a" * 32)
    files.put(deepest, b"1")
    answer = files.send("PUT", f"b/{deepest}", b"1")
    assert_refused(answer, 400, "INVALID_PARAMETER_VALUE", "Invalid path", "it is more than 32 names deep")
    assert files.tree() == {deepest: 1}
    files.delete("a")
    assert files.entries() == []
