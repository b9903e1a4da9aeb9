"""Projects, as operators and the first start make them, and what they keep."""

import msgspec

from modelstead import clock
from modelstead.domain.experiment import DEFAULT_IID, DEFAULT_NAME
from modelstead.domain.group import below
from modelstead.domain.project import (
    Project,
    Visibility,
    check_description,
    check_fits,
    check_slug,
    check_title,
    split_path,
)
from modelstead.domain.quota import Usage
from modelstead.domain.role import Role
from modelstead.domain.user import User
from modelstead.errors import NotFound, PathTaken
from modelstead.services import experiments
from modelstead.services.access import TOPIC
from modelstead.services.paths import check_free
from modelstead.store import groups, members, paths, projects
from modelstead.store.transaction import Transaction


class NewProject(msgspec.Struct, frozen=True, kw_only=True):
    """What a project is to be; the slug is the last part of its path."""

    slug: str
    name: str
    description: str = ""
    visibility: Visibility = Visibility.PRIVATE


def create(tx: Transaction, path: str, visibility: Visibility, *, owner: User | None = None) -> Project:
    """Create a project with its experiment 0, and the groups of its path where they are missing.

    The owner, if given, owns the groups that are made and the project.
    """
    paths.hold(tx)
    group_path, slug = split_path(path)
    nearest = groups.nearest(tx, group_path)
    if nearest is not None:
        check_fits(visibility, nearest.visibility, nearest.path)
    _check_groups_can_be(tx, group_path)
    now = clock.now_ms()
    created_by = None if owner is None else owner.id
    group_id, made = groups.ensure(tx, group_path, now, visibility, created_by)
    project = insert(tx, group_id, group_path, NewProject(slug=slug, name=slug, visibility=visibility), created_by)
    if owner is not None:
        if made:
            members.set_group_role(tx, group_id, owner.id, Role.OWNER, now)
        members.set_project_role(tx, project.id, owner.id, Role.OWNER, now)
    return project


def insert(tx: Transaction, group_id: int, group_path: str, wanted: NewProject, created_by: int | None) -> Project:
    """Store a project in a group, with its experiment 0."""
    path = below(group_path, check_slug(wanted.slug, "path"))
    split_path(path)
    check_free(tx, path)
    now = clock.now_ms()
    project = projects.insert(
        tx,
        group_id=group_id,
        path=path,
        visibility=wanted.visibility,
        now=now,
        name=check_title(wanted.name),
        description=check_description(wanted.description),
        created_by=created_by,
    )
    if project is None:
        raise PathTaken(f"There is a project '{path}' already.")
    experiments.insert(tx, project.id, DEFAULT_IID, DEFAULT_NAME, now=now)
    tx.announce(TOPIC)
    return project


def get(tx: Transaction, path: str) -> Project:
    project = projects.by_path(tx, path)
    if project is None:
        raise NotFound(f"There is no project '{path}'.")
    return project


def every(tx: Transaction) -> list[Project]:
    return projects.every(tx)


def usages(tx: Transaction) -> dict[int, Usage]:
    """Return what each project keeps and may keep, by its id."""
    return projects.usages(tx)


def set_quota(tx: Transaction, project: Project, quota: int | None) -> Usage:
    """Set how many bytes of artifacts a project may keep, None for any number; what it has stays."""
    return projects.set_quota(tx, project.id, quota)


def set_member(tx: Transaction, project: Project, user: User, role: Role) -> None:
    """Make a user a member of a project, or change their role."""
    members.set_project_role(tx, project.id, user.id, role, clock.now_ms())
    tx.announce(TOPIC)


def _check_groups_can_be(tx: Transaction, path: str) -> None:
    """Raise PathTaken where a group that is missing on a path cannot be made."""
    while path and groups.by_path(tx, path) is None:
        check_free(tx, path)
        path = path.rpartition("/")[0]
