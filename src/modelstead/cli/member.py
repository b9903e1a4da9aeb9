"""modelstead member."""

from typing import Any

import click

from modelstead.cli.options import STORE, with_settings
from modelstead.cli.options import as_json as json_option
from modelstead.cli.printing import show, show_all
from modelstead.cli.store import opened
from modelstead.domain.access_token import expiry_date
from modelstead.domain.member import Member
from modelstead.domain.role import Role, role
from modelstead.services import members, operating, users
from modelstead.settings import Settings
from modelstead.store.member_search import WantedMembers
from modelstead.store.transaction import Transaction

EVERY = 1_000_000

_place = click.argument("path", metavar="GROUP[/NAME]")
_role = click.argument("role_name", metavar="ROLE", type=click.Choice([each.label for each in Role]))


@click.group()
def command() -> None:
    """Give users roles in projects and groups. A role in a group counts in all that is below it."""


@command.command()
@_place
@click.argument("user")
@_role
@click.option("--expires", metavar="YYYY-MM-DD", help="The day at whose beginning, UTC, it ends. [default: never]")
@json_option
@with_settings(*STORE)
def add(configured: Settings, path: str, user: str, role_name: str, expires: str | None, *, as_json: bool) -> None:
    """Make a user a member of a project or group, or change their role."""
    with opened(configured) as (database, _):
        member = database.write_now(_add, path, user, role(role_name), expires)
    show(_record(path, member), as_json=as_json)


@command.command("list")
@_place
@click.option("--all", "inherited", is_flag=True, help="Those of the groups above too.")
@json_option
@with_settings(*STORE)
def list_(configured: Settings, path: str, *, inherited: bool, as_json: bool) -> None:
    """List the members of a project or group."""

    def read(tx: Transaction) -> list[Member]:
        wanted = WantedMembers(inherited=inherited, limit=EVERY)
        return members.page(tx, operating.at(tx, path), wanted)[0]

    with opened(configured) as (database, _):
        found = database.read_now(read)
    records = [_record(path, each) for each in found]
    show_all(records, as_json=as_json, empty=f"No members. Add one: modelstead member add {path} USER ROLE")


@command.command("show")
@_place
@click.argument("user")
@json_option
@with_settings(*STORE)
def show_(configured: Settings, path: str, user: str, *, as_json: bool) -> None:
    """Show a user's highest role in a project or group, by itself or by a group above."""

    def read(tx: Transaction) -> Member:
        return members.get(tx, operating.at(tx, path), users.get(tx, user).id, inherited=True)

    with opened(configured) as (database, _):
        member = database.read_now(read)
    show(_record(path, member), as_json=as_json)


@command.command()
@_place
@click.argument("user")
@click.option("--role", "role_name", type=click.Choice([each.label for each in Role]), help="The new role.")
@click.option("--expires", metavar="YYYY-MM-DD|never", help="The day at whose beginning, UTC, it ends.")
@json_option
@with_settings(*STORE)
def update(
    configured: Settings, path: str, user: str, role_name: str | None, expires: str | None, *, as_json: bool
) -> None:
    """Change a member's role, or when it ends."""

    def change(tx: Transaction) -> Member:
        wanted = None if role_name is None else role(role_name)
        ends = None if expires == "never" else expires
        place, user_id = operating.at(tx, path), users.get(tx, user).id
        return members.change(tx, place, user_id, wanted, expires=ends, ends=expires is not None)

    with opened(configured) as (database, _):
        member = database.write_now(change)
    show(_record(path, member), as_json=as_json)


@command.command()
@_place
@click.argument("user")
@json_option
@with_settings(*STORE)
def delete(configured: Settings, path: str, user: str, *, as_json: bool) -> None:
    """End a user's membership; that of a group with those in all that is below it."""

    def remove(tx: Transaction) -> None:
        members.remove(tx, operating.at(tx, path), users.get(tx, user).id)

    with opened(configured) as (database, _):
        database.write_now(remove)
    show({"path": path, "username": user, "role": None}, as_json=as_json)


def _add(tx: Transaction, path: str, username: str, given: Role, expires: str | None) -> Member:
    place, user = operating.at(tx, path), users.get(tx, username)
    if members.is_member(tx, place, user.id):
        return members.change(tx, place, user.id, given, expires=expires, ends=expires is not None)
    return members.add(tx, place, user, given, expires)


def _record(path: str, member: Member) -> dict[str, Any]:
    return {
        "path": path,
        "username": member.username,
        "role": member.role.label,
        "expires_at": None if member.expires_at is None else expiry_date(member.expires_at),
    }
