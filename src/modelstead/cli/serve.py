"""modelstead serve."""

import ipaddress
import os
import socket

import click

from modelstead import __version__, limits, logs, settings
from modelstead.app import Modelstead
from modelstead.cli.options import every_setting
from modelstead.errors import SettingError
from modelstead.http.server import serve, serve_in_workers
from modelstead.services.bootstrap import FirstStart
from modelstead.settings import Settings


@click.command()
@every_setting()
def command(configured: Settings) -> None:
    """Start the server. The first start makes a project and prints a token for it, once."""
    logs.configure(
        as_json=configured.log_format == "json", level=configured.log_level, token_prefix=configured.token_prefix
    )
    with listener(configured) as bound:
        port: int = bound.getsockname()[1]
        configured = settings.on_port(configured, port)
        server = Modelstead(configured)
        first = server.prepare()
        announce(configured, first)
        if configured.workers == 1:
            serve(server, configured, bound)
        else:
            server.close()
            os.environ |= settings.to_environment(configured)
            serve_in_workers("modelstead.app:from_environment", configured, bound)


def listener(configured: Settings) -> socket.socket:
    """Return a socket bound to host and port, so that a taken port is known before anything is made."""
    family = socket.AF_INET6 if ":" in configured.host else socket.AF_INET
    bound = socket.socket(family, socket.SOCK_STREAM)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((configured.host, configured.port))
    except OSError as error:
        bound.close()
        raise SettingError(f"Cannot listen on {configured.host}:{configured.port}: {error.strerror}.") from error
    bound.set_inheritable(True)
    return bound


def announce(configured: Settings, first: FirstStart | None) -> None:
    """Print where the server is, and at the first start how to log to it."""
    click.echo(f"Modelstead {__version__} on {configured.url}")
    if first is not None:
        hours = limits.SETUP_LINK_HOURS
        click.echo(
            f"\nSet the password of '{first.username}' (the link works once, for {hours} hours):\n\n"
            f"    {configured.url}/-/setup?secret={first.setup_secret}\n\n"
            f"Log to the project {first.project.path} (the token is shown this once):\n\n"
            f'export MLFLOW_TRACKING_URI="{settings.tracking_uri(configured.url, first.project.id)}"\n'
            f'export MLFLOW_TRACKING_TOKEN="{first.token}"\n'
        )
    if not configured.base_url.startswith("https://") and not _is_loopback(configured.host):
        click.echo(
            "Warning: this address is open to the network and not encrypted. Put a proxy with TLS before it and set "
            "base_url to its https:// address.",
            err=True,
        )


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
