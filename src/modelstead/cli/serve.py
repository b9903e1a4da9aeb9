"""modelstead serve."""

import ipaddress
import json
import os
import socket

import click

from modelstead import __version__, limits, logs, settings
from modelstead.app import SOURCES, Modelstead
from modelstead.cli.options import as_json as json_option
from modelstead.cli.options import every_setting, sources
from modelstead.errors import SettingError
from modelstead.http.server import serve, serve_in_workers
from modelstead.services.bootstrap import FirstStart
from modelstead.settings import Settings


@click.command()
@json_option
@every_setting()
def command(configured: Settings, *, as_json: bool) -> None:
    """Start the server. The first start makes a project and prints a token for it, once."""
    logs.configure(
        as_json=configured.log_format == "json", level=configured.log_level, token_prefix=configured.token_prefix
    )
    with listener(configured) as bound:
        port: int = bound.getsockname()[1]
        configured = settings.on_port(configured, port)
        server = Modelstead(configured, sources())
        first = server.prepare()
        announce(configured, first, as_json=as_json)
        if configured.workers == 1:
            serve(server, configured, bound)
        else:
            server.close()
            os.environ |= settings.to_environment(configured) | {SOURCES: json.dumps(dict(sources()))}
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


def announce(configured: Settings, first: FirstStart | None, *, as_json: bool) -> None:
    """Print where the server is, and at the first start how to log to it."""
    shown = {"version": __version__, "url": configured.url}
    if first is not None:
        shown |= {
            "username": first.username,
            "setup_url": f"{configured.url}/-/setup?secret={first.setup_secret}",
            "project": first.project.path,
            "tracking_uri": settings.tracking_uri(configured.url, first.project.id),
            "token": first.token,
        }
    click.echo(json.dumps(shown) if as_json else _told(shown))
    if not configured.base_url.startswith("https://") and not _is_loopback(configured.host):
        click.echo(
            "Warning: this address is open to the network and not encrypted. Put a proxy with TLS before it and set "
            "base_url to its https:// address.",
            err=True,
        )


def _told(shown: dict[str, str]) -> str:
    where = f"Modelstead {shown['version']} on {shown['url']}"
    if "token" not in shown:
        return where
    return (
        f"{where}\n\nSet the password of '{shown['username']}' "
        f"(the link works once, for {limits.SETUP_LINK_HOURS} hours):\n\n    {shown['setup_url']}\n\n"
        f"Log to the project {shown['project']} (the token is shown this once):\n\n"
        f'export MLFLOW_TRACKING_URI="{shown["tracking_uri"]}"\nexport MLFLOW_TRACKING_TOKEN="{shown["token"]}"\n'
    )


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
