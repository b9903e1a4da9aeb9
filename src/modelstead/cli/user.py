"""modelstead user."""

import sys
from typing import Any

import click

from modelstead.cli.options import STORE, with_settings
from modelstead.cli.options import as_json as json_option
from modelstead.cli.printing import show, show_all
from modelstead.cli.store import opened
from modelstead.domain.user import User
from modelstead.services import users
from modelstead.settings import Settings


@click.group()
def command() -> None:
    """Create and list users."""


@command.command()
@click.argument("name")
@click.option("--email", help="Email address.")
@click.option("--admin", is_flag=True, help="May do everything everywhere.")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
@json_option
@with_settings(*STORE)
def create(
    configured: Settings, name: str, email: str | None, *, admin: bool, password_stdin: bool, as_json: bool
) -> None:
    """Create a user. Without a password they act by access token only."""
    password = sys.stdin.readline().rstrip("\n") if password_stdin else None
    with opened(configured) as (database, _):
        user = database.write_now(users.create, name, email=email, is_admin=admin, password=password)
    show(_record(user), as_json=as_json)


@command.command("list")
@json_option
@with_settings(*STORE)
def list_(configured: Settings, *, as_json: bool) -> None:
    """List every user and bot."""
    with opened(configured) as (database, _):
        found = database.read_now(users.every)
    show_all([_record(user) for user in found], as_json=as_json, empty="No users yet.")


def _record(user: User) -> dict[str, Any]:
    return {
        "id": user.id,
        "username": user.username,
        "email": user.email,
        "kind": user.kind.value,
        "admin": user.is_admin,
        "active": user.is_active,
    }
