"""Downloads that are cut short: by a client that leaves, or by bytes that are not there."""

import os
import time
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from tests.cli.commands import Serving, serving

SIZE = 64 * 1024 * 1024


def wait_until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def stored(server: Serving) -> list[Path]:
    return [path for path in (server.folder / "artifacts").rglob("*") if path.is_file()]


def open_blobs(server: Serving) -> list[str]:
    """Return which files of the store the server has open."""
    folder = Path(f"/proc/{server.process.pid}/fd")
    targets = []
    for descriptor in folder.iterdir():
        try:
            targets.append(str(descriptor.readlink()))
        except FileNotFoundError:  # closed since
            continue
    return [target for target in targets if target in {str(path) for path in stored(server)}]


def test_a_client_that_leaves_lets_go_of_the_file(tmp_path: Path) -> None:
    with serving(tmp_path) as server:
        address = f"runs/{server.run()}/artifacts/large"
        assert server.put(address, b"x" * SIZE).status_code == 200
        headers = {"Authorization": f"Bearer {server.token}"}
        url = f"{server.url}/api/2.0/mlflow-artifacts/artifacts/{address}"
        for _ in range(5):
            with httpx.stream("GET", url, headers=headers) as answer:
                assert answer.headers["content-length"] == str(SIZE)
                chunks = answer.iter_raw()  # held, since a dropped one closes the connection
                assert next(chunks)
                assert open_blobs(server)
            wait_until(lambda: open_blobs(server) == [])
        assert server.get(address).content == b"x" * SIZE
        assert "Traceback" not in server.errors()


@pytest.mark.parametrize("left", [SIZE - 1, SIZE // 2, 3 * 1024 * 1024])
def test_a_file_whose_end_is_missing_breaks_the_connection_and_is_never_taken_for_whole(
    tmp_path: Path, left: int
) -> None:
    with serving(tmp_path) as server:
        address = f"runs/{server.run()}/artifacts/large"
        assert server.put(address, b"x" * SIZE).status_code == 200
        (blob,) = stored(server)
        os.truncate(blob, left)
        with pytest.raises(httpx.RemoteProtocolError):
            server.get(address)
        assert "broke off while its file was sent" in server.errors()
        assert server.http.get("/health").status_code == 200


def test_a_file_whose_bytes_are_missing_is_404_that_says_what_to_do(tmp_path: Path) -> None:
    with serving(tmp_path) as server:
        address = f"runs/{server.run()}/artifacts/a"
        assert server.put(address, b"x").status_code == 200
        (blob,) = stored(server)
        blob.unlink()
        answer = server.get(address)
        assert (answer.status_code, answer.json()["error_code"]) == (404, "RESOURCE_DOES_NOT_EXIST")
        assert answer.json()["message"].endswith("Restore them from a backup, or upload the file again.")
        assert server.put(address, b"x").status_code == 200
        assert server.get(address).content == b"x"
