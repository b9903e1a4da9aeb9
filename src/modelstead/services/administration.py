"""What administrators see of the whole server: its users, projects, background work and storage."""

import msgspec

from modelstead import clock, limits
from modelstead.domain.actor import Actor, ServerAccess
from modelstead.domain.delivery import DeliveryState
from modelstead.domain.group import GroupRecord
from modelstead.domain.project import Project, ProjectRecord
from modelstead.domain.role import Role
from modelstead.domain.user import User
from modelstead.errors import Unavailable
from modelstead.services import jobs, restoring, sweeping, users, webhook_delivery
from modelstead.services.jobs import JobRun
from modelstead.store import (
    group_search,
    identities,
    passwords,
    project_search,
    server_projects,
    server_storage,
    webhook_deliveries,
)
from modelstead.store import users as user_rows
from modelstead.store.database import Database
from modelstead.store.group_search import GroupOrder, WantedGroups
from modelstead.store.project_search import ProjectOrder, WantedProjects
from modelstead.store.server_projects import ServerProject
from modelstead.store.server_storage import Files, Kept
from modelstead.store.transaction import Transaction
from modelstead.store.webhook_deliveries import Queue


class UserOverview(msgspec.Struct, frozen=True):
    """A user, how they sign in, and where they have a role; the counts are of all, the lists may be shorter."""

    user: User
    has_password: bool
    issuers: list[str]
    projects: list[ProjectRecord]
    project_count: int
    groups: list[GroupRecord]
    group_count: int


class Background(msgspec.Struct, frozen=True):
    """How the work in the background stands, as all servers of the database know it."""

    sweep: JobRun | None
    next_sweep: int | None
    queue: Queue
    newest: dict[DeliveryState, int]
    pruned_at: int | None


def users_page(tx: Transaction, wanted: user_rows.Wanted) -> tuple[list[tuple[User, int]], int]:
    """Return a page of people, each with in how many places they have a role, and how many people there are."""
    found, total = users.page(tx, wanted)
    places = user_rows.memberships(tx, [each.id for each in found], clock.now_ms())
    return [(each, places[each.id]) for each in found], total


def user(tx: Transaction, user_id: int) -> UserOverview:
    found, now = users.find(tx, user_id), clock.now_ms()
    they = Actor(found.id, found.username, is_admin=False, scopes=frozenset())
    projects = WantedProjects(min_role=Role.GUEST, order=ProjectOrder.PATH, descending=False, limit=limits.ADMIN_PLACES)
    wanted = WantedGroups(min_role=Role.GUEST, order=GroupOrder.PATH, limit=limits.ADMIN_PLACES)
    groups, group_count = group_search.page(tx, they, wanted, now)
    return UserOverview(
        found,
        passwords.has_one(tx, found.id),
        [each.issuer for each in identities.of_user(tx, found.id)],
        project_search.page(tx, they, projects, now),
        project_search.count(tx, they, projects, now),
        groups,
        group_count,
    )


def projects_page(tx: Transaction, wanted: server_projects.Wanted) -> tuple[list[ServerProject], int]:
    """Return a page of all projects with their counts, and how many there are on all pages."""
    found = server_projects.page(tx, wanted)
    counted = server_projects.counted(tx, found, clock.now_ms(), limits.HOME_RUNS_COUNTED)
    return counted, server_projects.count(tx, wanted)


def restore_project(tx: Transaction, access: ServerAccess, project_id: int) -> Project:
    """Take a project out of the trash."""
    return restoring.restore_project(tx, project_id, by=access.actor)


def background(tx: Transaction) -> Background:
    return Background(
        jobs.last(tx, sweeping.JOB),
        sweeping.next_at(tx),
        webhook_deliveries.queue(tx, clock.now_ms(), limits.WEBHOOK_QUEUE_COUNTED),
        webhook_deliveries.newest_states(tx, limits.WEBHOOK_QUEUE_COUNTED),
        webhook_delivery.pruned_at(tx),
    )


def storage(tx: Transaction) -> tuple[Kept, list[ServerProject]]:
    """Return what is kept, and the projects that keep the most."""
    wanted = server_projects.Wanted(order=server_projects.Order.SIZE, limit=limits.STORAGE_PROJECTS)
    return server_storage.kept(tx, clock.now_ms()), server_projects.page(tx, wanted)


async def stored_files(database: Database) -> Files | None:
    """Count the files that are stored; None where that takes too long for a page."""
    try:
        return await database.read(_stored_files)
    except Unavailable:
        return None


def _stored_files(tx: Transaction) -> Files:
    with tx.time_limit(limits.ADMIN_COUNT_SECONDS, "There are too many files to be counted here."):
        return server_storage.files(tx, clock.now_ms() - limits.BLOB_AGE_SECONDS * 1000)
