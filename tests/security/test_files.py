"""Files of the server: for its own user alone, and secrets in none of them."""

import os
import stat
from pathlib import Path

from tests.cli.commands import serving


def modes(folder: Path) -> dict[str, int]:
    return {
        str(path.relative_to(folder.parent)): stat.S_IMODE(path.stat().st_mode) for path in [folder, *folder.rglob("*")]
    }


def test_files_are_0600_and_folders_0700_whatever_the_umask(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        with serving(tmp_path) as server:
            run_id = server.run()
            server.put(f"runs/{run_id}/artifacts/model.pkl", b"bytes")
            found = modes(server.folder)
    finally:
        os.umask(before)
    assert {"data/modelstead.db", "data/modelstead.db-wal", "data/secret.key", "data/artifacts"} <= found.keys()
    folders = {str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*") if path.is_dir()}
    assert len([name for name in found if name.startswith("data/artifacts/")]) == 4  # tmp, two folders, the blob
    for name, mode in found.items():
        assert mode == (0o700 if name in folders else 0o600), (name, oct(mode))


def test_no_file_holds_a_token(tmp_path: Path) -> None:
    with serving(tmp_path) as server:
        server.run()
        setup = server.printed.partition("secret=")[2].split()[0]
        secrets = [server.token.encode(), server.token[6:36].encode(), setup.encode()]
        server.stop()
        for path in server.folder.rglob("*"):
            if path.is_file():
                content = path.read_bytes()
                assert not [secret for secret in secrets if secret in content], path
