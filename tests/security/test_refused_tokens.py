"""Tokens that are no good: all refused, none told apart where that would help someone who guesses."""

import pytest

from modelstead import ids
from modelstead.services.access import TOPIC
from modelstead.store.transaction import Transaction
from tests.people import People
from tests.serving import Running

REFUSED = "The access token is not valid: it is unknown, expired or revoked. Create another one."
INCOMPLETE = "The access token is not complete: its checksum is wrong. Copy it again."


def refusal(server: Running, people: People, token: str) -> str:
    answer = server.client(token, people.project.id).get("experiments/get", experiment_id="0")
    assert (answer.status_code, answer.json()["error_code"]) == (401, "UNAUTHENTICATED")
    message: str = answer.json()["message"]
    return message


def test_unknown_expired_and_revoked_tokens_are_refused_in_the_same_words(server: Running, people: People) -> None:
    tokens = {"expired": people.expired, "revoked": people.revoked, "unknown": ids.access_token()}
    assert {name: refusal(server, people, token) for name, token in tokens.items()} == dict.fromkeys(tokens, REFUSED)


def test_a_damaged_token_is_told_from_an_unknown_one(server: Running, people: People) -> None:
    token = people.owner
    flipped = token[:10] + ("A" if token[10] != "A" else "B") + token[11:]
    for damaged in (token[:-1], token + "x", flipped, token.replace("glpat-", "glpat-x"), "glpat-"):
        assert refusal(server, people, damaged) == INCOMPLETE


@pytest.mark.parametrize("token", ["x", "gldt-abc", "glpa", "é", "a" * 5_000, "null", "None"])
def test_what_does_not_look_like_a_token_is_refused(server: Running, people: People, token: str) -> None:
    client = server.client(None, people.project.id)
    headers = {b"PRIVATE-TOKEN": token.encode()}
    answer = client.http.get(client.base + "experiments/get?experiment_id=0", headers=headers)
    assert (answer.status_code, answer.json()["message"]) == (401, REFUSED)


def test_case_matters(server: Running, people: People) -> None:
    assert refusal(server, people, people.owner.swapcase())


def test_a_blocked_users_token_is_refused_and_works_again_when_unblocked(server: Running, people: People) -> None:
    client = server.client(people.owner, people.project.id)
    username = "owner-of-" + people.project.path.replace("/", "-")
    for is_active, status in ((1, 200), (0, 401), (1, 200)):
        server.server.database.write_now(_set_active, username, is_active)
        assert client.get("experiments/get", experiment_id="0").status_code == status


def _set_active(tx: Transaction, username: str, is_active: int) -> None:
    tx.execute("UPDATE users SET is_active = ? WHERE username = ?", (is_active, username))
    tx.announce(TOPIC)
