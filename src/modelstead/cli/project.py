"""modelstead project."""

from typing import Any

import click

from modelstead.cli.options import STORE, with_settings
from modelstead.cli.options import as_json as json_option
from modelstead.cli.printing import show, show_all
from modelstead.cli.store import opened
from modelstead.domain.project import Project, Visibility
from modelstead.services import bootstrap, projects
from modelstead.settings import Settings, tracking_uri
from modelstead.store.database import Database


@click.group()
def command() -> None:
    """Create and list projects."""


@command.command()
@click.argument("path", metavar="GROUP/NAME")
@click.option(
    "--visibility",
    type=click.Choice([each.value for each in Visibility]),
    default=Visibility.PRIVATE.value,
    show_default=True,
    help="Who sees it: its members, everyone with an account, everyone.",
)
@json_option
@with_settings(*STORE, "base_url")
def create(configured: Settings, path: str, visibility: str, *, as_json: bool) -> None:
    """Create a project, and its groups where they are missing."""
    with opened(configured) as (database, _):
        project = database.write_now(projects.create, path, Visibility(visibility))
        url = _url(configured, database)
    show(_record(url, project), as_json=as_json)


@command.command("list")
@json_option
@with_settings(*STORE, "base_url")
def list_(configured: Settings, *, as_json: bool) -> None:
    """List every project."""
    with opened(configured) as (database, _):
        found = database.read_now(projects.every)
        url = _url(configured, database)
    records = [_record(url, project) for project in found]
    show_all(records, as_json=as_json, empty="No projects yet. Create one: modelstead project create GROUP/NAME")


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
