"""Probes, open to all and told nothing: is the process alive, can it work, which version is it."""

from collections.abc import Callable

import msgspec

from modelstead import __version__
from modelstead.http.answer import Answer, json, text
from modelstead.http.endpoint import Dialect, Endpoint, Match, Open, Routes, Verb
from modelstead.services.readiness import Checks


class Readiness(msgspec.Struct, frozen=True):
    """The query of /-/readiness: `all` asks for each check's outcome."""

    all: bool = False


class Nothing(msgspec.Struct, frozen=True):
    """A request without fields."""


class Health:
    """Answers the probes that GitLab and MLflow have, at their paths."""

    def __init__(self, dialect: Dialect, checks: Checks) -> None:
        self._dialect = dialect
        self._checks = checks
        self.endpoints = (
            _row("/health", lambda _: text("OK")),
            _row("/version", lambda _: text(__version__)),
            _row("/-/health", lambda _: text("OK")),
            _row("/-/liveness", lambda _: json({"status": "ok"})),
            _row("/-/readiness", self._readiness, Readiness),
        )
        self._routes = Routes(self.endpoints)

    def match(self, method: str, path: str) -> Match | None:
        return self._routes.match(self._dialect, method, path)

    async def _readiness(self, request: Readiness) -> Answer:
        """Say whether the database answers with the schema this version knows, and whether files can be written."""
        checks = {"db_check": await self._checks.database(), "artifact_check": await self._checks.artifacts()}
        ready = not any(checks.values())
        body: dict[str, object] = {"status": "ok" if ready else "failed"}
        if request.all or not ready:
            body |= {
                name: [{"status": "failed", "message": fault} if fault else {"status": "ok"}]
                for name, fault in checks.items()
            }
        return json(body, 200 if ready else 503)


def _row(path: str, handle: Callable[..., object], request: type = Nothing) -> Endpoint:
    return Endpoint("GET", path, handle, request, Answer, Open.OPEN, Verb.PLAIN)
