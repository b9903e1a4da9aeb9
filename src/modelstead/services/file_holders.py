"""Whose files a page shows: a run's, or a model version's, by the numbers that stand in its address."""

from typing import NamedTuple

import msgspec

from modelstead.domain.actor import Access
from modelstead.domain.artifact import Address, Owner, OwnerKind
from modelstead.services import package_owners, run_head, version_head
from modelstead.services.run_head import RunHead
from modelstead.services.version_head import VersionHead
from modelstead.store.transaction import Transaction


class Holder(msgspec.Struct, frozen=True):
    """A run by its number; a version by its own and that of its model."""

    iid: int
    model: int | None = None


class Held(NamedTuple):
    """What holds the files, and the address below which clients find them."""

    owner: Owner
    address: Address


def find(tx: Transaction, access: Access, holder: Holder) -> Held:
    if holder.model is None:
        run = run_head.find(tx, access, holder.iid)
        return Held(package_owners.of_run(run), Address.of_run(run.run_id))
    version = version_head.find(tx, access, holder.model, holder.iid)
    return Held(version.owner, Address(OwnerKind.MODEL_VERSION, str(holder.iid)))


def head(tx: Transaction, access: Access, holder: Holder) -> RunHead | VersionHead:
    """Return what the pages of the holder begin with."""
    if holder.model is None:
        return run_head.get(tx, access, holder.iid)
    return version_head.get(tx, access, holder.model, holder.iid)
