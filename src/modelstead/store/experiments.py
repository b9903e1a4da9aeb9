"""Rows of experiments and their tags."""

from collections.abc import Iterable, Sequence

import msgspec

from modelstead.domain.experiment import Experiment, ViewType
from modelstead.domain.page import check_row
from modelstead.domain.search.expression import Expression, Order
from modelstead.domain.tag import Tag
from modelstead.store.search_sql import (
    ExperimentFields,
    Fragment,
    SortColumn,
    behind,
    condition,
    in_view,
    joined,
    order_by,
)
from modelstead.store.transaction import Row, Transaction

_COLUMNS = "r.id, r.iid, r.name, r.artifact_location, r.created_at, r.updated_at, r.deleted_at"
_SELECT = f"SELECT {_COLUMNS} FROM experiments r"


def insert(tx: Transaction, project_id: int, *, iid: int, name: str, artifact_location: str, now: int) -> int | None:
    """Store an experiment and return its row id, None when the name is taken."""
    row = tx.one(
        "INSERT INTO experiments (project_id, iid, name, artifact_location, created_at, updated_at) "
        "VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING RETURNING id",
        (project_id, iid, name, artifact_location, now, now),
    )
    return None if row is None else int(row[0])


def by_iid(tx: Transaction, project_id: int, iid: int) -> Experiment | None:
    row = tx.one(f"{_SELECT} WHERE project_id = ? AND iid = ?", (project_id, iid))
    return None if row is None else Experiment(*row)


def by_name(tx: Transaction, project_id: int, name: str) -> Experiment | None:
    row = tx.one(f"{_SELECT} WHERE project_id = ? AND name = ?", (project_id, name))
    return None if row is None else Experiment(*row)


def row_ids(tx: Transaction, project_id: int, iids: Iterable[int]) -> list[int]:
    """Return the rows of those experiments that exist."""
    rows = tx.all("SELECT id FROM experiments WHERE project_id = ? AND iid = ANY(?)", (project_id, tx.array(iids)))
    return [row[0] for row in rows]


def search(
    tx: Transaction,
    project_id: int,
    view: ViewType,
    expression: Expression | None,
    order: Sequence[Order],
    limit: int,
    after: Sequence[object] | None,
) -> list[tuple[Experiment, Row]]:
    """Return experiments in order with their sort columns, behind the one that had those; last created first."""
    fields = ExperimentFields(tx)
    columns = [*map(fields.sort, order)] or [SortColumn("r.created_at", int, ascending=False)]
    # MLflow breaks ties of an order by the higher id, and of its default by the lower.
    columns.append(SortColumn("r.iid", int, ascending=not order))
    conditions = [Fragment("r.project_id = ?", (project_id,)), in_view(view)]
    if expression is not None:
        conditions.append(condition(expression, fields.condition))
    if after is not None:
        check_row(after, [column.kind for column in columns])
        conditions.append(behind(columns, after))
    wanted = joined(" AND ", conditions)
    rows = tx.all(
        f"SELECT {_COLUMNS}, {', '.join(column.sql for column in columns)} FROM experiments r "
        f"WHERE {wanted.sql} ORDER BY {order_by(columns)} LIMIT ?",
        (*wanted.values, limit),
    )
    width = len(rows[0]) - len(columns) if rows else 0
    return [(Experiment(*row[:width]), row[width:]) for row in rows]


def with_tags(tx: Transaction, experiments: Sequence[Experiment]) -> list[Experiment]:
    """Return the experiments with their tags, by key."""
    tags: dict[int, list[Tag]] = {experiment.id: [] for experiment in experiments}
    for row_id, key, value in tx.all(
        "SELECT experiment_id, key, value FROM experiment_tags WHERE experiment_id = ANY(?) "
        "ORDER BY experiment_id, key",
        (tx.array(tags),),
    ):
        tags[row_id].append(Tag(key, value))
    return [msgspec.structs.replace(each, tags=tuple(tags[each.id])) for each in experiments]


def rename(tx: Transaction, experiment_id: int, name: str, now: int) -> bool:
    """Give an experiment another name; False when it is taken."""
    taken = tx.one(
        "SELECT 1 FROM experiments WHERE name = ? AND id <> ? "
        "AND project_id = (SELECT project_id FROM experiments WHERE id = ?)",
        (name, experiment_id, experiment_id),
    )
    if taken:
        return False
    tx.execute("UPDATE experiments SET name = ?, updated_at = ? WHERE id = ?", (name, now, experiment_id))
    return True


def set_deleted(tx: Transaction, experiment_id: int, deleted_at: int | None, now: int) -> None:
    """Put an experiment in the trash, or take it out with None."""
    tx.execute("UPDATE experiments SET deleted_at = ?, updated_at = ? WHERE id = ?", (deleted_at, now, experiment_id))


def set_tags(tx: Transaction, experiment_id: int, tags: Iterable[Tag], now: int) -> None:
    tx.execute_many(
        "INSERT INTO experiment_tags (experiment_id, key, value) VALUES (?, ?, ?) "
        "ON CONFLICT (experiment_id, key) DO UPDATE SET value = excluded.value",
        [(experiment_id, tag.key, tag.value) for tag in tags],
    )
    tx.execute("UPDATE experiments SET updated_at = ? WHERE id = ?", (now, experiment_id))


def delete_tag(tx: Transaction, experiment_id: int, key: str, now: int) -> bool:
    """Remove a tag; False when there is none."""
    gone = tx.execute("DELETE FROM experiment_tags WHERE experiment_id = ? AND key = ?", (experiment_id, key)) > 0
    if gone:
        tx.execute("UPDATE experiments SET updated_at = ? WHERE id = ?", (now, experiment_id))
    return gone
