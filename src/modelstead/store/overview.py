"""What a project's own page shows: how much is in it, what happened lately, its latest versions."""

import msgspec

from modelstead import limits
from modelstead.store.transaction import Transaction

DAY_MS = 86_400_000


class Counts(msgspec.Struct, frozen=True):
    """How much is in a project, without its trash; `runs_are_about` where those in the trash may be among them."""

    experiments: int
    runs: int
    runs_are_about: bool
    running: int
    models: int
    versions: int


class VersionLine(msgspec.Struct, frozen=True):
    """A model version in a list; `run_iid` is None for one that no run of the project stands behind."""

    model_iid: int
    model: str
    iid: int
    semantic_version: str
    user: str
    created_at: int
    aliases: list[str]
    run_iid: int | None


def counts(tx: Transaction, project_id: int) -> Counts:
    living = "project_id = ? AND deleted_at IS NULL"
    row = tx.one(
        f"SELECT (SELECT COUNT(*) FROM experiments WHERE {living}), "
        f"(SELECT COUNT(*) FROM (SELECT 1 FROM runs WHERE {living} LIMIT ?) c), "
        "(SELECT value FROM counters WHERE project_id = ? AND noun = 'run'), "
        f"(SELECT COUNT(*) FROM runs WHERE {living} AND status = 1), "
        f"(SELECT COUNT(*) FROM registered_models WHERE {living} AND is_prompt = 0), "
        "(SELECT COUNT(*) FROM model_versions v JOIN registered_models m ON m.id = v.model_id "
        "WHERE v.project_id = ? AND v.deleted_at IS NULL AND m.deleted_at IS NULL AND m.is_prompt = 0)",
        (project_id, project_id, limits.OVERVIEW_RUNS_COUNTED, *(project_id,) * 4),
    )
    assert row is not None
    experiments, runs, logged, running, models, versions = row
    is_about = runs >= limits.OVERVIEW_RUNS_COUNTED
    return Counts(experiments, max(runs, logged or 0) if is_about else runs, is_about, running, models, versions)


def runs_by_day(tx: Transaction, project_id: int, first: int, last: int) -> dict[int, int]:
    """Return how many runs began on each of some days that had any; days are counted since 1970 in UTC.

    To count what an index holds between two times is four times as fast as to sort runs into days, but asks once for
    each day and experiment: where many experiments had runs it does not pay.
    """
    rows = tx.all(
        "SELECT e.id FROM experiments e WHERE e.project_id = ? AND EXISTS "
        "(SELECT 1 FROM runs r WHERE r.experiment_id = e.id AND r.start_time >= ?) LIMIT ?",
        (project_id, first * DAY_MS, limits.OVERVIEW_EXPERIMENTS + 1),
    )
    if len(rows) > limits.OVERVIEW_EXPERIMENTS:
        counted = tx.all(
            f"SELECT r.start_time / {DAY_MS}, COUNT(*) FROM experiments e "
            "JOIN runs r ON r.experiment_id = e.id AND r.start_time >= ? WHERE e.project_id = ? GROUP BY 1",
            (first * DAY_MS, project_id),
        )
    else:
        counted = tx.all(
            "WITH RECURSIVE days (day) AS (SELECT CAST(? AS BIGINT) UNION ALL SELECT day + 1 FROM days WHERE day < ?) "
            "SELECT day, (SELECT COUNT(*) FROM runs r WHERE r.experiment_id = ANY(?) "
            f"AND r.start_time >= day * {DAY_MS} AND r.start_time < (day + 1) * {DAY_MS}) FROM days",
            (first, last, tx.array(row[0] for row in rows)),
        )
    return {int(day): int(count) for day, count in counted if count}


def latest_versions(tx: Transaction, project_id: int, limit: int) -> list[VersionLine]:
    """Return the model versions of a project that were created last."""
    rows = tx.all(
        "SELECT v.id, m.iid, m.name, v.iid, v.semantic_version, u.username, v.created_at, r.iid FROM model_versions v "
        "JOIN registered_models m ON m.id = v.model_id LEFT JOIN users u ON u.id = v.created_by "
        "LEFT JOIN runs r ON r.id = v.run_id AND r.deleted_at IS NULL AND r.version_id IS NULL "
        "WHERE v.project_id = ? AND v.deleted_at IS NULL AND m.deleted_at IS NULL AND m.is_prompt = 0 "
        "ORDER BY v.iid DESC LIMIT ?",
        (project_id, limit),
    )
    aliases: dict[int, list[str]] = {row[0]: [] for row in rows}
    for version_id, alias in tx.all(
        "SELECT version_id, alias FROM model_aliases WHERE version_id = ANY(?) ORDER BY alias", (tx.array(aliases),)
    ):
        aliases[version_id].append(alias)
    return [
        VersionLine(model_iid, name, iid, semantic_version, user or "", created_at, aliases[row_id], run_iid)
        for row_id, model_iid, name, iid, semantic_version, user, created_at, run_iid in rows
    ]
