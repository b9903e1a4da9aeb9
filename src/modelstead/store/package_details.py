"""What pages say of packages beside their names: how many files, how large, and what they belong to."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from modelstead.domain.artifact import Owner, OwnerKind
from modelstead.store.transaction import Transaction

# What a package of each kind belongs to, and who made that: number, name, and of versions the number of the model.
_BELONGS = {
    OwnerKind.RUN: "SELECT r.id, r.iid, r.name, NULL, u.username FROM runs r LEFT JOIN users u ON u.id = r.created_by "
    "WHERE r.id = ANY(?)",
    OwnerKind.MODEL_VERSION: "SELECT r.id, r.iid, m.name, m.iid, u.username FROM model_versions r "
    "JOIN registered_models m ON m.id = r.model_id LEFT JOIN users u ON u.id = r.created_by WHERE r.id = ANY(?)",
}


class Totals(NamedTuple):
    """How many files an owner has, and their bytes."""

    files: int
    bytes: int


class Belongs(NamedTuple):
    """The run, or the version of a model, that a package is of; `model_iid` is None for a run."""

    iid: int
    name: str
    model_iid: int | None
    username: str


def totals(tx: Transaction, owners: Sequence[Owner]) -> dict[Owner, Totals]:
    """Return the files of owners, in a query for each kind of them."""
    found: dict[Owner, Totals] = {}
    for kind, ids in _by_kind(owners).items():
        rows = tx.all(
            "SELECT a.owner_id, COUNT(*), SUM(b.size) FROM artifacts a JOIN blobs b ON b.id = a.blob_id "
            "WHERE a.owner_kind = ? AND a.owner_id = ANY(?) GROUP BY a.owner_id",
            (int(kind), tx.array(ids)),
        )
        found |= {Owner(kind, row_id): Totals(files, int(size)) for row_id, files, size in rows}
    return found


def belongings(tx: Transaction, owners: Sequence[Owner]) -> dict[Owner, Belongs]:
    """Return what packages belong to; generic ones belong to nothing."""
    found: dict[Owner, Belongs] = {}
    for kind, ids in _by_kind(owners).items():
        if kind in _BELONGS:
            rows = tx.all(_BELONGS[kind], (tx.array(ids),))
            found |= {Owner(kind, row[0]): Belongs(row[1], row[2], row[3], row[4] or "") for row in rows}
    return found


def _by_kind(owners: Iterable[Owner]) -> dict[OwnerKind, list[int]]:
    found: dict[OwnerKind, list[int]] = {}
    for owner in owners:
        found.setdefault(owner.kind, []).append(owner.id)
    return found
