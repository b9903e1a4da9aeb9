"""Projects and their members."""

from modelstead import clock
from modelstead.domain.experiment import DEFAULT_IID, DEFAULT_NAME
from modelstead.domain.project import Project, Visibility, split_path
from modelstead.domain.quota import Usage
from modelstead.domain.role import Role
from modelstead.domain.user import User
from modelstead.errors import AlreadyExists, NotFound
from modelstead.services import experiments
from modelstead.services.access import TOPIC
from modelstead.store import groups, members, projects
from modelstead.store.transaction import Transaction


def create(tx: Transaction, path: str, visibility: Visibility, *, owner: User | None = None) -> Project:
    """Create a project with its experiment 0, and the groups of its path where they are missing.

    The owner, if given, owns the groups that are made and the project.
    """
    group_path, name = split_path(path)
    path = f"{group_path}/{name}"
    now = clock.now_ms()
    group_id, made = groups.ensure(tx, group_path, now)
    project = projects.insert(tx, group_id=group_id, path=path, visibility=visibility, now=now)
    if project is None:
        raise AlreadyExists(f"There is a project '{path}' already.")
    if owner is not None:
        if made:
            members.set_group_role(tx, group_id, owner.id, Role.OWNER, now)
        members.set_project_role(tx, project.id, owner.id, Role.OWNER, now)
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


def share_names(tx: Transaction, project: Project, *, shared: bool) -> None:
    """Allow, or forbid, that a registered model has the name of an experiment."""
    projects.share_names(tx, project.id, shared=shared)


def set_member(tx: Transaction, project: Project, user: User, role: Role) -> None:
    """Make a user a member of a project, or change their role."""
    members.set_project_role(tx, project.id, user.id, role, clock.now_ms())
    tx.announce(TOPIC)
