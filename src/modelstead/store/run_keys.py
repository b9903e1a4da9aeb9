"""Rows of keys: the names of an experiment's metrics, params and tags, each with a number that stands for it."""

from collections.abc import Collection, Iterable, Mapping

from modelstead.domain.key import KeyKind
from modelstead.store.transaction import Transaction

Keys = Mapping[KeyKind, Collection[str]]
Numbers = dict[KeyKind, dict[str, int]]
"""{kind: {key: number}}, with every kind."""


def known(tx: Transaction, experiment_id: int, wanted: Keys) -> Numbers:
    """Return the numbers of those keys that an experiment has."""
    found: Numbers = {kind: {} for kind in KeyKind}
    pairs = [(kind, key) for kind, keys in wanted.items() for key in keys]
    if len(pairs) == 1:  # a call that logs one thing, which is the most of them
        kind, key = pairs[0]
        row = tx.one(
            "SELECT id FROM run_keys WHERE experiment_id = ? AND key = ? AND kind = ?", (experiment_id, key, int(kind))
        )
        if row is not None:
            found[kind][key] = row[0]
    elif pairs:
        for number, key, row_id in tx.all(
            "SELECT kind, key, id FROM run_keys WHERE experiment_id = ? AND key = ANY(?)",
            (experiment_id, tx.array(sorted({key for _, key in pairs}))),
        ):
            found[KeyKind(number)][key] = row_id
    return found


def add(tx: Transaction, experiment_id: int, missing: Keys) -> Numbers:
    """Give new keys a number, in an order in which writers never deadlock, and return the numbers."""
    rows = sorted((experiment_id, int(kind), key) for kind, keys in missing.items() for key in keys)
    tx.execute_many("INSERT INTO run_keys (experiment_id, kind, key) VALUES (?, ?, ?) ON CONFLICT DO NOTHING", rows)
    return known(tx, experiment_id, missing)


def ensure(tx: Transaction, experiment_id: int, kind: KeyKind, keys: Collection[str]) -> dict[str, int]:
    """Return the numbers of an experiment's keys of a kind; new ones get one."""
    found = known(tx, experiment_id, {kind: keys})[kind]
    missing = set(keys) - found.keys()
    return found | add(tx, experiment_id, {kind: missing})[kind] if missing else found


def of_experiments(
    tx: Transaction, experiment_ids: Iterable[int], wanted: Collection[tuple[KeyKind, str]]
) -> dict[tuple[KeyKind, str], list[int]]:
    """Return the numbers that keys have in experiments: at most one in each."""
    found: dict[tuple[KeyKind, str], list[int]] = {each: [] for each in wanted}
    if found:
        for kind, key, number in tx.all(
            "SELECT kind, key, id FROM run_keys WHERE experiment_id = ANY(?) AND key = ANY(?) ORDER BY id",
            (tx.array(experiment_ids), tx.array(sorted({key for _, key in wanted}))),
        ):
            if (KeyKind(kind), key) in found:
                found[KeyKind(kind), key].append(number)
    return found


def of_runs(tx: Transaction, run_ids: Iterable[int], kind: KeyKind, key: str) -> dict[int, int]:
    """Return the number of a key for each run whose experiment has it."""
    rows = tx.all(
        "SELECT r.id, k.id FROM runs r JOIN run_keys k ON k.experiment_id = r.experiment_id "
        "WHERE k.key = ? AND k.kind = ? AND r.id = ANY(?)",
        (key, int(kind), tx.array(run_ids)),
    )
    return dict(rows)


def of_run(tx: Transaction, run_id: int, kind: KeyKind, key: str) -> int | None:
    return of_runs(tx, (run_id,), kind, key).get(run_id)
