"""modelstead project: what changes where a project is, whether it can change, and what it may keep."""

from typing import Any

import click

from modelstead.cli.asking import confirm
from modelstead.cli.options import STORE, project_path, with_settings
from modelstead.cli.options import as_json as json_option
from modelstead.cli.printing import show
from modelstead.cli.store import opened
from modelstead.domain.project import Project
from modelstead.domain.quota import Usage, parse_quota
from modelstead.services import operating, places, project_changes, projects, restoring
from modelstead.services.project_changes import ProjectChanges
from modelstead.settings import Settings
from modelstead.store.transaction import Transaction


@click.command()
@project_path
@click.argument("archived", metavar="yes|no", type=click.BOOL)
@json_option
@with_settings(*STORE)
def archive(configured: Settings, path: str, *, archived: bool, as_json: bool) -> None:
    """Put a project in the archive, where it can be read and nothing in it can change, or take it out."""

    def change(tx: Transaction) -> None:
        project_changes.archive(tx, operating.in_project(tx, path), archived=archived)

    with opened(configured) as (database, _):
        database.write_now(change)
    show({"path": path, "archived": archived}, as_json=as_json)


@click.command()
@project_path
@click.argument("group", metavar="GROUP")
@json_option
@with_settings(*STORE)
def transfer(configured: Settings, path: str, group: str, *, as_json: bool) -> None:
    """Move a project to another group, whose members become its members."""

    def change(tx: Transaction) -> Project:
        access = operating.in_project(tx, path)
        project_changes.transfer(tx, access, group)
        return places.project(tx, access.actor, access.project.id).project

    with opened(configured) as (database, _):
        project = database.write_now(change)
    show({"id": project.id, "path": project.path}, as_json=as_json)


@click.command()
@project_path
@click.option("--yes", is_flag=True, help="Do not ask, as on a terminal it does.")
@json_option
@with_settings(*STORE)
def delete(configured: Settings, path: str, *, yes: bool, as_json: bool) -> None:
    """Put a project in the trash with all that is in it. Its path is free at once."""
    with opened(configured) as (database, _):
        access = database.read_now(operating.in_project, path)
        confirm(f"Delete the project {path} with all that is in it?", yes=yes)
        database.write_now(project_changes.delete, access)
    show({"id": access.project.id, "path": path, "deleted": True}, as_json=as_json)


@click.command()
@click.argument("project_id", metavar="ID", type=int)
@json_option
@with_settings(*STORE)
def restore(configured: Settings, project_id: int, *, as_json: bool) -> None:
    """Take a project out of the trash, by its number. Its path has to be free."""
    with opened(configured) as (database, _):
        project = database.write_now(restoring.restore_project, project_id)
    show({"id": project.id, "path": project.path, "deleted": False}, as_json=as_json)


@click.command()
@project_path
@click.argument("quota", metavar="BYTES|none")
@json_option
@with_settings(*STORE)
def set_quota(configured: Settings, path: str, quota: str, *, as_json: bool) -> None:
    """Set how many bytes of artifacts a project may keep, or none for any number.

    What the project has stays, even if that is more. Equal files count once. A deleted file counts until the server has
    removed its bytes, an hour or more later.
    """
    wanted = parse_quota(quota)
    with opened(configured) as (database, _):
        project = database.read_now(projects.get, path)
        usage = database.write_now(projects.set_quota, project, wanted)
    show({"id": project.id, "path": project.path} | storage(usage), as_json=as_json)


@click.command()
@project_path
@click.argument("shared", metavar="yes|no", type=click.BOOL)
@json_option
@with_settings(*STORE)
def share_names(configured: Settings, path: str, *, shared: bool, as_json: bool) -> None:
    """Allow, or forbid, that a registered model has the name of an experiment, as on MLflow's own server.

    It is forbidden unless allowed, as on GitLab. Models that have such a name keep it.
    """

    def change(tx: Transaction) -> Project:
        access = operating.in_project(tx, path)
        project_changes.update(tx, access, ProjectChanges(shared_names=shared))
        return access.project

    with opened(configured) as (database, _):
        project = database.write_now(change)
    show({"id": project.id, "path": project.path, "shared_names": shared}, as_json=as_json)


def storage(usage: Usage) -> dict[str, Any]:
    return {"used_bytes": usage.used, "quota_bytes": usage.quota}


COMMANDS = (archive, transfer, delete, restore, set_quota, share_names)
