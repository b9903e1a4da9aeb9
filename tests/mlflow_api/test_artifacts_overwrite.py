"""Putting a file where there is one replaces it, at one moment for everyone."""

import threading
from concurrent.futures import ThreadPoolExecutor

from tests.mlflow_api.artifacts import new_run
from tests.serving import Mlflow

SIZE = 3 * 1024 * 1024
CONTENTS = [letter * SIZE for letter in (b"a", b"b")]


def test_the_last_content_is_the_content(developer: Mlflow) -> None:
    files = new_run(developer)
    for content in (b"first", b"", b"second", b"first"):
        files.put("dir/a.txt", content)
        assert files.read("dir/a.txt") == content
        assert files.tree() == {"dir/a.txt": len(content)}


def test_readers_see_the_old_file_or_the_new_one(developer: Mlflow) -> None:
    files = new_run(developer)
    files.put("a.bin", CONTENTS[0])
    done = threading.Event()

    def read() -> list[bytes]:
        seen = []
        while not done.is_set():
            seen.append(files.read("a.bin"))
        return seen

    with ThreadPoolExecutor(3) as threads:
        readers = [threads.submit(read) for _ in range(3)]
        for number in range(12):
            files.put("a.bin", CONTENTS[number % 2])
        done.set()
        seen = [content for reader in readers for content in reader.result()]
    assert len(seen) >= 3
    assert all(content in CONTENTS for content in seen)


def test_of_several_writers_one_is_last(developer: Mlflow) -> None:
    files = new_run(developer)
    contents = [str(number).encode() * 100_000 for number in range(8)]
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda content: files.put("a.bin", content), contents))
    assert files.read("a.bin") in contents
    assert len(files.entries()) == 1


def test_what_replaces_a_file_gets_another_etag(developer: Mlflow) -> None:
    files = new_run(developer)
    tags = []
    for content in (b"1", b"2", b"1"):
        files.put("a", content)
        tags.append(files.get("a").headers["etag"])
    assert tags[0] == tags[2] != tags[1]
