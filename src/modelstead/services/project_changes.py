"""What people change of a project: its settings, its path, its group, whether it is archived, whether it is there."""

import msgspec

from modelstead import clock
from modelstead.domain import project as rules
from modelstead.domain.actor import Access
from modelstead.domain.audit_event import Action
from modelstead.domain.group import below
from modelstead.domain.permission import CHANGE_VISIBILITY, TRANSFER_INTO_GROUP
from modelstead.domain.project import Project, Visibility, check_fits, split_path
from modelstead.errors import InvalidParameter, NotFound, PermissionDenied
from modelstead.services import audit
from modelstead.services.access import TOPIC
from modelstead.services.paths import check_free, destination
from modelstead.store import groups, paths, projects
from modelstead.store.transaction import Transaction


class ProjectChanges(msgspec.Struct, frozen=True, kw_only=True):
    """What is to change of a project; None stays, but for `retention_days` and `quota_bytes`, where UNSET does."""

    slug: str | None = None
    name: str | None = None
    description: str | None = None
    visibility: Visibility | None = None
    shared_names: bool | None = None
    retention_days: int | msgspec.UnsetType | None = msgspec.UNSET
    quota_bytes: int | msgspec.UnsetType | None = msgspec.UNSET


def update(tx: Transaction, access: Access, changes: ProjectChanges) -> None:
    """Change a project. More people may see it only by an owner's will; its quota is for administrators."""
    paths.hold(tx)
    old, now = _current(tx, access), clock.now_ms()
    new = msgspec.structs.replace(
        old,
        path=old.path if changes.slug is None else _renamed(tx, old, changes.slug),
        name=old.name if changes.name is None else rules.check_title(changes.name),
        description=old.description if changes.description is None else rules.check_description(changes.description),
        visibility=changes.visibility or old.visibility,
        updated_at=now,
    )
    if new.visibility is not old.visibility:
        if not access.allows(CHANGE_VISIBILITY):
            raise PermissionDenied(f"You may not {CHANGE_VISIBILITY.name}: {CHANGE_VISIBILITY.taken_by}.")
        group = groups.by_id(tx, projects.group_of(tx, old.id))
        assert group is not None
        check_fits(new.visibility, group.visibility, group.path)
        audit.record(tx, access, Action.CHANGE_PROJECT_VISIBILITY, new.path, visibility=new.visibility.value)
    if new.path != old.path:
        audit.record(tx, access, Action.RENAME_PROJECT, new.path, old=old.path)
    projects.update(tx, new)
    _keep(tx, access, changes, new.path)
    tx.announce(TOPIC)


def archive(tx: Transaction, access: Access, *, archived: bool) -> None:
    """Make a project one that can only be read, or take it back."""
    project, now = _current(tx, access), clock.now_ms()
    if archived is not (project.archived_at is None):
        return
    projects.update(tx, msgspec.structs.replace(project, archived_at=now if archived else None, updated_at=now))
    audit.record(tx, access, Action.ARCHIVE_PROJECT if archived else Action.UNARCHIVE_PROJECT, project.path)
    tx.announce(TOPIC)


def transfer(tx: Transaction, access: Access, namespace: str) -> None:
    """Move a project to another group, of that id or path, whose members become its members."""
    paths.hold(tx)
    project = _current(tx, access)
    group = destination(tx, access.actor, namespace, TRANSFER_INTO_GROUP)
    check_fits(project.visibility, group.group.visibility, group.group.path)
    slug = project.path.rpartition("/")[2]
    path = below(group.group.path, slug)
    split_path(path)
    check_free(tx, path, project_id=project.id)
    moved = msgspec.structs.replace(project, path=path, updated_at=clock.now_ms())
    projects.move(tx, moved, group.group.id)
    audit.record(tx, access, Action.TRANSFER_PROJECT, path, old=project.path)
    tx.announce(TOPIC)


def delete(tx: Transaction, access: Access) -> None:
    """Put a project in the trash: nobody finds it any more, and its path is free."""
    projects.delete(tx, access.project.id, clock.now_ms())
    audit.record(tx, access, Action.DELETE_PROJECT, access.project.path)
    tx.announce(TOPIC)


def _keep(tx: Transaction, access: Access, changes: ProjectChanges, path: str) -> None:
    """Store what a project keeps and for how long, and which names its models may have; note what is not as before."""
    project_id, noted = access.project.id, dict[str, str]()
    if changes.shared_names is not None:
        if changes.shared_names is not projects.shares_names(tx, project_id):
            noted["shared_names"] = "yes" if changes.shared_names else "no"
        projects.share_names(tx, project_id, shared=changes.shared_names)
    if changes.retention_days is not msgspec.UNSET:
        days = rules.check_retention(changes.retention_days)
        if days != projects.retention(tx, project_id):
            noted["retention_days"] = "none" if days is None else str(days)
        projects.set_retention(tx, project_id, days)
    if changes.quota_bytes is not msgspec.UNSET:
        if not access.actor.is_admin:
            raise PermissionDenied("You may not change the project's quota: it takes an administrator.")
        if changes.quota_bytes != projects.usage(tx, project_id).quota:
            noted["quota_bytes"] = "none" if changes.quota_bytes is None else str(changes.quota_bytes)
        projects.set_quota(tx, project_id, changes.quota_bytes)
    if noted:
        audit.record(tx, access, Action.CHANGE_PROJECT_SETTINGS, path, **noted)


def _current(tx: Transaction, access: Access) -> Project:
    """Return the project as it is now; the guard may have seen an older state of it."""
    project = projects.by_id(tx, access.project.id)
    if project is None:
        raise NotFound("Project not found.")
    return project


def _renamed(tx: Transaction, project: Project, slug: str) -> str:
    path = below(project.path.rpartition("/")[0], slug)
    if path != project.path:
        split_path(path)
        if "/" in slug:
            raise InvalidParameter("'path' is the last part of the project's path alone. Transfer it to another group.")
        check_free(tx, path, project_id=project.id)
    return path
