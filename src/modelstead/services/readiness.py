"""Whether a server can work: the database has to answer, and files to be written."""

import logging
from collections.abc import AsyncGenerator

from modelstead.errors import ModelsteadError
from modelstead.store import instance, migration
from modelstead.store.blobs.blobs import Blobs
from modelstead.store.database import Database

PROBE = "0" * 32  # the name of a blob that is put and deleted again; one for all, so that it has one folder

log = logging.getLogger(__name__)


class Checks:
    """Tries what a server needs. Each check returns what is wrong, in a sentence, None for nothing."""

    def __init__(self, database: Database, blobs: Blobs) -> None:
        self._database = database
        self._blobs = blobs

    async def database(self) -> str | None:
        """Check that the database answers with the schema that this version knows."""
        try:
            version = await self._database.read(instance.schema_version)
        except ModelsteadError as error:
            return str(error)
        except Exception:
            log.exception("The readiness check of the database failed.")
            return "The database cannot be read; the server's log says why."
        # A newer schema is fine: it is made so that the version before it goes on working.
        return None if version >= migration.HEAD else f"The schema is {version}; this version needs {migration.HEAD}."

    async def artifacts(self) -> str | None:
        """Check that a file can be written, and removed."""
        try:
            await self._blobs.put(PROBE, _probe())
            await self._blobs.delete(PROBE)
        except ModelsteadError as error:
            return str(error)
        except Exception:
            log.exception("The readiness check of the artifacts failed.")
            return "Artifacts cannot be written; the server's log says why."
        return None


async def _probe() -> AsyncGenerator[bytes, None]:
    yield b"ok"
