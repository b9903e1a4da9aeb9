"""modelstead token."""

import click

from modelstead import clock
from modelstead.cli.options import STORE, with_settings
from modelstead.cli.options import as_json as json_option
from modelstead.cli.printing import show, show_all
from modelstead.cli.store import opened
from modelstead.domain.access_token import AccessToken, expiry_date, scopes
from modelstead.domain.permission import Scope
from modelstead.domain.role import Role, role
from modelstead.services import access_tokens, projects, users
from modelstead.services.access_tokens import NewToken, Secrets
from modelstead.settings import Settings
from modelstead.store.transaction import Transaction


@click.group()
def command() -> None:
    """Create, list and revoke access tokens."""


@command.command()
@click.option("--user", "username", metavar="NAME", help="The user who will act by the token.")
@click.option(
    "--project", "path", metavar="GROUP/NAME", help="Make a project's token instead: a bot with a role there."
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
@json_option
@with_settings(*STORE)
def create(
    configured: Settings,
    username: str | None,
    path: str | None,
    role_name: str | None,
    scope_names: tuple[str, ...],
    expires: str | None,
    name: str,
    *,
    as_json: bool,
) -> None:
    """Create an access token. It is shown this once."""
    if (username is None) == (path is None):
        raise click.UsageError("Give either --user NAME or --project GROUP/NAME.")
    if (path is None) != (role_name is None):
        raise click.UsageError("--project and --role go together.")

    def make(tx: Transaction, made_with: Secrets) -> NewToken:
        wanted = scopes(scope_names)
        if username is not None:
            user = users.get(tx, username)
            return access_tokens.create(tx, made_with, user, name=name, scopes=wanted, expires=expires)
        project = projects.get(tx, path or "")
        bot_role = role(role_name or "")
        return access_tokens.create_for_project(
            tx, made_with, project, bot_role, name=name, scopes=wanted, expires=expires
        )

    with opened(configured) as (database, made_with):
        token = database.write_now(make, made_with)
    record = {"token": token.secret, "id": token.id, "expires_at": expiry_date(token.expires_at)}
    show(record, as_json=as_json)


@command.command("list")
@json_option
@with_settings(*STORE)
def list_(configured: Settings, *, as_json: bool) -> None:
    """List every access token, never their secrets."""
    with opened(configured) as (database, _):
        found = database.read_now(access_tokens.every)
    records = [_record(token) for token in found]
    show_all(records, as_json=as_json, empty="No tokens yet. Create one: modelstead token create --user NAME")


@command.command()
@click.argument("token_id", metavar="ID", type=int)
@json_option
@with_settings(*STORE)
def revoke(configured: Settings, token_id: int, *, as_json: bool) -> None:
    """End a token. A running server refuses it within 5 seconds."""
    with opened(configured) as (database, _):
        token = database.write_now(access_tokens.revoke, token_id)
    show(_record(token), as_json=as_json)


def _record(token: AccessToken) -> dict[str, object]:
    return {
        "id": token.id,
        "username": token.username,
        "name": token.name,
        "scopes": sorted(scope.value for scope in token.scopes),
        "expires_at": expiry_date(token.expires_at),
        "active": token.is_active(clock.now_ms()),
    }
