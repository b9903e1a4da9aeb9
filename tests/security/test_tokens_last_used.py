"""The last use of a token is noted, at most every 10 minutes, and no request waits for it."""

import time
from collections.abc import Callable

from modelstead import clock
from modelstead.services.access import TOPIC
from modelstead.store import access_tokens
from modelstead.store.transaction import Transaction
from tests.people import People
from tests.rest_api.accounts import api
from tests.serving import Running

MINUTE_MS = 60_000


def last_use(server: Running, token_id: int) -> int | None:
    found = server.server.database.read_now(access_tokens.by_id, token_id)
    assert found is not None
    return found.last_used_at


def eventually(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 5
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def used(tx: Transaction, token_id: int, minutes: int) -> int:
    """Say that a token was used so many minutes ago, and that every server is to look again."""
    at = clock.now_ms() - minutes * MINUTE_MS
    tx.execute("UPDATE access_tokens SET last_used_at = ? WHERE id = ?", (at, token_id))
    tx.announce(TOPIC)
    return at


def test_a_use_is_noted_once_in_10_minutes(server: Running, people: People) -> None:
    token = api(server, people.developer)
    started = clock.now_ms()
    number = token.get("personal_access_tokens/self").json()["id"]
    eventually(lambda: (last_use(server, number) or 0) >= started)
    recently = server.server.database.write_now(used, number, 9)
    for path in ("user", "users", f"projects/{people.project.id}/packages"):
        assert token.get(path).status_code == 200
    assert last_use(server, number) == recently
    server.server.database.write_now(used, number, 11)
    assert token.get("user").status_code == 200
    eventually(lambda: (last_use(server, number) or 0) >= started)


def test_a_refused_token_is_not_used(server: Running, people: People) -> None:
    def uses(tx: Transaction) -> int:
        row = tx.one("SELECT COUNT(*) FROM access_tokens WHERE revoked_at IS NOT NULL AND last_used_at IS NOT NULL")
        assert row is not None
        return int(row[0])

    before = server.server.database.read_now(uses)
    assert api(server, people.revoked).get("user").status_code == 401
    assert server.server.database.read_now(uses) == before
