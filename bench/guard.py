"""What authentication adds to a request whose token was seen in the last seconds: python -m bench.guard.

Everything runs in this process, without sockets: the guard alone, and a whole call that logs a metric, to compare.
"""

import asyncio
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable, MutableMapping
from pathlib import Path
from typing import Any

import msgspec

from modelstead.app import Modelstead
from modelstead.domain.permission import WRITE_EXPERIMENTS
from modelstead.http.authentication import Guard
from modelstead.settings import Settings

ROUNDS = 7
ADMISSIONS = 20_000
CALLS = 500
PATH = "/api/v4/projects/1/ml/mlflow/api/2.0/mlflow/"
GOAL_US = 30


async def measure(server: Modelstead, token: str) -> tuple[float, float, float]:
    """Return the microseconds of an admission by Bearer, by PRIVATE-TOKEN, and of a whole runs/log-metric; medians."""
    bearer = {b"authorization": b"Bearer " + token.encode()}
    private = {b"private-token": token.encode()}
    guard = Guard(server.database, server.secrets, server.ci_tokens)

    async def admissions(headers: dict[bytes, bytes]) -> float:
        await guard.admit(headers, "1", WRITE_EXPERIMENTS)
        started = time.perf_counter()
        for _ in range(ADMISSIONS):
            await guard.admit(headers, "1", WRITE_EXPERIMENTS)
        return (time.perf_counter() - started) / ADMISSIONS * 1e6

    run = msgspec.json.decode(await call(server, token, "runs/create", {"experiment_id": "0"}))
    run_id = run["run"]["info"]["run_id"]

    async def calls() -> float:
        started = time.perf_counter()
        for step in range(CALLS):
            body = {"run_id": run_id, "key": "loss", "value": 0.5, "timestamp": step, "step": step}
            await call(server, token, "runs/log-metric", body)
        return (time.perf_counter() - started) / CALLS * 1e6

    async def median(what: Callable[[], Awaitable[float]]) -> float:
        return statistics.median([await what() for _ in range(ROUNDS)])

    return (
        await median(lambda: admissions(bearer)),
        await median(lambda: admissions(private)),
        await median(calls),
    )


async def call(server: Modelstead, token: str, name: str, body: object) -> bytes:
    """Send a call as the server's ASGI application gets it; return the answer's body."""
    content, sent = msgspec.json.encode(body), bytearray()
    headers = [
        (b"host", b"127.0.0.1"),
        (b"authorization", b"Bearer " + token.encode()),
        (b"content-type", b"application/json"),
        (b"content-length", b"%d" % len(content)),
    ]
    scope: dict[str, Any] = {
        "type": "http",
        "method": "POST",
        "scheme": "http",
        "raw_path": (PATH + name).encode(),
        "path": PATH + name,
        "query_string": b"",
        "headers": headers,
        "client": ("127.0.0.1", 1),
        "extensions": {},
        "http_version": "1.1",
    }

    asked = False

    async def receive() -> MutableMapping[str, Any]:
        nonlocal asked
        if asked:
            await asyncio.Event().wait()  # the client stays
        asked = True
        return {"type": "http.request", "body": content, "more_body": False}

    async def send(message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start" and message["status"] != 200:
            raise RuntimeError(f"{name} was answered {message['status']}")
        sent.extend(message.get("body", b""))

    await server(scope, receive, send)
    return bytes(sent)


def main() -> None:
    """Measure on a fresh SQLite database and print."""
    with tempfile.TemporaryDirectory() as folder:
        server = Modelstead(Settings(data_dir=Path(folder) / "data", access_log=False))
        first = server.prepare()
        assert first is not None
        bearer, private, whole = asyncio.run(measure(server, first.token))
        server.close()
    print(f"admission by Bearer         {bearer:8.1f} µs  (goal: at most {GOAL_US})")
    print(f"admission by PRIVATE-TOKEN  {private:8.1f} µs")
    print(f"a whole runs/log-metric     {whole:8.1f} µs  (in process, one at a time, each on disk)")


if __name__ == "__main__":
    main()
