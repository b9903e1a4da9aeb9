"""The same on PostgreSQL, where writers meet."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.mlflow_api.artifacts import Files, blob_names, new_run
from tests.mlflow_api.sending import good
from tests.people import People, settle
from tests.postgresql import Postgresql
from tests.serving import Running, running

Served = tuple[Running, People]


@pytest.fixture(scope="module")
def served(postgresql: Postgresql, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Start a server on PostgreSQL."""
    with running(
        tmp_path_factory.mktemp("server"), database_url=postgresql.database(kept=True), database_pool=6
    ) as server:
        yield server, settle(server.server, "team/project")


@pytest.fixture
def files(served: Served) -> Files:
    server, people = served
    return new_run(server.client(people.developer, people.project.id))


def test_files_are_put_listed_read_and_deleted(files: Files) -> None:
    paths = ["Z", "a", "ä/b", "a-/x", "a b/größe 数据 🚀", "b/c/d"]
    for path in paths:
        files.put(path, path.encode())
    assert files.tree() == {path: len(path.encode()) for path in paths}
    assert [entry["path"] for entry in files.entries()] == ["Z", "a", "a b", "a-", "b", "ä"]
    assert [files.read(path) for path in paths] == [path.encode() for path in paths]
    files.delete("b")
    files.delete("nothing")
    assert files.tree().keys() == set(paths) - {"b/c/d"}


def test_of_many_writers_of_one_path_one_is_last_and_none_is_refused(files: Files) -> None:
    contents = [str(number).encode() * 1_000 for number in range(24)]
    with ThreadPoolExecutor(12) as threads:
        list(threads.map(lambda content: files.put("a", content), contents))
    assert files.read("a") in contents
    assert len(files.entries()) == 1


def test_equal_bytes_that_come_at_once_are_one_blob(served: Served, files: Files) -> None:
    server, people = served
    before = len(server.server.database.read_now(blob_names, people.project.id))
    with ThreadPoolExecutor(12) as threads:
        list(threads.map(lambda number: files.put(f"dir/{number}", b"equal bytes"), range(24)))
    assert len(server.server.database.read_now(blob_names, people.project.id)) == before + 1
    assert all(files.read(f"dir/{number}") == b"equal bytes" for number in range(24))


def test_a_run_is_moved_to_the_trash_between_uploads_or_after_them(served: Served) -> None:
    server, people = served
    client = server.client(people.developer, people.project.id)
    files = new_run(client)

    def put(number: int) -> int:
        return files.send("PUT", str(number), b"x" * 100_000).status_code

    with ThreadPoolExecutor(6) as threads:
        statuses = [threads.submit(put, number) for number in range(30)]
        good(client.post("runs/delete", run_id=files.run_id))
        assert {status.result() for status in statuses} <= {200, 400}
    stored = {number for number, status in enumerate(statuses) if status.result() == 200}
    assert files.tree().keys() == {str(number) for number in stored}
