"""modelstead purge, beside a running server."""

import os
import pty
import sqlite3
import subprocess
from contextlib import closing

import pytest

from tests.cli.commands import COMMAND, Serving, answer, complaint, environment, misuse, modelstead

NOTHING = {
    "experiments": 0,
    "runs": 0,
    "logged_models": 0,
    "registered_models": 0,
    "model_versions": 0,
    "files": 0,
    "dry_run": False,
}
PURGED = NOTHING | {"runs": 1, "files": 1}
SAID = "1 runs, 0 logged models, 0 registered models and 0 model versions with 1 files"


@pytest.fixture
def deleted(server: Serving) -> str:
    """Put a run with a file in the trash, and leave one."""
    run_id, _ = server.run(), server.run()
    assert server.put(f"runs/{run_id}/artifacts/a", b"bytes").status_code == 200
    assert server.call("runs/delete", run_id=run_id).status_code == 200
    return run_id


def restore(server: Serving, run_id: str) -> int:
    return server.call("runs/restore", run_id=run_id).status_code


def typed_on_a_terminal(answer: str, *arguments: object) -> tuple[int, str, str]:
    """Run a command whose questions are answered; return its exit code, its output and what the terminal shows."""
    ours, theirs = pty.openpty()
    os.write(ours, answer.encode())
    done = subprocess.run(
        [*COMMAND, *map(str, arguments)],
        stdin=theirs,
        stdout=subprocess.PIPE,
        stderr=theirs,
        env=environment(),
        timeout=60,
        check=False,
    )
    os.close(theirs)
    shown = os.read(ours, 10_000).decode()
    os.close(ours)
    return done.returncode, done.stdout.decode(), shown


def test_what_is_in_the_trash_goes_and_cannot_be_restored(
    server: Serving, store: tuple[str, str], deleted: str
) -> None:
    assert answer("purge", "--older-than", 0, *store) == PURGED
    assert restore(server, deleted) == 404
    assert answer("purge", "--older-than", 0, *store) == NOTHING
    found = server.call("runs/search", experiment_ids=["0"], run_view_type="ALL").json()["runs"]
    assert len(found) == 1


def test_the_bytes_go_with_the_next_gc(server: Serving, store: tuple[str, str], deleted: str) -> None:
    answer("purge", "--older-than", 0, *store)
    with closing(sqlite3.connect(server.folder / "modelstead.db")) as database, database:
        database.execute("UPDATE blobs SET created_at = created_at - 7200000")
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    assert answer("gc", *store)["rows"] == 1
    assert answer("verify", *store) == {"blobs": 0, "bytes": 0, "faults": []}
    assert restore(server, deleted) == 404


def test_thirty_days_is_what_it_waits_for(server: Serving, store: tuple[str, str], deleted: str) -> None:
    assert answer("purge", *store) == NOTHING
    with closing(sqlite3.connect(server.folder / "modelstead.db")) as database, database:
        database.execute("UPDATE runs SET deleted_at = deleted_at - 30 * 86400000")
    assert answer("purge", "--older-than", 31, *store) == NOTHING
    assert answer("purge", *store) == PURGED
    assert restore(server, deleted) == 404


def test_a_dry_run_removes_nothing(server: Serving, store: tuple[str, str], deleted: str) -> None:
    assert answer("purge", "--dry-run", "--older-than", 0, *store) == PURGED | {"dry_run": True}
    said = modelstead("purge", "--dry-run", "--older-than", 0, *store).stdout
    assert said == f"Would remove 0 experiments, {SAID}.\n"
    assert restore(server, deleted) == 200


def test_other_projects_are_left_alone(server: Serving, store: tuple[str, str], deleted: str) -> None:
    answer("project", "create", "team/other", *store)
    assert answer("purge", "--older-than", 0, "--project", "team/other", *store) == NOTHING
    assert answer("purge", "--older-than", 0, "--project", "admin/first-project", *store) == PURGED
    assert restore(server, deleted) == 404


def test_it_says_what_it_did(store: tuple[str, str], deleted: str) -> None:
    assert deleted
    done = modelstead("purge", "--older-than", 0, *store)
    assert (done.returncode, done.stdout, done.stderr) == (0, f"Removed 0 experiments, {SAID}.\n", "")


def test_a_terminal_is_asked_first(server: Serving, store: tuple[str, str], deleted: str) -> None:
    code, output, shown = typed_on_a_terminal("n\n", "purge", "--older-than", 0, *store)
    assert (code, output) == (1, "")
    assert f"Remove 0 experiments, {SAID} for good? [y/N]" in shown
    assert restore(server, deleted) == 200
    assert server.call("runs/delete", run_id=deleted).status_code == 200
    code, output, shown = typed_on_a_terminal("y\n", "purge", "--older-than", 0, *store)
    assert (code, output) == (0, f"Removed 0 experiments, {SAID}.\n")
    assert "100%" in shown
    assert restore(server, deleted) == 404


@pytest.mark.parametrize("flag", ["--yes", "--dry-run"])
def test_a_terminal_is_not_asked_who_says_yes_or_changes_nothing(
    store: tuple[str, str], deleted: str, flag: str
) -> None:
    assert deleted
    code, output, shown = typed_on_a_terminal("\n", "purge", flag, "--older-than", 0, *store)
    assert (code, SAID in output) == (0, True)
    assert "for good?" not in shown


def test_a_terminal_is_not_asked_about_nothing(store: tuple[str, str]) -> None:
    code, output, shown = typed_on_a_terminal("\n", "purge", *store)
    assert (code, output.startswith("Removed 0 experiments, 0 runs")) == (0, True)
    assert "for good?" not in shown


def test_a_project_that_is_not_there_is_named(store: tuple[str, str]) -> None:
    assert "There is no project 'team/none'" in complaint("purge", "--project", "team/none", *store)


@pytest.mark.parametrize("days", ["-1", "x", "1.5"])
def test_days_are_whole(days: str) -> None:
    assert "--older-than" in misuse("purge", "--older-than", days)
