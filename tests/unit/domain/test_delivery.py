"""Deliveries: signatures, and when to try again."""

import base64
import hashlib
import hmac

import pytest

from modelstead import limits
from modelstead.domain.delivery import Outcome, headers, next_wait, signature

HOUR = 3_600


def test_the_signature_is_what_mlflow_documents() -> None:
    digest = hmac.new(b"s\xc3\xa4cret", b'id-1.1700000000.{"a": 1}', hashlib.sha256).digest()
    assert signature("säcret", "id-1", "1700000000", '{"a": 1}') == "v1," + base64.b64encode(digest).decode()


def test_only_a_secret_gives_a_signature() -> None:
    assert set(headers("i", "{}", None, 7)) == {"Content-Type", "X-MLflow-Delivery-Id", "X-MLflow-Timestamp"}
    signed = headers("i", "{}", "s", 7)
    assert signed["X-MLflow-Timestamp"] == "7"
    assert signed["X-MLflow-Signature"] == signature("s", "i", "7", "{}")


@pytest.mark.parametrize("status", [200, 201, 204, 299])
def test_what_arrived_is_not_sent_again(status: int) -> None:
    assert Outcome(status).is_success
    assert next_wait(1, Outcome(status), 0.5) is None


@pytest.mark.parametrize("status", [301, 302, 307, 400, 401, 403, 404, 410, 422])
def test_what_the_receiver_refuses_for_good_is_not_sent_again(status: int) -> None:
    assert not Outcome(status).is_success
    assert next_wait(1, Outcome(status), 0.5) is None


@pytest.mark.parametrize("status", [408, 425, 429, 500, 502, 503, 504, None])
def test_what_may_change_is_sent_again(status: int | None) -> None:
    assert next_wait(1, Outcome(status, error="x"), 0.5) == 5


def test_waits_grow_until_the_attempts_are_used_up() -> None:
    waits = [next_wait(attempts, Outcome(503), 0.5) for attempts in range(1, limits.WEBHOOK_ATTEMPTS + 1)]
    assert waits == [5, 30, 120, 600, 1_800, 3_600, 7_200, None]
    assert 3 * HOUR < sum(wait or 0 for wait in waits) < 5 * HOUR


def test_chance_spreads_a_wait_by_a_fifth() -> None:
    assert next_wait(2, Outcome(503), 0.0) == pytest.approx(24)
    assert next_wait(2, Outcome(503), 1.0) == pytest.approx(36)


def test_a_receiver_may_ask_for_a_longer_wait_but_not_for_any() -> None:
    assert next_wait(1, Outcome(429, retry_after=60), 0.5) == 60
    assert next_wait(1, Outcome(429, retry_after=1), 0.5) == 5
    assert next_wait(1, Outcome(429, retry_after=10**6), 0.5) == HOUR
