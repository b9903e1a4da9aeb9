"""Retention: projects whose trash is purged by itself once it is old enough."""

from modelstead import clock
from modelstead.services.purging import Purge, Purged
from modelstead.store import projects
from modelstead.store.database import Database

DAY_MS = 86_400_000


async def purge_old(database: Database) -> dict[int, Purged]:
    """Purge what has been in the trash for longer than its project keeps it; return what is gone, by project."""
    gone = {}
    for project_id, days in (await database.read(projects.retentions)).items():
        purged = await Purge(database, clock.now_ms() - days * DAY_MS, project_id=project_id).run()
        if purged.things:
            gone[project_id] = purged
    return gone
