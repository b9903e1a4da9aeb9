"""The runs of a registered model's experiment, and what goes to the trash with a model."""

from modelstead.store.run_lines import LINE, RunLine, line
from modelstead.store.transaction import Transaction


def newest(tx: Transaction, project_id: int, experiment_iid: int, limit: int) -> tuple[list[RunLine], int]:
    """Return the runs of an experiment that were started last, and how many it has, without the trash."""
    where = "r.experiment_id = (SELECT id FROM experiments WHERE project_id = ? AND iid = ?) AND r.deleted_at IS NULL"
    rows = tx.all(
        f"{LINE} WHERE {where} ORDER BY r.start_time DESC, r.run_id LIMIT ?", (project_id, experiment_iid, limit)
    )
    row = tx.one(f"SELECT COUNT(*) FROM runs r WHERE {where}", (project_id, experiment_iid))
    assert row is not None
    return [line(each) for each in rows], int(row[0])
