"""Things as a line each, wherever they are: what search, stars and the command palette show."""

from collections.abc import Iterable, Sequence

import msgspec

from modelstead.domain.run import RunStatus
from modelstead.store.run_lines import OfProject
from modelstead.store.transaction import Row, Transaction

PROJECTS, GROUPS, EXPERIMENTS, RUNS = "projects", "groups", "experiments", "runs"
MODELS, VERSIONS, PEOPLE = "models", "versions", "people"

_PROJECT = "p.id, p.path, p.name"
_ALIVE = "t.deleted_at IS NULL AND t.id = ANY(?) AND t.project_id = ANY(?)"
_EXPERIMENTS = (
    f"SELECT t.id, t.name, t.iid, 0, '', 0, t.updated_at, {_PROJECT} "
    f"FROM experiments t JOIN projects p ON p.id = t.project_id WHERE {_ALIVE}"
)
_RUNS = (
    f"SELECT t.id, t.name, t.iid, e.iid, e.name, t.status, t.start_time, {_PROJECT} "
    "FROM runs t JOIN experiments e ON e.id = t.experiment_id "
    f"JOIN projects p ON p.id = t.project_id WHERE {_ALIVE}"
)
_MODELS = (
    f"SELECT t.id, t.name, t.iid, 0, SUBSTR(t.description, 1, 1000), 0, t.updated_at, {_PROJECT} "
    f"FROM registered_models t JOIN projects p ON p.id = t.project_id WHERE {_ALIVE}"
)
_VERSIONS = (
    f"SELECT t.id, m.name || ' ' || t.semantic_version, t.iid, m.iid, '', 0, t.updated_at, {_PROJECT} "
    "FROM model_versions t JOIN registered_models m ON m.id = t.model_id "
    f"JOIN projects p ON p.id = t.project_id WHERE {_ALIVE} AND m.deleted_at IS NULL"
)


class Hit(msgspec.Struct, frozen=True):
    """A thing and where it is.

    `iid` is its number in the project, `of_iid` that of a run's experiment or a version's model. `detail` is what else
    tells it from others, `status` that of a run, `at` when something happened to it last, in milliseconds.
    """

    kind: str
    name: str
    project: OfProject | None = None
    iid: int = 0
    of_iid: int = 0
    detail: str = ""
    status: str = ""
    at: int | None = None


def experiments(tx: Transaction, row_ids: Sequence[int], project_ids: Iterable[int]) -> list[Hit]:
    """Return those experiments that are in these projects and not in the trash, in the order of the rows."""
    return _hits(tx, EXPERIMENTS, _EXPERIMENTS, row_ids, project_ids)


def runs(tx: Transaction, row_ids: Sequence[int], project_ids: Iterable[int]) -> list[Hit]:
    return _hits(tx, RUNS, _RUNS, row_ids, project_ids)


def models(tx: Transaction, row_ids: Sequence[int], project_ids: Iterable[int]) -> list[Hit]:
    return _hits(tx, MODELS, _MODELS, row_ids, project_ids)


def versions(tx: Transaction, row_ids: Sequence[int], project_ids: Iterable[int]) -> list[Hit]:
    """Return versions as experiments() does; `detail` lists their aliases."""
    aliases: dict[int, list[str]] = {}
    rows = tx.all(
        "SELECT version_id, alias FROM model_aliases WHERE version_id = ANY(?) ORDER BY alias", (tx.array(row_ids),)
    )
    for version_id, alias in rows:
        aliases.setdefault(version_id, []).append(alias)
    found = _found(tx, VERSIONS, _VERSIONS, row_ids, project_ids)
    return [
        msgspec.structs.replace(found[row_id], detail=", ".join(aliases.get(row_id, [])))
        for row_id in row_ids
        if row_id in found
    ]


def _hits(tx: Transaction, kind: str, sql: str, row_ids: Sequence[int], project_ids: Iterable[int]) -> list[Hit]:
    found = _found(tx, kind, sql, row_ids, project_ids)
    return [found[row_id] for row_id in row_ids if row_id in found]


def _found(tx: Transaction, kind: str, sql: str, row_ids: Sequence[int], project_ids: Iterable[int]) -> dict[int, Hit]:
    return {row[0]: _hit(kind, row) for row in tx.all(sql, (tx.array(row_ids), tx.array(project_ids)))}


def _hit(kind: str, row: Row) -> Hit:
    _, name, iid, of_iid, detail, status, at, *project = row
    status = RunStatus(status).name.lower() if kind == RUNS else ""
    return Hit(kind, name, OfProject(*project), iid, of_iid, detail, status, at)
