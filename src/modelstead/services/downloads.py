"""Addresses that let whoever has them read one file for a while, without a token."""

from collections.abc import AsyncGenerator

import msgspec

from modelstead import clock, ids
from modelstead.domain.actor import Access
from modelstead.domain.artifact import Address, Artifact
from modelstead.domain.permission import READ_EXPERIMENTS
from modelstead.errors import NotFound, PermissionDenied
from modelstead.services import access as standing
from modelstead.services.artifact_files import ArtifactFiles
from modelstead.services.uploads import check_seconds
from modelstead.store import blob_rows
from modelstead.store.blobs.blobs import Blobs
from modelstead.store.transaction import Transaction

BLOB = "blob"  # what a signature is for


class Ticket(msgspec.Struct, frozen=True):
    """What an address of this server says: which bytes, under which file name, by whose token, until when."""

    blob: str
    name: str
    expires: int
    signature: str
    token: int = 0


class Download(msgspec.Struct, frozen=True):
    """How a file may be read: at an address of the store of blobs, or with a ticket from this server."""

    size: int
    url: str | None
    ticket: Ticket | None


class Downloads:
    """Makes such addresses, and reads what they are for."""

    def __init__(self, files: ArtifactFiles, blobs: Blobs, key: bytes) -> None:
        self._files = files
        self._blobs = blobs
        self._key = key

    async def sign(self, access: Access, address: Address, seconds: int) -> Download:
        """Return how to read a file for some seconds."""
        check_seconds(seconds)
        artifact = await self._files.find(access, address)
        url = await self._blobs.presign("GET", artifact.blob, seconds=seconds)
        if url is not None:
            return Download(artifact.size, url, None)
        name = artifact.path.rpartition("/")[2]
        expires, token = clock.now_ms() // 1000 + seconds, access.actor.token_id or 0
        signature = ids.signature(self._key, BLOB, access.project.id, artifact.blob, name, expires, token)
        return Download(artifact.size, None, Ticket(artifact.blob, name, expires, signature, token))

    async def find(self, project: str, ticket: Ticket) -> Artifact:
        """Return the file of a ticket; raise PermissionDenied for one that was altered or is too old.

        Whoever signed it must still be allowed to read.
        """
        fields = (BLOB, project, ticket.blob, ticket.name, ticket.expires, ticket.token)
        if not ids.is_signature(ticket.signature, self._key, *fields):
            raise PermissionDenied("The signature is not valid: the address was changed, or not copied whole.")
        if ticket.expires * 1000 <= clock.now_ms():
            raise PermissionDenied("The address has expired. Ask for another.")
        return await self._files.database.read(_find, int(project), ticket)

    async def read(self, artifact: Artifact, start: int, size: int) -> AsyncGenerator[bytes, None]:
        return await self._files.read(artifact, start, size)


def _find(tx: Transaction, project_id: int, ticket: Ticket) -> Artifact:
    standing.of_token(tx, ticket.token or None, project_id, READ_EXPERIMENTS, clock.now_ms())
    found = blob_rows.get(tx, project_id, ticket.blob)
    if found is None:
        raise NotFound("The file is not there any more.")
    size, sha256 = found
    return Artifact(ticket.name, size, sha256, ticket.blob, 0)
