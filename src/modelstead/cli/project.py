"""modelstead project."""

from typing import Any

import click
import msgspec

from modelstead.cli.options import STORE, project_path, visibility_option, with_settings
from modelstead.cli.options import as_json as json_option
from modelstead.cli.printing import show, show_all
from modelstead.cli.project_moves import COMMANDS, storage
from modelstead.cli.store import opened
from modelstead.domain.actor import OPERATOR
from modelstead.domain.project import Project, ProjectRecord, Visibility
from modelstead.services import bootstrap, operating, places, project_changes, projects, users
from modelstead.services.project_changes import ProjectChanges
from modelstead.settings import Settings, tracking_uri
from modelstead.store.database import Database
from modelstead.store.transaction import Transaction


@click.group()
def command() -> None:
    """Create, list, change and delete projects, and limit what they keep."""


@command.command()
@project_path
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
    records = [_record(url, project) | storage(usages[project.id]) for project in found if project.id in usages]
    show_all(records, as_json=as_json, empty="No projects yet. Create one: modelstead project create GROUP/NAME")


@command.command("show")
@project_path
@json_option
@with_settings(*STORE, "base_url")
def show_(configured: Settings, path: str, *, as_json: bool) -> None:
    """Show a project with its settings."""
    with opened(configured) as (database, _):
        record = database.read_now(_read, path)
        url = _url(configured, database)
    show(_full(url, record), as_json=as_json)


@command.command()
@project_path
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
        | storage(record.usage)
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


for each in COMMANDS:
    command.add_command(each)
