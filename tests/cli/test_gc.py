"""modelstead gc, beside a running server."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.commands import Serving, answer, complaint, misuse, modelstead

NOTHING = {"rows": 0, "uploads": 0, "blobs": 0, "bytes": 0, "leftovers": 0, "dry_run": False}


def age(folder: Path) -> None:
    """Let everything that is stored be two hours older."""
    with closing(sqlite3.connect(folder / "modelstead.db")) as database, database:
        database.execute("UPDATE blobs SET created_at = created_at - 7200000")
    for path in (folder / "artifacts").rglob("*"):
        if path.is_file():
            then = path.stat().st_mtime - 7_200
            os.utime(path, (then, then))


def files(folder: Path) -> list[Path]:
    return [path for path in (folder / "artifacts").rglob("*") if path.is_file()]


@pytest.fixture
def used(server: Serving) -> str:
    """Store a file that stays, one that is replaced, and leave a half-written one; return the address that stays."""
    root = f"runs/{server.run()}/artifacts"
    for path, content in (("kept", b"kept"), ("changed", b"before"), ("changed", b"after")):
        assert server.put(f"{root}/{path}", content).status_code == 200
    (server.folder / "artifacts" / "tmp" / "0123456789abcdef0123456789abcdef-01234567").write_bytes(b"half")
    age(server.folder)
    return f"{root}/kept"


def test_what_nobody_needs_is_removed_and_counted(server: Serving, store: tuple[str, str], used: str) -> None:
    assert answer("gc", *store) == NOTHING | {"rows": 1, "blobs": 1, "bytes": len(b"before"), "leftovers": 1}
    assert server.get(used).content == b"kept"
    assert sorted(path.stat().st_size for path in files(server.folder)) == [4, 5]
    assert answer("gc", *store) == NOTHING


def test_a_dry_run_removes_nothing(server: Serving, store: tuple[str, str], used: str) -> None:
    before = sorted(files(server.folder))
    expected = NOTHING | {"rows": 1, "blobs": 1, "bytes": len(b"before"), "dry_run": True}
    assert answer("gc", "--dry-run", *store) == expected
    assert sorted(files(server.folder)) == before
    assert server.get(used).content == b"kept"


def test_younger_things_stay(server: Serving, store: tuple[str, str], used: str) -> None:
    assert answer("gc", "--older-than", 3, *store)["blobs"] == 0
    assert server.get(used).content == b"kept"


def test_it_says_what_it_did(server: Serving, store: tuple[str, str], used: str) -> None:
    assert server.get(used).status_code == 200
    done = modelstead("gc", *store)
    assert (done.returncode, done.stderr) == (0, "")
    expected = "Removed 1 blobs (6 bytes), 1 of which had a row, 0 unfinished uploads and 1 half-written files.\n"
    assert done.stdout == expected
    assert modelstead("gc", "--dry-run", *store).stdout.startswith("Would remove 0 blobs (0 bytes)")


@pytest.mark.parametrize("hours", ["0", "-1", "x", "1.5"])
def test_an_hour_is_the_least(hours: str) -> None:
    assert "--older-than" in misuse("gc", "--older-than", hours)


def test_an_empty_data_folder_has_nothing_to_remove(store: tuple[str, str]) -> None:
    assert answer("gc", *store) == NOTHING


def test_a_folder_that_cannot_be_used_is_named(tmp_path: Path, store: tuple[str, str]) -> None:
    (tmp_path / "file").write_text("")
    said = complaint("gc", *store, "--artifact-url", f"file://{tmp_path / 'file'}")
    assert "cannot be used for artifacts" in said
