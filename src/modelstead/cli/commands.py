"""The table of commands. A command's module is imported when it is called, so that each starts fast."""

import importlib
from typing import Any

import click

# name: (module, what it does)
COMMANDS = {
    "serve": ("modelstead.cli.serve", "Start the server."),
    "migrate": ("modelstead.cli.migrate", "Bring the database's schema to this version's."),
    "group": ("modelstead.cli.group", "Create, list, change and delete groups of projects."),
    "project": ("modelstead.cli.project", "Create, list, change and delete projects, and limit their bytes."),
    "user": ("modelstead.cli.user", "Create, list, change, block and delete users."),
    "member": ("modelstead.cli.member", "Give users roles in projects and groups."),
    "token": ("modelstead.cli.token", "Create, list, rotate and revoke access tokens."),
    "audit": ("modelstead.cli.audit", "Show and export who did what."),
    "purge": ("modelstead.cli.purge", "Remove what is in the trash for good."),
    "webhook": ("modelstead.cli.webhook", "List webhooks and what they were sent, and send it again."),
    "ci-trust": ("modelstead.cli.ci_trust", "Say whose CI jobs a project lets in by their ID tokens."),
    "gc": ("modelstead.cli.gc", "Remove stored bytes that nothing needs any more."),
    "verify": ("modelstead.cli.verify", "Check that every artifact's bytes are there and as they were."),
    "demo": ("modelstead.cli.demo", "Fill a project with runs to look at."),
    "config": ("modelstead.cli.config", "Show the settings."),
    "version": ("modelstead.cli.version", "Print the version."),
}


class Commands(click.Group):
    """Finds commands in the table; each module has one of the name `command`."""

    def list_commands(self, _: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, _: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        found: click.Command = importlib.import_module(COMMANDS[name][0]).command
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's signature
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in COMMANDS.items()])


@click.command(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
def cli(**_: Any) -> None:
    """Modelstead: an MLflow server with projects, members, roles and tokens."""
