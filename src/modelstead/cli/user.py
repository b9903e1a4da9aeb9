"""modelstead user."""

import sys
from typing import Any

import click

from modelstead.cli.options import STORE, with_settings
from modelstead.cli.options import as_json as json_option
from modelstead.cli.printing import show, show_all
from modelstead.cli.store import opened
from modelstead.domain.user import User, UserState
from modelstead.services import bootstrap, users
from modelstead.services.users import Change
from modelstead.settings import Settings
from modelstead.store.transaction import Transaction
from modelstead.store.users import Order, Wanted


@click.group()
def command() -> None:
    """Create, list, change, block and delete users."""


@command.command()
@click.argument("username", metavar="NAME")
@click.option("--name", help="What others read. [default: the username]")
@click.option("--email", help="Email address.")
@click.option("--admin", is_flag=True, help="May do everything everywhere.")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
@json_option
@with_settings(*STORE)
def create(
    configured: Settings,
    username: str,
    name: str | None,
    email: str | None,
    *,
    admin: bool,
    password_stdin: bool,
    as_json: bool,
) -> None:
    """Create a user. Without a password they act by access token only."""
    password = _typed() if password_stdin else None
    with opened(configured) as (database, _):
        user = database.write_now(users.create, username, name=name, email=email, is_admin=admin, password=password)
    show(_record(user), as_json=as_json)


@command.command("list")
@click.option("--search", metavar="TEXT", default="", help="Those whose username, name or address holds a text.")
@click.option("--state", type=click.Choice([each.value for each in UserState]), help="Those in one state.")
@click.option("--humans", is_flag=True, help="Without the bots of access tokens.")
@json_option
@with_settings(*STORE)
def list_(configured: Settings, search: str, state: str | None, *, humans: bool, as_json: bool) -> None:
    """List users and bots."""
    wanted = Wanted(
        search=search,
        with_emails=True,
        state=None if state is None else UserState(state),
        is_human=humans or None,
        order=Order.ID,
        descending=False,
    )
    with opened(configured) as (database, _):
        found, _ = database.read_now(users.page, wanted)
    show_all([_record(user) for user in found], as_json=as_json, empty="No users yet.")


@command.command("show")
@click.argument("username", metavar="NAME")
@json_option
@with_settings(*STORE)
def show_(configured: Settings, username: str, *, as_json: bool) -> None:
    """Show a user."""
    with opened(configured) as (database, _):
        user = database.read_now(users.get, username)
    show(_record(user), as_json=as_json)


@command.command()
@click.argument("username", metavar="NAME")
@click.option("--username", "new_username", metavar="NEW", help="Another username.")
@click.option("--name", help="What others read.")
@click.option("--email", help="Email address.")
@click.option("--admin/--no-admin", default=None, help="May do everything everywhere, or may not.")
@click.option("--password-stdin", is_flag=True, help="Read a new password from standard input; it ends all sessions.")
@json_option
@with_settings(*STORE)
def update(
    configured: Settings,
    username: str,
    new_username: str | None,
    name: str | None,
    email: str | None,
    *,
    admin: bool | None,
    password_stdin: bool,
    as_json: bool,
) -> None:
    """Change a user; what is not named stays."""
    password_hash = users.hash_password(_typed()) if password_stdin else None
    change = Change(username=new_username, name=name, email=email, is_admin=admin, password_hash=password_hash)

    def work(tx: Transaction) -> User:
        return users.update(tx, users.get(tx, username), change)

    with opened(configured) as (database, _):
        user = database.write_now(work)
    show(_record(user), as_json=as_json)


@command.command()
@click.argument("username", metavar="NAME")
@json_option
@with_settings(*STORE)
def block(configured: Settings, username: str, *, as_json: bool) -> None:
    """Shut a user out: tokens are refused within 5 seconds, sessions end."""
    _set_state(configured, username, UserState.BLOCKED, None, as_json=as_json)


@command.command()
@click.argument("username", metavar="NAME")
@json_option
@with_settings(*STORE)
def unblock(configured: Settings, username: str, *, as_json: bool) -> None:
    """Let a blocked user in again; their tokens work as before."""
    _set_state(configured, username, UserState.ACTIVE, UserState.BLOCKED, as_json=as_json)


@command.command()
@click.argument("username", metavar="NAME")
@click.option("--yes", is_flag=True, help="Do not ask, as on a terminal it does.")
@json_option
@with_settings(*STORE)
def delete(configured: Settings, username: str, *, yes: bool, as_json: bool) -> None:
    """Delete a user for good: username, tokens, sessions and memberships. What they made stays, without their name."""
    with opened(configured) as (database, _):
        user = database.read_now(users.get, username)
        if not yes and sys.stdin.isatty():
            click.confirm(f"Delete {username} for good?", abort=True, err=True)
        database.write_now(users.delete, user)
    show({"id": user.id, "username": username, "deleted": True}, as_json=as_json)


@command.command()
@click.argument("username", metavar="NAME")
@json_option
@with_settings(*STORE, "base_url")
def setup_link(configured: Settings, username: str, *, as_json: bool) -> None:
    """Print a link by which a user sets their password, once. Links made before stop working."""

    def work(tx: Transaction, key: bytes) -> str:
        return users.setup_link(tx, key, users.get(tx, username))

    with opened(configured) as (database, made_with):
        secret = database.write_now(work, made_with.key)
        url = configured.base_url or database.read_now(bootstrap.noted_url) or configured.url
    show({"username": username, "setup_url": f"{url}/-/setup?secret={secret}"}, as_json=as_json)


def _set_state(
    configured: Settings, username: str, state: UserState, undoes: UserState | None, *, as_json: bool
) -> None:
    def work(tx: Transaction) -> User:
        return users.set_state(tx, users.get(tx, username), state, undoes=undoes)

    with opened(configured) as (database, _):
        user = database.write_now(work)
    show(_record(user), as_json=as_json)


def _typed() -> str:
    return sys.stdin.readline().rstrip("\n")


def _record(user: User) -> dict[str, Any]:
    return {
        "id": user.id,
        "username": user.username,
        "name": user.name,
        "email": user.email,
        "kind": user.kind.value,
        "admin": user.is_admin,
        "state": user.state.value,
    }
