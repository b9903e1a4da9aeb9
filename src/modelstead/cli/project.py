"""modelstead project."""

from typing import Any

import click
import msgspec

from modelstead.cli.asking import confirm
from modelstead.cli.options import STORE, visibility_option, with_settings
from modelstead.cli.options import as_json as json_option
from modelstead.cli.printing import show, show_all
from modelstead.cli.store import opened
from modelstead.domain.actor import OPERATOR
from modelstead.domain.project import Project, ProjectRecord, Visibility
from modelstead.domain.quota import Usage, parse_quota
from modelstead.services import bootstrap, operating, places, project_changes, projects, users
from modelstead.services.project_changes import ProjectChanges
from modelstead.settings import Settings, tracking_uri
from modelstead.store.database import Database
from modelstead.store.transaction import Transaction

_path = click.argument("path", metavar="GROUP/NAME")


@click.group()
def command() -> None:
    """Create, list, change and delete projects, and limit what they keep."""


@command.command()
@_path
@visibility_option(Visibility.PRIVATE)
@click.option("--owner", metavar="USER", help="Who is to own it, and a group that is made for it.")
@json_option
@with_settings(*STORE, "base_url")
def create(configured: Settings, path: str, visibility: str, owner: str | None, *, as_json: bool) -> None:
    """Create a project, and its groups where they are missing."""

    def make(tx: Transaction) -> Project:
        person = None if owner is None else users.get(tx, owner)
        return projects.create(tx, path, Visibility(visibility), owner=person)

    with opened(configured) as (database, _):
        project = database.write_now(make)
        url = _url(configured, database)
    show(_record(url, project), as_json=as_json)


@command.command("list")
@json_option
@with_settings(*STORE, "base_url")
def list_(configured: Settings, *, as_json: bool) -> None:
    """List every project."""
    with opened(configured) as (database, _):
        found = database.read_now(projects.every)
        usages = database.read_now(projects.usages)
        url = _url(configured, database)
    records = [_record(url, project) | _storage(usages[project.id]) for project in found if project.id in usages]
    show_all(records, as_json=as_json, empty="No projects yet. Create one: modelstead project create GROUP/NAME")


@command.command("show")
@_path
@json_option
@with_settings(*STORE, "base_url")
def show_(configured: Settings, path: str, *, as_json: bool) -> None:
    """Show a project with its settings."""
    with opened(configured) as (database, _):
        record = database.read_now(_read, path)
        url = _url(configured, database)
    show(_full(url, record), as_json=as_json)


@command.command()
@_path
@click.option("--path", "slug", metavar="NAME", help="The last part of its path.")
@click.option("--name", help="What people read.")
@click.option("--description", help="What it is for.")
@visibility_option(None)
@click.option("--retention-days", metavar="DAYS|none", help="After how many days its trash is purged by itself.")
@json_option
@with_settings(*STORE, "base_url")
def update(
    configured: Settings,
    path: str,
    slug: str | None,
    name: str | None,
    description: str | None,
    visibility: str | None,
    retention_days: str | None,
    *,
    as_json: bool,
) -> None:
    """Change a project."""
    changes = ProjectChanges(
        slug=slug,
        name=name,
        description=description,
        visibility=None if visibility is None else Visibility(visibility),
        retention_days=msgspec.UNSET if retention_days is None else _days(retention_days),
    )

    def change(tx: Transaction) -> ProjectRecord:
        access = operating.in_project(tx, path)
        project_changes.update(tx, access, changes)
        return places.project(tx, access.actor, access.project.id)

    with opened(configured) as (database, _):
        record = database.write_now(change)
        url = _url(configured, database)
    show(_full(url, record), as_json=as_json)


@command.command()
@_path
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


@command.command()
@_path
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


@command.command()
@_path
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


@command.command()
@_path
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
    show({"id": project.id, "path": project.path} | _storage(usage), as_json=as_json)


@command.command()
@_path
@click.argument("shared", metavar="yes|no", type=click.BOOL)
@json_option
@with_settings(*STORE)
def share_names(configured: Settings, path: str, *, shared: bool, as_json: bool) -> None:
    """Allow, or forbid, that a registered model has the name of an experiment, as on MLflow's own server.

    It is forbidden unless allowed, as on GitLab. Models that have such a name keep it.
    """
    with opened(configured) as (database, _):
        project = database.read_now(projects.get, path)
        database.write_now(projects.share_names, project, shared=shared)
    show({"id": project.id, "path": project.path, "shared_names": shared}, as_json=as_json)


def _url(configured: Settings, database: Database) -> str:
    """Return the server's address: as set, or where it was last started."""
    return configured.base_url or database.read_now(bootstrap.noted_url) or configured.url


def _record(url: str, project: Project) -> dict[str, Any]:
    return {
        "id": project.id,
        "path": project.path,
        "visibility": project.visibility.value,
        "tracking_uri": tracking_uri(url, project.id),
    }


def _storage(usage: Usage) -> dict[str, Any]:
    return {"used_bytes": usage.used, "quota_bytes": usage.quota}


def _full(url: str, record: ProjectRecord) -> dict[str, Any]:
    project = record.project
    return (
        _record(url, project)
        | {
            "name": project.name,
            "description": project.description,
            "archived": project.archived_at is not None,
            "retention_days": record.retention_days,
            "shared_names": record.shared_names,
        }
        | _storage(record.usage)
    )


def _read(tx: Transaction, path: str) -> ProjectRecord:
    return places.project(tx, OPERATOR.actor, projects.get(tx, path).id)


def _days(text: str) -> int | None:
    """Return a number of days as typed, None for "none"."""
    if text.lower() == "none":
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 10):  # noqa: PLR2004 - which is checked later
        raise click.BadParameter("It is a number of days, or none.", param_hint="--retention-days")
    return int(text)
