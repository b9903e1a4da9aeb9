"""modelstead group."""

from typing import Any

import click

from modelstead.cli.asking import confirm
from modelstead.cli.options import STORE, visibility_option, with_settings
from modelstead.cli.options import as_json as json_option
from modelstead.cli.printing import show, show_all
from modelstead.cli.store import opened
from modelstead.domain.actor import OPERATOR
from modelstead.domain.group import Group
from modelstead.domain.project import Visibility
from modelstead.services import groups, operating, places, restoring, users
from modelstead.services.groups import GroupChanges, NewGroup
from modelstead.settings import Settings
from modelstead.store.group_search import GroupOrder, WantedGroups
from modelstead.store.transaction import Transaction

EVERY = 1_000_000


@click.group()
def command() -> None:
    """Create, list, change and delete groups, which projects are in."""


@command.command()
@click.argument("path", metavar="GROUP")
@click.option("--name", help="What people read. [default: the last part of the path]")
@click.option("--description", default="", help="What it is for.")
@visibility_option(Visibility.PRIVATE)
@click.option("--owner", metavar="USER", help="Who is to own it.")
@json_option
@with_settings(*STORE)
def create(
    configured: Settings,
    path: str,
    name: str | None,
    description: str,
    visibility: str,
    owner: str | None,
    *,
    as_json: bool,
) -> None:
    """Create a group. One that is below another is GROUP/SUBGROUP, and the other has to be there."""
    parent, _, slug = path.rpartition("/")
    wanted = NewGroup(slug=slug, name=name or slug, description=description, visibility=Visibility(visibility))

    def make(tx: Transaction) -> Group:
        person = None if owner is None else users.get(tx, owner)
        return groups.create(tx, OPERATOR, parent or None, wanted, owner=person)

    with opened(configured) as (database, _):
        made = database.write_now(make)
    show(_record(made), as_json=as_json)


@command.command("list")
@click.option("--search", metavar="TEXT", default="", help="Those whose name or path holds a text.")
@json_option
@with_settings(*STORE)
def list_(configured: Settings, search: str, *, as_json: bool) -> None:
    """List groups."""
    wanted = WantedGroups(search=search, order=GroupOrder.PATH, limit=EVERY)
    with opened(configured) as (database, _):
        found, _ = database.read_now(places.groups_page, OPERATOR.actor, wanted)
    records = [_record(each.group) for each in found]
    show_all(records, as_json=as_json, empty="No groups yet. Create one: modelstead group create GROUP")


@command.command("show")
@click.argument("path", metavar="GROUP")
@json_option
@with_settings(*STORE)
def show_(configured: Settings, path: str, *, as_json: bool) -> None:
    """Show a group."""
    with opened(configured) as (database, _):
        found = database.read_now(groups.get, path)
    show(_record(found), as_json=as_json)


@command.command()
@click.argument("path", metavar="GROUP")
@click.option("--path", "slug", metavar="NAME", help="The last part of its path; all paths below change with it.")
@click.option("--name", help="What people read.")
@click.option("--description", help="What it is for.")
@visibility_option(None)
@json_option
@with_settings(*STORE)
def update(
    configured: Settings,
    path: str,
    slug: str | None,
    name: str | None,
    description: str | None,
    visibility: str | None,
    *,
    as_json: bool,
) -> None:
    """Change a group."""
    changes = GroupChanges(
        slug=slug,
        name=name,
        description=description,
        visibility=None if visibility is None else Visibility(visibility),
    )

    def change(tx: Transaction) -> Group:
        access = operating.in_group(tx, path)
        groups.update(tx, access, changes)
        return places.group(tx, access.actor, access.group.id).group

    with opened(configured) as (database, _):
        changed = database.write_now(change)
    show(_record(changed), as_json=as_json)


@command.command()
@click.argument("path", metavar="GROUP")
@click.option("--yes", is_flag=True, help="Do not ask, as on a terminal it does.")
@json_option
@with_settings(*STORE)
def delete(configured: Settings, path: str, *, yes: bool, as_json: bool) -> None:
    """Put a group in the trash with all that is below it. Their paths are free at once."""
    with opened(configured) as (database, _):
        access = database.read_now(operating.in_group, path)
        confirm(f"Delete the group {path} with all projects below it?", yes=yes)
        database.write_now(groups.delete, access)
    show({"id": access.group.id, "path": path, "deleted": True}, as_json=as_json)


@command.command()
@click.argument("group_id", metavar="ID", type=int)
@json_option
@with_settings(*STORE)
def restore(configured: Settings, group_id: int, *, as_json: bool) -> None:
    """Take a group out of the trash, by its number, with all that went there with it. Its path has to be free."""
    with opened(configured) as (database, _):
        restored = database.write_now(restoring.restore_group, group_id)
    show(_record(restored), as_json=as_json)


def _record(group: Group) -> dict[str, Any]:
    return {
        "id": group.id,
        "path": group.path,
        "name": group.name,
        "description": group.description,
        "visibility": group.visibility.value,
    }
