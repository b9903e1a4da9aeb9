"""modelstead token."""

import datetime

import click

from modelstead import clock
from modelstead.cli.options import STORE, with_settings
from modelstead.cli.options import as_json as json_option
from modelstead.cli.printing import show, show_all
from modelstead.cli.store import opened
from modelstead.domain.access_token import AccessToken, expiry_date, scopes
from modelstead.domain.group import Group
from modelstead.domain.permission import Scope
from modelstead.domain.role import Role, role
from modelstead.errors import NotFound
from modelstead.services import access, access_tokens, projects, users
from modelstead.services.access_tokens import NewToken, Secrets, Wish
from modelstead.settings import Settings
from modelstead.store.access_tokens import Order, Wanted
from modelstead.store.transaction import Transaction


@click.group()
def command() -> None:
    """Create, list, rotate and revoke access tokens."""


@command.command()
@click.option("--user", "username", metavar="NAME", help="The user who will act by the token.")
@click.option(
    "--project", "path", metavar="GROUP/NAME", help="Make a project's token instead: a bot with a role there."
)
@click.option(
    "--group", "group_path", metavar="GROUP", help="Make a group's token instead: a bot with a role there and below."
)
@click.option("--role", "role_name", type=click.Choice([each.label for each in Role]), help="The bot's role.")
@click.option(
    "--scope",
    "scope_names",
    multiple=True,
    default=("api",),
    show_default=True,
    type=click.Choice([each.value for each in Scope]),
    help="What it is good for; may be repeated.",
)
@click.option("--expires", metavar="YYYY-MM-DD", help="The day at whose beginning, UTC, it ends. [default: in a year]")
@click.option("--name", default="command line", show_default=True, help="What it is for.")
@click.option("--description", default="", help="More about what it is for.")
@json_option
@with_settings(*STORE)
def create(
    configured: Settings,
    username: str | None,
    path: str | None,
    group_path: str | None,
    role_name: str | None,
    scope_names: tuple[str, ...],
    expires: str | None,
    name: str,
    description: str,
    *,
    as_json: bool,
) -> None:
    """Create an access token. It is shown this once."""
    if [username, path, group_path].count(None) != 2:  # noqa: PLR2004 - one of three is given
        raise click.UsageError("Give one of --user NAME, --project GROUP/NAME and --group GROUP.")
    if (username is None) != (role_name is not None):
        raise click.UsageError("A bot needs a role: --project or --group go together with --role.")
    wish = Wish(name=name, description=description, scopes=scopes(scope_names), expires=expires)
    given = None if role_name is None else role(role_name)

    def make(tx: Transaction, made_with: Secrets) -> NewToken:
        if given is None:
            user = users.get(tx, username or "")
            return access_tokens.create(tx, made_with, user, **wish)
        if path is not None:
            project = projects.get(tx, path)
            return access_tokens.create_for_project(tx, made_with, project, given, **wish)
        group = _group(tx, group_path or "")
        return access_tokens.create_for_group(tx, made_with, group, given, **wish)

    with opened(configured) as (database, made_with):
        token = database.write_now(make, made_with)
    _show_secret(token, as_json=as_json)


@command.command("list")
@click.option("--user", "username", metavar="NAME", help="Those of a user.")
@click.option("--project", "path", metavar="GROUP/NAME", help="Those of a project.")
@click.option("--group", "group_path", metavar="GROUP", help="Those of a group.")
@click.option("--search", metavar="TEXT", default="", help="Those whose name holds a text.")
@click.option("--active/--inactive", default=None, help="Those that are good, or those revoked or expired.")
@click.option(
    "--expires-before", metavar="YYYY-MM-DD", type=click.DateTime(["%Y-%m-%d"]), help="Those that end before a day."
)
@json_option
@with_settings(*STORE)
def list_(
    configured: Settings,
    username: str | None,
    path: str | None,
    group_path: str | None,
    search: str,
    active: bool | None,  # noqa: FBT001 - click passes it by name
    expires_before: datetime.datetime | None,
    *,
    as_json: bool,
) -> None:
    """List access tokens, never their secrets."""
    until = None if expires_before is None else int(expires_before.replace(tzinfo=datetime.UTC).timestamp() * 1000)

    def work(tx: Transaction) -> list[AccessToken]:
        wanted = Wanted(
            user_id=None if username is None else users.get(tx, username).id,
            project_id=None if path is None else projects.get(tx, path).id,
            group_id=None if group_path is None else _group(tx, group_path).id,
            search=search,
            is_active=active,
            expires=(None, until),
            order=Order.CREATED_ASC,
        )
        return access_tokens.page(tx, wanted)[0]

    with opened(configured) as (database, _):
        found = database.read_now(work)
    records = [_record(token) for token in found]
    show_all(records, as_json=as_json, empty="No tokens. Create one: modelstead token create --user NAME")


@command.command("show")
@click.argument("token_id", metavar="ID", type=int)
@json_option
@with_settings(*STORE)
def show_(configured: Settings, token_id: int, *, as_json: bool) -> None:
    """Show an access token, never its secret."""
    with opened(configured) as (database, _):
        token = database.read_now(access_tokens.get, token_id)
    show(_record(token), as_json=as_json)


@command.command()
@click.argument("token_id", metavar="ID", type=int)
@click.option(
    "--expires", metavar="YYYY-MM-DD", help="The day at whose beginning, UTC, the new one ends. [default: in 7 days]"
)
@json_option
@with_settings(*STORE)
def rotate(configured: Settings, token_id: int, expires: str | None, *, as_json: bool) -> None:
    """End a token and print another in its place. Whoever uses the old one ends the new one too."""
    with opened(configured) as (database, made_with):
        token = database.write_now(access_tokens.rotate, made_with, token_id, expires=expires)
    _show_secret(token, as_json=as_json)


@command.command()
@click.argument("token_id", metavar="ID", type=int)
@json_option
@with_settings(*STORE)
def revoke(configured: Settings, token_id: int, *, as_json: bool) -> None:
    """End a token. A running server refuses it within 5 seconds."""
    with opened(configured) as (database, _):
        token = database.write_now(access_tokens.revoke, token_id)
    show(_record(token), as_json=as_json)


def _group(tx: Transaction, path: str) -> Group:
    group = access.find_group(tx, path)
    if group is None:
        raise NotFound(f"There is no group '{path}'.")
    return group


def _show_secret(token: NewToken, *, as_json: bool) -> None:
    record = {"token": token.secret, "id": token.id, "expires_at": expiry_date(token.expires_at)}
    show(record, as_json=as_json)


def _record(token: AccessToken) -> dict[str, object]:
    last_used = None
    if token.last_used_at is not None:
        last_used = datetime.datetime.fromtimestamp(token.last_used_at / 1000, datetime.UTC).isoformat(
            timespec="seconds"
        )
    return {
        "id": token.id,
        "username": token.username,
        "name": token.name,
        "scopes": sorted(scope.value for scope in token.scopes),
        "expires_at": expiry_date(token.expires_at),
        "last_used_at": last_used,
        "active": token.is_active(clock.now_ms()),
    }
