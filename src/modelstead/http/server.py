"""Uvicorn, with this server's deadlines and without its own access log."""

import resource
import signal
import socket
from typing import Any

import uvicorn
from uvicorn.supervisors import Multiprocess

from modelstead import limits
from modelstead.http.deadlines import ConnectionLimits
from modelstead.http.protocol import deadline_protocol
from modelstead.settings import Settings


class Protocol(deadline_protocol(ConnectionLimits())):  # type: ignore[misc]  # made at run time
    """The protocol under the limits of limits.py; it has a name, by which further processes import it."""


def configuration(app: Any, settings: Settings, **more: Any) -> uvicorn.Config:
    """Return how uvicorn is to serve an application, given itself or by name."""
    return uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        loop="uvloop",
        http=Protocol,
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=bool(settings.trusted_proxies),
        forwarded_allow_ips=list(settings.trusted_proxies),
        timeout_keep_alive=limits.CONNECTION_IDLE_SECONDS,
        timeout_graceful_shutdown=limits.STOP_SECONDS,
        backlog=4096,
        **more,
    )


def serve(app: Any, settings: Settings, listener: socket.socket) -> None:
    """Answer on a bound socket until SIGTERM or SIGINT, then finish what was begun."""
    allow_connections()
    server = uvicorn.Server(configuration(app, settings))
    for number in (signal.SIGTERM, signal.SIGINT):
        # uvicorn stops gracefully and then sends itself the signal again, which would end the process with an error
        signal.signal(number, lambda *_: None)
    server.run(sockets=[listener])


def serve_in_workers(app: str, settings: Settings, listener: socket.socket) -> None:
    """Answer in several processes; `app` names a function that makes the application from variables."""
    allow_connections()
    config = configuration(app, settings, factory=True, workers=settings.workers)
    Multiprocess(config, sockets=[listener]).run()


def allow_connections() -> None:
    """Open as many files as the system lets this process: the usual first limit is 1,024, and each client is one."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = limits.OPEN_FILES if hard == resource.RLIM_INFINITY else min(hard, limits.OPEN_FILES)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
