"""How soon a revoked token is refused."""

import sqlite3
import time
from pathlib import Path

from modelstead import clock
from modelstead.services import access_tokens, users
from modelstead.store.transaction import Transaction
from tests.people import API, People, settle
from tests.serving import Mlflow, Running, running


def status(client: Mlflow) -> int:
    return client.get("experiments/get", experiment_id="0").status_code


def new_token(server: Running, people: People) -> access_tokens.NewToken:
    def make(tx: Transaction) -> access_tokens.NewToken:
        user = users.get(tx, "developer-of-" + people.project.path.replace("/", "-"))
        return access_tokens.create(tx, server.server.secrets, user, name="new", scopes=API)

    return server.server.database.write_now(make)


def test_a_token_revoked_in_the_same_process_is_refused_at_once(server: Running, people: People) -> None:
    token = new_token(server, people)
    client = server.client(token.secret, people.project.id)
    assert status(client) == 200
    server.server.database.write_now(access_tokens.revoke, token.id)
    assert status(client) == 401


def test_revoking_one_token_of_a_user_leaves_the_others(server: Running, people: People) -> None:
    token = new_token(server, people)
    server.server.database.write_now(access_tokens.revoke, token.id)
    assert status(server.client(people.developer, people.project.id)) == 200


def test_a_token_revoked_by_another_process_is_refused_within_5_seconds(tmp_path: Path) -> None:
    with running(tmp_path) as server:
        people = settle(server.server, "team/project")
        client = server.client(people.developer, people.project.id)
        assert status(client) == 200
        with sqlite3.connect(tmp_path / "modelstead.db") as other:
            other.execute("UPDATE access_tokens SET revoked_at = ?", (clock.now_ms(),))
        other.close()
        revoked_at = time.monotonic()
        while status(client) == 200:
            assert time.monotonic() - revoked_at < 5.5
            time.sleep(0.1)
        assert status(client) == 401
        assert status(server.client(people.owner, people.project.id)) == 401


def test_a_token_that_expires_while_it_is_in_use_is_refused_within_5_seconds(tmp_path: Path) -> None:
    with running(tmp_path) as server:
        people = settle(server.server, "team/project")
        client = server.client(people.developer, people.project.id)
        ends = clock.now_ms() + 1_000
        server.server.database.write_now(_expire, ends)
        assert status(client) == 200
        while status(client) == 200:
            assert clock.now_ms() < ends + 5_500
            time.sleep(0.1)


def _expire(tx: Transaction, at: int) -> None:
    tx.execute("UPDATE access_tokens SET expires_at = ?", (at,))
