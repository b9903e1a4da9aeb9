"""Blob stores: each back end in turn, empty."""

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from modelstead.store.blobs.blobs import Blobs
from modelstead.store.blobs.local import LocalBlobs
from modelstead.store.blobs.s3 import Patience, S3Blobs
from tests.blobs.object_store import BUCKET, ObjectStore

_numbers = itertools.count()


@dataclass(frozen=True)
class Opened:
    """An open store, and a count of what unfinished puts have left in it."""

    blobs: Blobs
    leftovers: Callable[[], int]


@pytest.fixture(scope="session")
def moto() -> Iterator[ObjectStore]:
    """One S3 server and one bucket for all tests of a process; tests keep apart by having a prefix each."""
    server = ObjectStore()
    yield server
    server.stop()


@pytest.fixture
def object_store(moto: ObjectStore, monkeypatch: pytest.MonkeyPatch) -> Iterator[ObjectStore]:
    """Point the standard variables at the S3 server."""
    monkeypatch.setenv("AWS_ENDPOINT_URL", moto.url)
    monkeypatch.setenv("AWS_REGION", "eu-central-1")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "tests")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "of blobs")
    yield moto
    moto.reset()


@pytest.fixture
def local(tmp_path: Path) -> Iterator[LocalBlobs]:
    opened = LocalBlobs(tmp_path / "artifacts")
    yield opened
    opened.close()


@pytest.fixture
def s3(object_store: ObjectStore) -> Iterator[Opened]:
    """Open a bucket with an empty prefix; what fails there is not tried again."""
    prefix = f"teams/{next(_numbers)}"
    opened = S3Blobs(BUCKET, prefix, Patience(retries=0))
    yield Opened(opened, lambda: object_store.uploads(prefix + "/"))
    opened.close()


@pytest.fixture(params=["local", "s3"])
def opened(request: pytest.FixtureRequest, tmp_path: Path) -> Opened:
    """Each back end in turn."""
    if request.param == "local":
        local: LocalBlobs = request.getfixturevalue("local")
        return Opened(local, lambda: len(list((tmp_path / "artifacts" / "tmp").iterdir())))
    s3: Opened = request.getfixturevalue("s3")
    return s3


@pytest.fixture
def blobs(opened: Opened) -> Blobs:
    return opened.blobs
