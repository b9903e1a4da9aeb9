"""--help of every command, and calling one wrongly."""

import pytest

from modelstead.cli.commands import COMMANDS
from modelstead.settings import TABLE, flag
from tests.cli.commands import misuse, modelstead

SUBCOMMANDS = {
    "serve": (),
    "migrate": (),
    "group": ("create", "list", "show", "update", "delete", "restore"),
    "project": (
        "create",
        "list",
        "show",
        "update",
        "delete",
        "restore",
        "archive",
        "transfer",
        "set-quota",
        "share-names",
    ),
    "user": ("create", "list"),
    "member": ("add", "list", "show", "update", "delete"),
    "token": ("create", "list", "revoke"),
    "audit": ("list", "export"),
    "purge": (),
    "webhook": ("list", "listen", "deliveries", "redeliver"),
    "ci-trust": ("list", "add", "remove", "test"),
    "gc": (),
    "demo": (),
    "verify": (),
    "config": ("show",),
    "version": (),
}
EVERY = [(name, *([sub] if sub else [])) for name, subs in SUBCOMMANDS.items() for sub in (*subs, "")]


def test_every_command_is_listed() -> None:
    assert COMMANDS.keys() == SUBCOMMANDS.keys()
    done = modelstead("--help")
    assert (done.returncode, done.stderr) == (0, "")
    for name, (_, text) in COMMANDS.items():
        assert name in done.stdout
        assert text in done.stdout


@pytest.mark.parametrize("command", EVERY, ids=" ".join)
def test_every_command_explains_itself(command: tuple[str, ...]) -> None:
    done = modelstead(*command, "-h")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"Usage: modelstead {' '.join(command)}")
    for sub in SUBCOMMANDS[command[0]] if len(command) == 1 else ():
        assert f"\n  {sub} " in done.stdout


def test_serve_explains_every_setting() -> None:
    shown = modelstead("serve", "--help").stdout
    for row in TABLE:
        assert flag(row.name) + " " in shown


@pytest.mark.parametrize(
    "wrong",
    [
        ("fly",),
        ("project", "fly"),
        ("--fly",),
        ("project", "create"),
        ("project", "create", "a/b", "c"),
        ("project", "create", "a/b", "--visibility", "secret"),
        ("project", "update", "a/b", "--retention-days", "soon"),
        ("group", "create"),
        ("group", "create", "a", "--visibility", "secret"),
        ("member", "add", "a/b", "ada", "king"),
        ("member", "update", "a/b", "ada", "--role", "king"),
        ("token", "create"),
        ("token", "create", "--user", "a", "--project", "b/c", "--role", "owner"),
        ("token", "create", "--project", "b/c"),
        ("token", "create", "--user", "a", "--role", "owner"),
        ("token", "create", "--user", "a", "--scope", "everything"),
        ("token", "revoke", "one"),
        ("serve", "--fly"),
        ("version", "extra"),
    ],
    ids=" ".join,
)
def test_a_wrong_call_exits_with_2_and_says_what_is_right(wrong: tuple[str, ...], store: tuple[str, str]) -> None:
    with_store = (*wrong, *store) if len(wrong) > 1 and wrong[0] != "version" else wrong
    said = misuse(*with_store)
    assert said.startswith("Usage: modelstead")
