"""Data folders of the commands' tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.commands import Serving, serving


@pytest.fixture
def store(tmp_path: Path) -> tuple[str, str]:
    """Return the flag that names an empty data folder."""
    return ("--data-dir", str(tmp_path / "data"))


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Serving]:
    """Start a server on the same data folder as `store`."""
    with serving(tmp_path) as started:
        yield started


@pytest.fixture
def server_with_hooks(tmp_path: Path) -> Iterator[Serving]:
    """Start a server on the same data folder, which may call receivers on loopback."""
    with serving(tmp_path, "--webhook-allowed-addresses", "127.0.0.1") as started:
        yield started
