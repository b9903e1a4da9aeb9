"""modelstead member."""

import click

from modelstead.cli.options import STORE, with_settings
from modelstead.cli.options import as_json as json_option
from modelstead.cli.printing import show
from modelstead.cli.store import opened
from modelstead.domain.role import Role, role
from modelstead.services import projects, users
from modelstead.settings import Settings
from modelstead.store.transaction import Transaction


@click.group()
def command() -> None:
    """Give users roles in projects."""


@command.command()
@click.argument("path", metavar="GROUP/NAME")
@click.argument("user")
@click.argument("role_name", metavar="ROLE", type=click.Choice([each.label for each in Role]))
@json_option
@with_settings(*STORE)
def add(configured: Settings, path: str, user: str, role_name: str, *, as_json: bool) -> None:
    """Make a user a member of a project, or change their role."""
    with opened(configured) as (database, _):
        database.write_now(_add, path, user, role(role_name))
    show({"project": path, "username": user, "role": role_name}, as_json=as_json)


def _add(tx: Transaction, path: str, user: str, given: Role) -> None:
    projects.set_member(tx, projects.get(tx, path), users.get(tx, user), given)
