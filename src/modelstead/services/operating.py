"""The standing of whoever runs commands beside the server: that of an administrator, everywhere."""

from modelstead.domain.actor import OPERATOR, Access, GroupAccess
from modelstead.domain.role import Role
from modelstead.errors import NotFound
from modelstead.services import groups, projects
from modelstead.store import groups as group_rows
from modelstead.store import projects as project_rows
from modelstead.store import webhook_deliveries, webhooks
from modelstead.store.transaction import Transaction


def in_project(tx: Transaction, path: str) -> Access:
    return Access(OPERATOR.actor, projects.get(tx, path), Role.OWNER)


def in_group(tx: Transaction, path: str) -> GroupAccess:
    return GroupAccess(OPERATOR.actor, groups.get(tx, path), Role.OWNER)


def at(tx: Transaction, path: str) -> Access | GroupAccess:
    """Return the standing in the project, or else the group, of that path."""
    project = project_rows.by_path(tx, path)
    if project is not None:
        return Access(OPERATOR.actor, project, Role.OWNER)
    group = group_rows.by_path(tx, path)
    if group is not None:
        return GroupAccess(OPERATOR.actor, group, Role.OWNER)
    raise NotFound(f"There is no project or group '{path}'.")


def of_webhook(tx: Transaction, webhook_id: str) -> Access:
    """Return the standing in the project that a webhook is in, whichever that is."""
    found = webhooks.by_id(tx, webhook_id)
    if found is None:
        raise NotFound(f"There is no webhook {webhook_id}. List them: modelstead webhook list")
    return _of_project(tx, found.project_id)


def of_delivery(tx: Transaction, delivery_id: str) -> Access:
    """Return the standing in the project that a delivery is of."""
    project_id = webhook_deliveries.project_of(tx, delivery_id)
    if project_id is None:
        raise NotFound(f"There is no delivery {delivery_id}.")
    return _of_project(tx, project_id)


def _of_project(tx: Transaction, project_id: int) -> Access:
    project = project_rows.by_id(tx, project_id)
    if project is None:
        raise NotFound(f"The project {project_id} is in the trash. Restore it first.")
    return Access(OPERATOR.actor, project, Role.OWNER)
