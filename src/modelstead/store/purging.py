"""Rows that leave the trash for good.

A thing may have more rows than one transaction should remove. The first one marks it: it has been in the trash for
ever, under an id that no client holds, so that nobody restores what is partly gone, and the next purge goes on with it.
"""

from collections.abc import Iterable, Sequence

from modelstead.store.transaction import Transaction
from modelstead.store.trash import LOGGED_MODELS, POINT, RUNS, VERSIONS, Noun, Part
from modelstead.store.trash_bytes import Freed, of_owners
from modelstead.store.trash_chosen import Chosen, within


def due(
    tx: Transaction,
    noun: Noun,
    before: int,
    project_id: int | None,
    after: int,
    limit: int,
    chosen: Chosen | None = None,
) -> list[int]:
    """Return the rows of things that are to go, of all or of the chosen, a page at a time: those above `after`."""
    where, values = _due_rows(tx, noun, before, project_id, chosen)
    sql = f"SELECT t.id FROM {noun.table} t WHERE {where} AND t.id > ? ORDER BY t.id LIMIT ?"
    return [row[0] for row in tx.all(sql, (*values, after, limit))]


def count(
    tx: Transaction, noun: Noun, before: int, project_id: int | None, chosen: Chosen | None = None
) -> tuple[int, int]:
    """Return how many things are to go, and how many files they have."""
    where, values = _due_rows(tx, noun, before, project_id, chosen)
    things = tx.one(f"SELECT COUNT(*) FROM {noun.table} t WHERE {where}", values)
    assert things is not None
    if noun.kind is None:
        return int(things[0]), 0
    files = tx.one(
        "SELECT COUNT(*) FROM artifacts a WHERE a.owner_kind = ? "
        f"AND a.owner_id IN (SELECT t.id FROM {noun.table} t WHERE {where})",
        (int(noun.kind), *values),
    )
    assert files is not None
    return int(things[0]), int(files[0])


def freed(tx: Transaction, before: int, project_id: int, chosen: Chosen | None, limit: int) -> Freed:
    """Return the bytes that nothing needs once things are gone, of at most so many of each kind."""
    owners: list[tuple[str, Sequence[object]]] = []
    for noun in (RUNS, VERSIONS, LOGGED_MODELS):
        assert noun.kind is not None
        where, values = _due_rows(tx, noun, before, project_id, chosen)
        owners.append((f"SELECT {int(noun.kind)} AS kind, t.id AS id FROM {noun.table} t WHERE {where}", values))
    return of_owners(tx, owners, limit)


def claim(tx: Transaction, noun: Noun, row_id: int, before: int) -> bool:
    """Mark a thing, so that from now on it can only go; False when it has been restored, is needed, or is gone."""
    values = (before,) * noun.free.count("?")
    sql = f"UPDATE {noun.table} AS t SET {noun.mark}, deleted_at = 0 WHERE t.id = ? AND {noun.free}"
    return tx.execute(sql, (row_id, *values)) > 0


def strip(tx: Transaction, part: Part, row_id: int, room: int, now: int) -> int:
    """Remove at most `room` rows that belong to a thing; return how many are gone."""
    where, values = part.own, (row_id,)
    first = tx.one(
        f"SELECT {part.key} FROM {part.table} WHERE {where} ORDER BY {part.key} LIMIT 1 OFFSET ?", (row_id, room)
    )
    if first is not None:
        where, values = f"{where} AND ({part.key}) < ({', '.join('?' * len(first))})", (row_id, *first)
    if part.table == "artifacts":  # someone who has found such a file may still be about to read it
        tx.execute(
            f"UPDATE blobs SET created_at = ? WHERE id IN (SELECT blob_id FROM artifacts WHERE {where})", (now, *values)
        )
    return tx.execute(f"DELETE FROM {part.table} WHERE {where}", values)


def remove(tx: Transaction, noun: Noun, row_id: int) -> None:
    """Remove a thing to which nothing belongs any more."""
    tx.execute(f"DELETE FROM {noun.table} WHERE id = ?", (row_id,))


def models_of_runs(tx: Transaction, run_ids: Iterable[int]) -> dict[int, list[int]]:
    """Return the logged models that each run logged metrics for. No index has that: ask for many runs at once."""
    found: dict[int, list[int]] = {}
    for run_id, model_id in tx.all(
        "SELECT DISTINCT run_id, model_id FROM logged_model_metrics WHERE run_id = ANY(?)", (tx.array(run_ids),)
    ):
        found.setdefault(run_id, []).append(model_id)
    return found


def strip_models(tx: Transaction, run_id: int, model_ids: Iterable[int], room: int) -> int:
    """Remove at most `room` points that a run has logged for logged models; return how many are gone."""
    rows = tx.all(
        f"SELECT {POINT} FROM logged_model_metrics WHERE model_id = ANY(?) AND run_id = ? LIMIT ?",
        (tx.array(model_ids), run_id, room),
    )
    condition = " AND ".join(f"{column} = ?" for column in POINT.split(", "))
    tx.execute_many(f"DELETE FROM logged_model_metrics WHERE {condition}", rows)
    return len(rows)


def _due_rows(
    tx: Transaction, noun: Noun, before: int, project_id: int | None, chosen: Chosen | None = None
) -> tuple[str, tuple[object, ...]]:
    """Return the condition that a row `t` is to go."""
    where = noun.due
    given: tuple[object, ...] = (before,) * noun.due.count("?")
    if project_id is not None:
        where, given = f"{where} AND t.project_id = ?", (*given, project_id)
    if chosen is not None:
        condition, bound = within(tx, noun, chosen)
        where, given = f"{where} AND {condition}", (*given, *bound)
    return where, given
