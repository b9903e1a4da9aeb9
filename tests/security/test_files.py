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
            server.run()
            found = modes(server.folder)
    finally:
        os.umask(before)
    assert {"data/modelstead.db", "data/modelstead.db-wal", "data/secret.key", "data/artifacts"} <= found.keys()
    for name, mode in found.items():
        expected = 0o700 if name in {"data", "data/artifacts"} else 0o600
        assert mode == expected, (name, oct(mode))


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
