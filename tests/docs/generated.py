"""The parts of the pages that are written from the program's own tables."""

import inspect
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import Field
from typing import Any

import click

from modelstead import limits, settings
from modelstead.cli.commands import cli
from modelstead.domain import permission
from modelstead.domain.permission import Permission
from modelstead.domain.role import Role
from modelstead.domain.search.fields import (
    EXPERIMENTS,
    LOGGED_MODELS,
    MODEL_VERSIONS,
    REGISTERED_MODELS,
    RUNS,
    Column,
    Entity,
    Language,
)
from modelstead.domain.search.operators import MEANINGS
from modelstead.domain.webhook import KINDS
from modelstead.http import protocol
from modelstead.http.endpoint import Endpoint, Open
from modelstead.mlflow_api.dialect import ERRORS, OLD_CODES
from modelstead.mlflow_api.endpoints import ARTIFACTS, ENDPOINTS, PROBES, WEBHOOKS
from modelstead.rest_api import dialect as rest_dialect
from modelstead.rest_api import endpoints as rest_endpoints
from modelstead.web.viewers.choosing import VIEWERS
from tests.docs.pages import ROOT

_LIMIT = re.compile(r"([A-Z][A-Z0-9_]*) = .*?(?:  # (.*))?")
_UNITS = {"BYTES": "bytes", "SECONDS": "seconds", "HOURS": "hours", "DAYS": "days", "LENGTH": "characters"}
_SHARED = {"--config", "--json", *map(settings.flag, settings.NAMES)}  # explained once, at the top of the page
_WEBHOOK_LIMITS = "# Webhooks."
_SIGN_IN_LIMITS = "# Signing in."
_WEBHOOK_COMMANDS = "modelstead webhook "
_KIB, _MIB = 1024, 1024 * 1024


def mlflow_calls() -> str:
    """Print every MLflow call, in the order of the table."""
    return _table(("Call", "Method", "Role", "Token scope"), map(_call, ENDPOINTS))


def mlflow_probes() -> str:
    return _table(("Path", "Method", "Role", "Token scope"), map(_call, PROBES))


def mlflow_artifacts() -> str:
    return _table(("Call", "Method", "Role", "Token scope"), map(_call, ARTIFACTS))


def webhook_calls() -> str:
    return _table(("Call", "Method", "Role", "Token scope"), map(_call, WEBHOOKS))


def webhook_events() -> str:
    """Print every event: when it happens, and the fields of its data."""
    rows = [
        (
            f"`{kind.event.name}`" if kind.in_mlflow else f"*`{kind.event.name}`*",
            kind.when,
            " ".join(f"`{field}`" for field in kind.example),
        )
        for kind in KINDS
    ]
    return _table(("Event", "When", "Fields of `data`"), rows)


def viewers() -> str:
    """Print what pages show of files, by the endings of their names."""
    rows = []
    for viewer in VIEWERS:
        kinds = [f"`{name}`" for name in sorted(viewer.names)] + [f"`.{ending}`" for ending in sorted(viewer.endings)]
        size = "any size" if viewer.at_once == limits.INT64_MAX else f"{viewer.at_once / _MIB:g} MiB"
        rows.append((viewer.label, " ".join(kinds), size))
    return _table(("Shown as", "Names and endings", "At once up to"), rows)


def rest_calls() -> str:
    """Print every call of GitLab's REST API that is about a project."""
    return _table(("Call", "Method", "Role", "Token scope"), map(_call, rest_endpoints.PROJECT))


def rest_group_calls() -> str:
    return _table(("Call", "Method", "Role", "Token scope"), map(_call, rest_endpoints.GROUP))


def rest_instance_calls() -> str:
    return _table(("Call", "Method", "Role", "Token scope"), map(_call, rest_endpoints.SERVER))


def roles() -> str:
    """Print what each role may do: every permission that takes one."""
    found = {each.name: each for each in vars(permission).values() if isinstance(each, Permission) and each.role}
    rows = [
        (
            each.name,
            *("✓" if each.role is not None and role >= each.role else "" for role in Role),
            "" if each.writes and not each.is_for_archived else "✓",
        )
        for each in sorted(found.values(), key=lambda each: (each.role or Role.GUEST, each.writes))
    ]
    return _table(("", *(role.label for role in Role), "in an archived project"), rows)


def rest_errors() -> str:
    rows = [(f"`{beginning}`", _first_line(kind)) for kind, _, beginning in rest_dialect.ERRORS]
    rows.append(("`500 Internal Server Error`", "The server made a mistake. The message has the request id."))
    return _table(("The message begins with", "When"), rows)


def clients() -> str:
    """Print which stock clients the tests run."""
    pins = []
    for file in (ROOT / "requirements" / "clients").glob("mlflow-*.txt"):
        pins += re.findall(r"^(mlflow(?:-skinny)?)==(\S+)", file.read_text(), re.MULTILINE)
    pins.sort(key=lambda pin: [int(part) for part in pin[1].split(".")])
    return _table(("Client", "Version"), ((f"`{name}`", version) for name, version in pins))


def settings_table() -> str:
    return _table(("Flag", "Variable", "TOML key", "Default", "What it is"), map(_setting, settings.TABLE))


def limits_tables() -> str:
    """Print limits.py but for what a page of its own has: its groups are its paragraphs."""
    return _limits(lambda paragraph: not paragraph.startswith((_WEBHOOK_LIMITS, _SIGN_IN_LIMITS)))


def sign_in_limits() -> str:
    return _limits(lambda paragraph: paragraph.startswith(_SIGN_IN_LIMITS))


def webhook_limits() -> str:
    return _limits(lambda paragraph: paragraph.startswith(_WEBHOOK_LIMITS))


def _limits(wanted: Callable[[str], bool]) -> str:
    parts = []
    for paragraph in filter(wanted, inspect.getsource(limits).split("\n\n")):
        lines = paragraph.splitlines()
        reason = " ".join(line.removeprefix("# ") for line in lines if line.startswith("# "))
        rows = [found.groups(default="") for line in lines if (found := _LIMIT.fullmatch(line))]
        if rows:
            table = _table(("Limit", "Value", "Note"), ((f"`{name}`", _amount(name), note) for name, note in rows))
            parts.append(f"{reason}\n\n{table}")
    return "\n".join(parts)


def errors() -> str:
    """Print the errors of MLflow's calls, then the last resort."""
    rows = [(str(status), f"`{code}`", _first_line(kind)) for kind, status, code in ERRORS]
    rows.append(("500", "`INTERNAL_ERROR`", "The server made a mistake. The message has the request id."))
    return _table(("Status", "`error_code`", "When"), rows)


def old_codes() -> str:
    rows = ((f"`{new}`", f"`{old}`") for new, old in OLD_CODES.items())
    return _table(("Instead of", "`error_code`"), rows)


def refusals() -> str:
    """Print what a connection is refused for before a request is complete."""
    codes: dict[int, str] = vars(protocol)["_ERROR_CODES"]
    rows = {
        (str(status), f"`{codes.get(status, 'BAD_REQUEST')}`", message): None
        for status, message in filter(_is_refusal, vars(protocol).values())
    }
    return _table(("Status", "`error_code`", "`message`"), sorted(rows))


def search_operators() -> str:
    """Print the operators of the search language: what is compared with them, what they mean."""
    return _table(
        ("Operator", "It holds when the field"),
        ((f"`{operator.value}`", f"{meaning.sentence}") for operator, meaning in MEANINGS.items()),
    )


def search_runs() -> str:
    return _fields(RUNS)


def search_experiments() -> str:
    return _fields(EXPERIMENTS)


def search_logged_models() -> str:
    return _fields(LOGGED_MODELS)


def search_registered_models() -> str:
    return _fields(REGISTERED_MODELS)


def search_model_versions() -> str:
    return _fields(MODEL_VERSIONS)


def _fields(language: Language) -> str:
    rows = [_field(entity, column) for entity in language.entities for column in entity.columns]
    return _table(("Field", "Also written", "Value", "Operators", "Order"), rows)


def _field(entity: Entity, column: Column) -> Sequence[str]:
    name = f"`{entity.name}.{column.name or '<key>'}`"
    also = [f"`{alias}`" for alias in column.aliases] + [f"`{alias}.…`" for alias in entity.aliases]
    operators = [f"`{each.value}`" for each in column.operators] + [f"*`{each.value}`*" for each in column.beyond]
    kind = "number, in quotes" if column.is_number_in_quotes else column.kind.value
    return (
        f"*{name}*" if column.ours else name,
        " ".join(also),
        kind,
        " ".join(operators),
        "yes" if entity.orderable else "no",
    )


def commands() -> str:
    """Print each command: how it is called, what it does, its own options, the settings it takes."""
    return "\n".join(map(_command, (each for each in contexts() if not _is_of_webhooks(each))))


def webhook_commands() -> str:
    return "\n".join(map(_command, filter(_is_of_webhooks, contexts())))


def _is_of_webhooks(context: click.Context) -> bool:
    return context.command_path.startswith(_WEBHOOK_COMMANDS)


def contexts() -> Iterator[click.Context]:
    """Yield a context of every command that is not a group of others."""
    yield from _leaves(click.Context(cli, info_name="modelstead"))


def _leaves(context: click.Context) -> Iterator[click.Context]:
    command = context.command
    if not isinstance(command, click.Group):
        yield context
        return
    for name in command.list_commands(context):
        found = command.get_command(context, name)
        assert found is not None
        yield from _leaves(click.Context(found, info_name=name, parent=context))


def _command(context: click.Context) -> str:
    command = context.command
    usage = " ".join((context.command_path, *command.collect_usage_pieces(context)))
    parts = [f"## {context.command_path}\n", f"`{usage}`\n", inspect.cleandoc(command.help or "") + "\n"]
    own, shared = [], []
    for option in command.params:
        record = option.get_help_record(context)
        if option.opts[0] in _SHARED:
            shared.append(f"`{option.opts[0]}`")
        elif record and record[1]:
            own.append((f"`{record[0]}`", record[1].replace("  [", " [")))
    if own:
        parts.append(_table(("Option", "What it does"), own))
    if len(shared) > len(settings.NAMES):
        parts.append("Takes every setting as a flag, and `--config`.\n")
    elif shared:
        parts.append(f"Also takes {', '.join(shared)}.\n")
    return "\n".join(parts)


def _call(row: Endpoint) -> Sequence[str]:
    if isinstance(row.permission, Open):
        return _path(row), row.method, "anyone", "none"
    scopes = " or ".join(f"`{scope.value}`" for scope in sorted(row.permission.scopes, key=lambda scope: scope.value))
    return _path(row), row.method, _whose(row.permission), scopes


def _path(row: Endpoint) -> str:
    return f"`{row.path}`" if row.path else ""


def _whose(wanted: Permission) -> str:
    if wanted.role is not None:
        return wanted.role.label
    if wanted.is_for_administrators:
        return "administrator"
    return "anyone" if wanted.is_for_everyone else "an account"


def _setting(row: Field[Any]) -> Sequence[str]:
    default = settings.written(row.default)
    text = row.metadata["help"].replace("<", "&lt;") + _allowed(row)
    name = row.name
    return (
        f"`{settings.flag(name)}`",
        f"`{settings.variable(name)}`",
        f"`{name}`",
        f"`{default}`" if default else "",
        text,
    )


def _allowed(row: Field[Any]) -> str:
    """Return what a value must be, in the words of the parser's complaint."""
    try:
        row.metadata["parse"]("\0")
    except ValueError as error:
        return f" It must be {error}."
    return ""


def _amount(name: str) -> str:
    value: int = getattr(limits, name)
    unit = next((unit for word in reversed(name.split("_")) if (unit := _UNITS.get(word))), "")
    if unit == "bytes" and value % _KIB == 0:
        return f"{value // _MIB} MiB" if value % _MIB == 0 else f"{value // _KIB} KiB"
    return f"{value:,} {unit}".rstrip()


def _is_refusal(value: object) -> bool:
    return isinstance(value, tuple) and list(map(type, value)) == [int, str]


def _first_line(kind: type) -> str:
    return inspect.cleandoc(kind.__doc__ or "").splitlines()[0]


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *([cell.replace("|", "\\|") for cell in row] for row in rows)]
    return "".join("| " + " | ".join(line).replace("|  |", "| |") + " |\n" for line in lines)


GENERATED: dict[str, Callable[[], str]] = {
    "clients": clients,
    "commands": commands,
    "errors": errors,
    "limits": limits_tables,
    "mlflow-artifacts": mlflow_artifacts,
    "mlflow-calls": mlflow_calls,
    "mlflow-probes": mlflow_probes,
    "old-codes": old_codes,
    "refusals": refusals,
    "rest-calls": rest_calls,
    "rest-errors": rest_errors,
    "rest-group-calls": rest_group_calls,
    "rest-instance-calls": rest_instance_calls,
    "roles": roles,
    "search-experiments": search_experiments,
    "search-logged-models": search_logged_models,
    "search-model-versions": search_model_versions,
    "search-operators": search_operators,
    "search-registered-models": search_registered_models,
    "search-runs": search_runs,
    "settings": settings_table,
    "viewers": viewers,
    "sign-in-limits": sign_in_limits,
    "webhook-calls": webhook_calls,
    "webhook-commands": webhook_commands,
    "webhook-events": webhook_events,
    "webhook-limits": webhook_limits,
}
