"""services.retention: the trash of projects that do not keep it for ever; on each engine."""

import asyncio

from modelstead import clock
from modelstead.domain.actor import Access
from modelstead.domain.project import Visibility
from modelstead.services import operating, project_changes, projects, runs
from modelstead.services.project_changes import ProjectChanges
from modelstead.services.retention import DAY_MS, purge_old
from modelstead.store.database import Database
from modelstead.store.transaction import Transaction
from tests import factories
from tests.store import facts

DAYS = {"team/keeps": None, "team/short": 1, "team/long": 30, "team/gone": 1}


def settle(tx: Transaction) -> dict[str, int]:
    """Create projects with a retention, and in each a run that has been in the trash for two days."""
    ids = {}
    for path, days in DAYS.items():
        projects.create(tx, path, Visibility.PRIVATE)
        access = operating.in_project(tx, path)
        project_changes.update(tx, access, ProjectChanges(retention_days=days))
        _delete_run(tx, access)
        ids[path] = access.project.id
    tx.execute("UPDATE runs SET deleted_at = ?", (clock.now_ms() - 2 * DAY_MS,))
    project_changes.delete(tx, operating.in_project(tx, "team/gone"))
    return ids


def _delete_run(tx: Transaction, access: Access) -> None:
    runs.delete(tx, access, factories.run_id(tx, access))


def test_what_is_older_than_its_project_keeps_it_is_purged(database: Database) -> None:
    ids = database.write_now(settle)
    database.write_now(lambda tx: _delete_run(tx, operating.in_project(tx, "team/short")))
    gone = asyncio.run(purge_old(database))
    assert {number: purged.runs for number, purged in gone.items()} == {ids["team/short"]: 1}
    left = database.read_now(
        facts.rows, "SELECT project_id, COUNT(*) FROM runs GROUP BY project_id ORDER BY project_id"
    )
    assert left == [(ids[path], 1) for path in DAYS]
    assert asyncio.run(purge_old(database)) == {}
