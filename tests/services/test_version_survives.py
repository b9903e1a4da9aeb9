"""A version's files stay when what it was made of is deleted, purged, and the bytes that nothing needs are swept."""

import asyncio
import os
from collections.abc import AsyncGenerator
from pathlib import Path

from modelstead import clock
from modelstead.domain.actor import Access
from modelstead.domain.artifact import Address
from modelstead.services import artifacts, logged_models, runs
from modelstead.services.artifact_files import ArtifactFiles
from modelstead.services.purging import Purge
from modelstead.services.sweeping import Sweep, Swept
from modelstead.store.blobs.local import LocalBlobs
from modelstead.store.database import Database
from modelstead.store.transaction import Transaction
from tests import factories
from tests.blobs.streams import content
from tests.registering import address, model, version

HOUR_MS = 3_600_000
HOUR_SECONDS = 3_600


def test_a_version_survives_its_run_and_its_logged_model(database: Database, access: Access, tmp_path: Path) -> None:
    blobs = LocalBlobs(tmp_path / "artifacts")
    database.write_now(model, access)
    run_id = database.write_now(factories.run_id, access)
    model_id = database.write_now(logged_models.create, access, "0", name="forest").model.model_id
    files = ArtifactFiles(database, blobs, 10_000)
    for where, text in (
        (Address.of_run(run_id, "model/weights"), b"of the run"),
        (Address.of_run(run_id, "notes"), b"not registered"),
        (Address.of_logged_model(model_id, "weights"), b"of the model"),
    ):
        asyncio.run(files.put(access, where, _stream(text), None))
    made = [
        database.write_now(version, access, source=source)
        for source in (f"runs:/{run_id}/model", f"models:/{model_id}")
    ]
    database.write_now(runs.delete, access, run_id)
    database.write_now(logged_models.delete, access, model_id)
    purged = asyncio.run(Purge(database, clock.now_ms()).run())
    assert (purged.runs, purged.logged_models, purged.files) == (1, 1, 3)
    _age(database, tmp_path)
    swept = asyncio.run(Sweep(database, blobs, seconds=HOUR_SECONDS).run())
    assert swept == Swept(rows=1, blobs=1, bytes=len(b"not registered"))
    found = [database.read_now(artifacts.find, access, address(each, "weights")) for each in made]
    assert [asyncio.run(content(blobs, each.blob)) for each in found] == [b"of the run", b"of the model"]
    blobs.close()


async def _stream(text: bytes) -> AsyncGenerator[bytes, None]:
    yield text


def _age(database: Database, folder: Path) -> None:
    """Let everything that is stored be older than the sweep asks for."""
    database.write_now(_age_rows)
    for path in folder.rglob("*"):
        if path.is_file():
            then = path.stat().st_mtime - 2 * HOUR_SECONDS
            os.utime(path, (then, then))


def _age_rows(tx: Transaction) -> None:
    tx.execute("UPDATE blobs SET created_at = created_at - ?", (2 * HOUR_MS,))
