"""modelstead ci-trust."""

import asyncio
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click
import msgspec

from modelstead import app
from modelstead.cli.options import STORE, project_path, with_settings
from modelstead.cli.options import as_json as json_option
from modelstead.cli.printing import show, show_all
from modelstead.cli.store import opened
from modelstead.domain.ci_identity import GITLAB_ISSUER
from modelstead.domain.ci_trust import ROLES, Check, Terms, TrustRule
from modelstead.domain.network_address import Allowed
from modelstead.domain.role import Role, role
from modelstead.services import bootstrap, ci_trust, operating
from modelstead.services.ci_tokens import CiTokens, Verdict
from modelstead.settings import Settings
from modelstead.store.database import Database
from modelstead.store.outgoing import Outgoing
from modelstead.store.transaction import Transaction


@click.group()
def command() -> None:
    """Say whose CI jobs a project lets in by their ID tokens, and find out why one is refused."""


@command.command("list")
@project_path
@json_option
@with_settings(*STORE)
def list_(configured: Settings, path: str, *, as_json: bool) -> None:
    """List a project's rules, in the order in which they are tried."""

    def read(tx: Transaction) -> list[TrustRule]:
        return ci_trust.listing(tx, operating.in_project(tx, path))

    with opened(configured) as (database, _):
        found = database.read_now(read)
    records = [_record(each) for each in found]
    show_all(records, as_json=as_json, empty=f"No rules. Add one: modelstead ci-trust add {path} PROJECT")


@command.command()
@project_path
@click.argument("ci_project", metavar="PROJECT")
@click.option("--name", help="What the rule is called.  [default: PROJECT]")
@click.option("--issuer", default=GITLAB_ISSUER, show_default=True, help="The CI system, as its tokens name it.")
@click.option("--ref", default="", help="Branches and tags that are let in; * stands for anything.  [default: all]")
@click.option("--protected", is_flag=True, help="Let in protected branches and tags only.")
@click.option("--environment", default="", help="The environment that a job has to be of.  [default: any, or none]")
@click.option(
    "--role",
    "role_name",
    type=click.Choice([each.label for each in ROLES]),
    default=Role.DEVELOPER.label,
    show_default=True,
    help="What jobs may do.",
)
@json_option
@with_settings(*STORE)
def add(configured: Settings, path: str, ci_project: str, role_name: str, *, as_json: bool, **options: Any) -> None:
    """Let jobs of the CI system's PROJECT (group/project, or group/*) act in a project here."""
    wanted = Terms(
        name=options["name"] or ci_project,
        issuer=options["issuer"],
        project_path=ci_project,
        ref=options["ref"],
        only_protected=options["protected"],
        environment=options["environment"],
        role=role(role_name),
    )

    def write(tx: Transaction) -> TrustRule:
        return ci_trust.create(tx, operating.in_project(tx, path), wanted)

    with opened(configured) as (database, _):
        made = database.write_now(write)
    show(_record(made), as_json=as_json)


@command.command()
@project_path
@click.argument("rule_id", metavar="ID", type=int)
@json_option
@with_settings(*STORE)
def remove(configured: Settings, path: str, rule_id: int, *, as_json: bool) -> None:
    """Delete a rule: whom it let in is refused from now on."""

    def write(tx: Transaction) -> None:
        ci_trust.delete(tx, operating.in_project(tx, path), rule_id)

    with opened(configured) as (database, _):
        database.write_now(write)
    show({"id": rule_id, "deleted": True}, as_json=as_json)


@command.command()
@project_path
@click.option(
    "--token-file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Where the token is.  [default: standard input]",
)
@json_option
@with_settings(*STORE, "base_url", "ci_audiences", "ci_allowed_addresses")
def test(configured: Settings, path: str, token_file: Path | None, *, as_json: bool) -> None:
    """Say what each check and each rule makes of an ID token. It ends with 1 where the token is refused."""
    try:
        token = (sys.stdin.read() if token_file is None else token_file.read_text()).strip()
    except (OSError, UnicodeError) as error:
        raise click.UsageError(f"The token cannot be read: {error}.") from error
    with opened(configured) as (database, _):
        verdicts = asyncio.run(_explain(configured, database, path, token))
    is_accepted = any(each.check is Check.RULE and not each.why for each in verdicts)
    records = [
        {"check": each.check.value, "rule": each.rule or None, "passed": not each.why, "reason": each.why or None}
        for each in verdicts
    ]
    show_all(records, as_json=as_json, empty="")
    if not as_json:
        click.echo("The token is accepted." if is_accepted else "The token is refused.")
    if not is_accepted:
        raise SystemExit(1)


async def _explain(configured: Settings, database: Database, path: str, token: str) -> Sequence[Verdict]:
    access = database.read_now(operating.in_project, path)
    own = configured.base_url or database.read_now(bootstrap.noted_url) or configured.url
    outgoing = Outgoing(Allowed(configured.ci_allowed_addresses), setting="ci_allowed_addresses")
    try:
        return await CiTokens(database, outgoing, app.audiences(own, configured)).explain(access, token)
    finally:
        outgoing.close()


def _record(rule: TrustRule) -> dict[str, Any]:
    shown = ("id", "name", "issuer", "project_path", "ref", "only_protected", "environment")
    record = msgspec.structs.asdict(rule)
    return {name: record[name] for name in shown} | {"role": rule.role.label}
