"""Equal bytes of a project are stored once; another project's are its own."""

import asyncio

from tests.mlflow_api.artifacts import blob_names, new_run
from tests.people import People, settle
from tests.serving import Mlflow, Running

CONTENT = b"the same bytes" * 1_000


def sizes(server: Running, names: list[str]) -> list[int | None]:
    """Return the sizes of the blobs that are there."""

    async def look() -> list[int | None]:
        return [await server.server.blobs.size(name) for name in names]

    return asyncio.run(look())


def test_equal_files_of_a_project_are_one_row_and_one_blob(server: Running, people: People, developer: Mlflow) -> None:
    first, second = new_run(developer), new_run(developer)
    first.put("a", CONTENT)
    first.put("dir/b", CONTENT)
    second.put("a", CONTENT)
    names = server.server.database.read_now(blob_names, people.project.id)
    assert sizes(server, names) == [len(CONTENT)]
    assert [first.read("a"), first.read("dir/b"), second.read("a")] == [CONTENT] * 3


def test_another_project_has_its_own(server: Running, people: People, developer: Mlflow) -> None:
    other = settle(server.server, f"{people.project.path}-other")
    theirs = new_run(server.client(other.developer, other.project.id))
    mine = new_run(developer)
    for files in (mine, theirs):
        files.put("a", CONTENT)
    names = [
        *server.server.database.read_now(blob_names, people.project.id),
        *server.server.database.read_now(blob_names, other.project.id),
    ]
    assert len(set(names)) == 2
    assert sizes(server, names) == [len(CONTENT)] * 2


def test_bytes_that_are_gone_are_there_again_when_the_file_is_stored_again(
    server: Running, people: People, developer: Mlflow
) -> None:
    files = new_run(developer)
    files.put("a", CONTENT)
    files.put("b", CONTENT)
    (lost,) = server.server.database.read_now(blob_names, people.project.id)
    asyncio.run(server.server.blobs.delete(lost))
    answer = files.get("a")
    assert (answer.status_code, answer.json()["error_code"]) == (404, "RESOURCE_DOES_NOT_EXIST")
    files.put("b", CONTENT)
    assert [files.read("a"), files.read("b")] == [CONTENT] * 2
    (name,) = server.server.database.read_now(blob_names, people.project.id)
    assert name != lost
    assert sizes(server, [lost, name]) == [None, len(CONTENT)]


def test_no_name_of_a_blob_has_anything_of_the_files_name(server: Running, people: People, developer: Mlflow) -> None:
    files = new_run(developer)
    for number in range(3):
        files.put(f"name{number}", str(number).encode())
    names = server.server.database.read_now(blob_names, people.project.id)
    assert len({name for name in names if len(name) == 32 and int(name, 16) >= 0}) == 3
