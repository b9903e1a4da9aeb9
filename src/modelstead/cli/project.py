"""modelstead project."""

from typing import Any

import click

from modelstead.cli.options import STORE, with_settings
from modelstead.cli.options import as_json as json_option
from modelstead.cli.printing import show, show_all
from modelstead.cli.store import opened
from modelstead.domain.project import Project, Visibility
from modelstead.domain.quota import Usage, parse_quota
from modelstead.services import bootstrap, projects
from modelstead.settings import Settings, tracking_uri
from modelstead.store.database import Database


@click.group()
def command() -> None:
    """Create and list projects, and limit what they keep."""


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
        usages = database.read_now(projects.usages)
        url = _url(configured, database)
    records = [_record(url, project) | _storage(usages[project.id]) for project in found if project.id in usages]
    show_all(records, as_json=as_json, empty="No projects yet. Create one: modelstead project create GROUP/NAME")


@command.command()
@click.argument("path", metavar="GROUP/NAME")
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
@click.argument("path", metavar="GROUP/NAME")
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
