"""modelstead project."""

from typing import Any

import click

from modelstead.cli.options import STORE, with_settings
from modelstead.cli.options import as_json as json_option
from modelstead.cli.printing import show, show_all
from modelstead.cli.store import opened
from modelstead.domain.project import Project, Visibility
from modelstead.services import projects
from modelstead.settings import Settings

ADDRESS = ("host", "port", "base_url")


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
@with_settings(*STORE, *ADDRESS)
def create(configured: Settings, path: str, visibility: str, *, as_json: bool) -> None:
    """Create a project, and its groups where they are missing."""
    with opened(configured) as (database, _):
        project = database.write_now(projects.create, path, Visibility(visibility))
    show(_record(configured, project), as_json=as_json)


@command.command("list")
@json_option
@with_settings(*STORE, *ADDRESS)
def list_(configured: Settings, *, as_json: bool) -> None:
    """List every project."""
    with opened(configured) as (database, _):
        found = database.read_now(projects.every)
    records = [_record(configured, project) for project in found]
    show_all(records, as_json=as_json, empty="No projects yet. Create one: modelstead project create GROUP/NAME")


def _record(configured: Settings, project: Project) -> dict[str, Any]:
    return {
        "id": project.id,
        "path": project.path,
        "visibility": project.visibility.value,
        "tracking_uri": configured.tracking_uri(project.id),
    }
