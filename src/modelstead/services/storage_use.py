"""What a project keeps, how much of its quota that is, and what most of it is of."""

import msgspec

from modelstead import limits
from modelstead.domain.actor import Access
from modelstead.domain.quota import Usage
from modelstead.services import places
from modelstead.store import storage_use, uploads
from modelstead.store.storage_use import Holder, PartUse
from modelstead.store.transaction import Transaction


class StorageUse(msgspec.Struct, frozen=True):
    """`waiting` are bytes that nothing needs any more and that are still there.

    `unfinished` are those of uploads that have not ended: the quota counts them, the used bytes do not.
    """

    usage: Usage
    retention_days: int | None
    parts: list[PartUse]
    waiting: int
    unfinished: int
    largest: list[Holder]


def look(tx: Transaction, access: Access) -> StorageUse:
    """Return a project's use of storage, in a fixed number of queries."""
    project = access.project
    record = places.project(tx, access.actor, project.id)
    parts = storage_use.by_part(tx, project.id)
    return StorageUse(
        record.usage,
        record.retention_days,
        parts,
        max(record.usage.used - sum(each.size for each in parts), 0),
        uploads.stored_bytes(tx, project.id),
        storage_use.largest(tx, project.id, limits.STORAGE_LARGEST),
    )
