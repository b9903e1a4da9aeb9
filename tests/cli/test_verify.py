"""modelstead verify, beside a running server."""

from pathlib import Path

import pytest

from tests.cli.commands import Serving, answer, modelstead

REPAIR = (
    "Restore these blobs from a backup. Or remove the damaged ones from the artifact folder or bucket, and store the "
    "files again.\n"
)


@pytest.fixture
def run_id(server: Serving) -> str:
    """Store three files."""
    run_id = server.run()
    for path, content in (("a.txt", b"fine"), ("model/weights.bin", b"x" * 1_500_000), ("b.txt", b"lost")):
        assert server.put(f"runs/{run_id}/artifacts/{path}", content).status_code == 200
    return run_id


def file_of_size(server: Serving, size: int) -> Path:
    (found,) = (
        path for path in (server.folder / "artifacts").rglob("*") if path.is_file() and path.stat().st_size == size
    )
    return found


def break_two(server: Serving) -> None:
    file_of_size(server, 1_500_000).write_bytes(b"x" * 1_499_999 + b"y")
    for path in (server.folder / "artifacts").rglob("*"):
        if path.is_file() and path.read_bytes() == b"lost":
            path.unlink()


@pytest.mark.usefixtures("run_id")
def test_all_is_well_with_what_was_stored(store: tuple[str, str]) -> None:
    assert answer("verify", *store) == {"blobs": 3, "bytes": 1_500_008, "faults": []}
    done = modelstead("verify", *store)
    assert (done.returncode, done.stdout, done.stderr) == (0, "Read 3 blobs, 1.4 MiB: no faults.\n", "")


def test_what_is_wrong_is_listed_by_project_run_and_path(server: Serving, store: tuple[str, str], run_id: str) -> None:
    break_two(server)
    done = modelstead("verify", *store)
    assert done.returncode == 1
    header, *rows = done.stdout.splitlines()[:3]
    assert header.split() == ["fault", "project", "owner", "path", "bytes", "blob"]
    assert [row.split()[:5] for row in rows] == [
        ["damaged", "admin/first-project", run_id, "model/weights.bin", "1500000"],
        ["missing", "admin/first-project", run_id, "b.txt", "4"],
    ]
    assert done.stdout.endswith("Read 3 blobs, 1.4 MiB: 2 faults.\n")
    assert done.stderr == REPAIR


@pytest.mark.usefixtures("run_id")
def test_programs_get_the_same_as_json(server: Serving, store: tuple[str, str]) -> None:
    break_two(server)
    done = modelstead("verify", "--json", *store)
    assert (done.returncode, done.stderr) == (1, "")
    assert '"fault": "damaged"' in done.stdout
    assert '"path": "b.txt"' in done.stdout


def test_storing_a_file_again_repairs_bytes_that_are_missing(
    server: Serving, store: tuple[str, str], run_id: str
) -> None:
    break_two(server)
    assert server.put(f"runs/{run_id}/artifacts/b.txt", b"lost").status_code == 200
    assert server.get(f"runs/{run_id}/artifacts/b.txt").content == b"lost"
    done = modelstead("verify", *store)
    assert ("damaged" in done.stdout, "missing" in done.stdout) == (True, False)
    assert server.put(f"runs/{run_id}/artifacts/model/weights.bin", b"another").status_code == 200


def test_an_empty_data_folder_is_well(store: tuple[str, str]) -> None:
    assert answer("verify", *store) == {"blobs": 0, "bytes": 0, "faults": []}
