"""modelstead audit."""

import datetime
import json
from collections.abc import Iterator
from typing import Any

import click

from modelstead import limits
from modelstead.cli.options import STORE, with_settings
from modelstead.cli.options import as_json as json_option
from modelstead.cli.printing import show_all
from modelstead.cli.store import opened
from modelstead.domain.actor import OPERATOR
from modelstead.domain.audit_event import Action, AuditEvent
from modelstead.services import audit, operating, users
from modelstead.settings import Settings
from modelstead.store.audit_events import Wanted
from modelstead.store.database import Database
from modelstead.store.transaction import Transaction

_MOMENT = click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S"])

_place = click.option("--in", "path", metavar="GROUP[/NAME]", help="Only what was done in a project or group.")
_user = click.option("--user", "username", metavar="NAME", help="Only what a user did.")
_action = click.option("--action", type=click.Choice([each.value for each in Action]), help="Only what is called so.")
_since = click.option("--since", type=_MOMENT, metavar="DATE[THH:MM:SS]", help="Only from then on, UTC.")
_until = click.option("--until", type=_MOMENT, metavar="DATE[THH:MM:SS]", help="Only before then, UTC.")


@click.group()
def command() -> None:
    """Show and export who did what: sign-ins, tokens, members, projects, models and the files of versions."""


@command.command("list")
@_place
@_user
@_action
@_since
@_until
@click.option("--limit", type=click.IntRange(1, 1_000), default=50, show_default=True, help="How many of the newest.")
@json_option
@with_settings(*STORE)
def list_(configured: Settings, path: str | None, *, limit: int, as_json: bool, **given: Any) -> None:
    """List events, the newest first."""

    def read(tx: Transaction) -> list[AuditEvent]:
        access = OPERATOR if path is None else operating.at(tx, path)
        return audit.page(tx, access, _wanted(tx, **given), limit=limit)[0]

    with opened(configured) as (database, _):
        found = database.read_now(read)
    show_all([each.record for each in found], as_json=as_json, empty="Nothing of that kind was done yet.")


@command.command()
@_place
@_user
@_action
@_since
@_until
@with_settings(*STORE)
def export(configured: Settings, path: str | None, **given: Any) -> None:
    """Write events as JSON lines, the oldest first."""
    with opened(configured) as (database, _):
        for event in _every(database, path, given):
            click.echo(json.dumps(event.record | {"details": event.details}))


def _every(database: Database, path: str | None, given: dict[str, Any]) -> Iterator[AuditEvent]:
    def read(tx: Transaction, after: int) -> list[AuditEvent]:
        access = OPERATOR if path is None else operating.at(tx, path)
        return audit.behind(tx, access, _wanted(tx, **given), after, limits.AUDIT_BATCH)

    after = 0
    while found := database.read_now(read, after):
        yield from found
        after = found[-1].id


def _wanted(
    tx: Transaction,
    *,
    username: str | None,
    action: str | None,
    since: datetime.datetime | None,
    until: datetime.datetime | None,
) -> Wanted:
    user_id = None if username is None else users.get(tx, username).id
    return Wanted(user_id=user_id, action=action, since=_ms(since), until=_ms(until))


def _ms(moment: datetime.datetime | None) -> int | None:
    return None if moment is None else int(moment.replace(tzinfo=datetime.UTC).timestamp() * 1000)
