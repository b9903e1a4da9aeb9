"""Guessing tells nothing: the same words, and the same work, for every token that is no good."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager

import pytest

from modelstead import clock, ids
from modelstead.errors import Unauthenticated
from modelstead.services import access, access_tokens, users
from modelstead.store.database import Database
from modelstead.store.transaction import Row, Transaction
from tests.factories import API, MADE_WITH
from tests.people import People
from tests.rest_api.accounts import api
from tests.serving import Running


class Counting:
    """A transaction that counts its statements."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx
        self.count = 0

    def execute(self, sql: str, values: Sequence[object] = ()) -> int:
        self.count += 1
        return self._tx.execute(sql, values)

    def execute_many(self, sql: str, rows: Iterable[Sequence[object]]) -> int:
        self.count += 1
        return self._tx.execute_many(sql, rows)

    def one(self, sql: str, values: Sequence[object] = ()) -> Row | None:
        self.count += 1
        return self._tx.one(sql, values)

    def all(self, sql: str, values: Sequence[object] = ()) -> list[Row]:
        self.count += 1
        return self._tx.all(sql, values)

    def portions(self, sql: str, values: Sequence[object] = (), *, size: int) -> Iterator[list[Row]]:
        self.count += 1
        return self._tx.portions(sql, values, size=size)

    def array(self, values: Iterable[int] | Iterable[str]) -> object:
        return self._tx.array(values)

    def time_limit(self, seconds: float, message: str) -> AbstractContextManager[None]:
        return self._tx.time_limit(seconds, message)

    def announce(self, topic: str) -> None:
        self._tx.announce(topic)


def refusal(tx: Transaction, secret: str) -> tuple[str, int]:
    """Return what a token's holder is told, and how many statements that took."""
    counting = Counting(tx)
    with pytest.raises(Unauthenticated) as caught:
        access.identify(counting, ids.digest(MADE_WITH.key, secret), clock.now_ms())
    return str(caught.value), counting.count


def spoilt(tx: Transaction, spoil: Callable[[Transaction, access_tokens.NewToken], object]) -> str:
    user = users.create(tx, f"user-{ids.run_id()}")
    token = access_tokens.create(tx, MADE_WITH, user, name="n", scopes=API)
    spoil(tx, token)
    return token.secret


def _expire(tx: Transaction, token: access_tokens.NewToken) -> None:
    tx.execute("UPDATE access_tokens SET expires_at = 1 WHERE id = ?", (token.id,))


def _revoke(tx: Transaction, token: access_tokens.NewToken) -> None:
    access_tokens.revoke(tx, token.id)


def _rotate(tx: Transaction, token: access_tokens.NewToken) -> None:
    access_tokens.rotate(tx, MADE_WITH, token.id)


def _block(tx: Transaction, token: access_tokens.NewToken) -> None:
    tx.execute("UPDATE users SET is_active = 0 WHERE id = ?", (access_tokens.get(tx, token.id).user_id,))


def _delete(tx: Transaction, token: access_tokens.NewToken) -> None:
    users.delete(tx, users.find(tx, access_tokens.get(tx, token.id).user_id))


def test_every_bad_token_costs_one_look_up_and_hears_the_same(database: Database) -> None:
    secrets = [database.write_now(spoilt, spoil) for spoil in (_expire, _revoke, _rotate, _block, _delete)]
    heard = {database.read_now(refusal, secret) for secret in [*secrets, ids.access_token(), "not a token"]}
    ((said, statements),) = heard
    assert statements == 1
    assert said == "The access token is not valid: it is unknown, expired or revoked. Create another one."


def test_hidden_projects_and_missing_ones_refuse_a_bad_token_alike(server: Running, people: People) -> None:
    answers = [
        api(server, token).get(f"projects/{project}/access_tokens")
        for token in (people.expired, people.revoked, ids.access_token())
        for project in (people.project.id, 999_999, "nobody%2Fnothing")
    ]
    assert {answer.status_code for answer in answers} == {401}
    assert len({answer.content for answer in answers}) == 1


def test_a_token_of_a_hidden_place_is_as_missing_as_one_that_never_was(server: Running, people: People) -> None:
    outsider = api(server, people.outsider)
    bot = api(server, people.project_bot).get("personal_access_tokens/self").json()["id"]
    for path in (f"projects/{people.project.id}/access_tokens/{bot}", "projects/999999/access_tokens/1"):
        answer = outsider.get(path)
        assert (answer.status_code, answer.json()) == (404, {"message": "404 Not Found - Project not found."})
