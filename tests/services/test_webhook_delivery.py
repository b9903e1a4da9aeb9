"""Deliveries arrive, signed, again after a failure, once each if nothing goes wrong and at least once if it does."""

import asyncio
import json
from collections.abc import Awaitable, Callable

import pytest

from modelstead import clock, limits
from modelstead.domain.actor import Access
from modelstead.domain.delivery import Delivery, DeliveryState, signature
from modelstead.domain.network_address import Allowed
from modelstead.domain.webhook import VERSION_CREATED, Webhook, WebhookStatus
from modelstead.services import webhook_delivery, webhook_events, webhooks
from modelstead.services.webhook_delivery import Delivering
from modelstead.services.webhook_sending import Sending
from modelstead.services.webhooks import Change
from modelstead.store import webhook_deliveries
from modelstead.store.database import Database
from modelstead.store.outgoing import Outgoing
from modelstead.store.transaction import Transaction
from tests.receiving import LOOPBACK, Answer, receiver
from tests.services.hooks import SEALING, hook, version

SECONDS = 20


def happen(database: Database, access: Access) -> None:
    database.write_now(webhook_events.version_created, access, version())


def log(database: Database, made: Webhook) -> list[Delivery]:
    return database.read_now(webhook_deliveries.log, made.id, 100)


def due_now(tx: Transaction) -> None:
    """Let what waits be due, as if nothing were known of it yet."""
    tx.execute("UPDATE webhook_deliveries SET next_at = 1, last_status = NULL WHERE state = 0")


def deliver(
    database: Database,
    until: Callable[[], bool],
    *,
    meanwhile: Callable[[], Awaitable[None]] | None = None,
    senders: int = 1,
) -> None:
    """Run senders until something is so."""

    async def run() -> None:
        outgoing = Outgoing(Allowed(LOOPBACK))
        sending = Sending(SEALING, outgoing)
        tasks = [asyncio.create_task(Delivering(database, sending).run()) for _ in range(senders)]
        try:
            async with asyncio.timeout(SECONDS):
                if meanwhile is not None:
                    await meanwhile()
                while not await asyncio.to_thread(until):
                    assert not any(task.done() for task in tasks)
                    await asyncio.sleep(0.01)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.wait(tasks)
            outgoing.close()

    asyncio.run(run())


def states(database: Database, made: Webhook) -> list[DeliveryState]:
    return [each.state for each in log(database, made)]


def test_an_event_arrives_signed_as_mlflow_documents(database: Database, access: Access) -> None:
    with receiver([Answer(200, body=b"thanks")]) as other:
        made = database.write_now(hook, access, url=other.url, secret="s3cret")
        happen(database, access)
        deliver(database, lambda: states(database, made) == [DeliveryState.DELIVERED])
    (got,) = other.received
    (delivery,) = log(database, made)
    body, headers = got.body.decode(), got.headers
    assert got.path == "/hook?x=1"
    assert body == delivery.body
    assert json.loads(body)["data"]["semantic_version"] == "1.2.0"
    assert headers["content-type"] == "application/json"
    assert headers["x-mlflow-delivery-id"] == delivery.delivery_id
    assert abs(int(headers["x-mlflow-timestamp"]) - clock.now_ms() // 1000) < 60
    signed = signature("s3cret", delivery.delivery_id, headers["x-mlflow-timestamp"], body)
    assert headers["x-mlflow-signature"] == signed
    assert (delivery.attempts, delivery.last_status, delivery.last_answer, delivery.last_error) == (
        1,
        200,
        "thanks",
        "",
    )


def test_without_a_secret_there_is_no_signature(database: Database, access: Access) -> None:
    with receiver() as other:
        made = database.write_now(hook, access, url=other.url)
        happen(database, access)
        deliver(database, lambda: states(database, made) == [DeliveryState.DELIVERED])
    assert "x-mlflow-signature" not in other.received[0].headers


def test_a_sender_that_runs_already_hears_of_an_event_at_once(database: Database, access: Access) -> None:
    with receiver() as other:
        made = database.write_now(hook, access, url=other.url)

        async def later() -> None:
            await asyncio.sleep(0.2)
            await asyncio.to_thread(happen, database, access)
            assert await asyncio.to_thread(other.arrived.acquire, timeout=limits.WEBHOOK_POLL_SECONDS / 2)

        deliver(database, lambda: states(database, made) == [DeliveryState.DELIVERED], meanwhile=later)


def test_a_failed_delivery_is_made_again_with_the_same_id(database: Database, access: Access) -> None:
    with receiver([Answer(503), Answer(200)]) as other:
        made = database.write_now(hook, access, url=other.url)
        happen(database, access)
        deliver(database, lambda: log(database, made)[0].last_status == 503)
        (waiting,) = log(database, made)
        assert waiting.state is DeliveryState.WAITING
        assert 3_000 < waiting.next_at - waiting.updated_at < 7_000
        database.write_now(due_now)
        deliver(database, lambda: states(database, made) == [DeliveryState.DELIVERED])
    assert len({each.headers["x-mlflow-delivery-id"] for each in other.received}) == 1
    assert log(database, made)[0].attempts == 2


def test_a_receiver_that_never_takes_it_is_given_up(database: Database, access: Access) -> None:
    with receiver([Answer(500, body=b"broken")]) as other:
        made = database.write_now(hook, access, url=other.url)
        happen(database, access)
        for _ in range(limits.WEBHOOK_ATTEMPTS):
            assert states(database, made) == [DeliveryState.WAITING]
            database.write_now(due_now)
            deliver(database, lambda: log(database, made)[0].last_status == 500)
    assert len(other.received) == limits.WEBHOOK_ATTEMPTS
    (delivery,) = log(database, made)
    assert (delivery.state, delivery.last_answer) == (DeliveryState.FAILED, "broken")


@pytest.mark.parametrize("status", [301, 307, 400, 404, 410])
def test_what_is_refused_for_good_is_sent_once(database: Database, access: Access, status: int) -> None:
    with receiver() as elsewhere, receiver([Answer(status, {"Location": elsewhere.url})]) as other:
        made = database.write_now(hook, access, url=other.url)
        happen(database, access)
        deliver(database, lambda: states(database, made) == [DeliveryState.FAILED])
    assert (len(other.received), elsewhere.received) == (1, [])


def test_a_receiver_says_how_long_to_wait(database: Database, access: Access) -> None:
    with receiver([Answer(429, {"Retry-After": "600"})]) as other:
        made = database.write_now(hook, access, url=other.url)
        happen(database, access)
        deliver(database, lambda: log(database, made)[0].last_status == 429)
    (delivery,) = log(database, made)
    assert delivery.next_at - delivery.updated_at == 600_000


def test_a_slow_receiver_does_not_hold_up_others(database: Database, access: Access, elsewhere: Access) -> None:
    with receiver(slow=True) as slow, receiver() as fast:
        database.write_now(hook, access, url=slow.url)
        quick, quicker = (
            database.write_now(hook, access, url=fast.url),
            database.write_now(hook, elsewhere, url=fast.url),
        )
        for _ in range(30):
            happen(database, access)
        happen(database, elsewhere)
        all_done = [DeliveryState.DELIVERED] * 30
        deliver(database, lambda: states(database, quick) == all_done and states(database, quicker) == all_done[:1])
        assert len(slow.received) == limits.WEBHOOK_SENDING_ONE


def test_only_so_many_are_under_way_at_once_to_one_webhook(database: Database, access: Access) -> None:
    with receiver(slow=True) as slow:
        made = database.write_now(hook, access, url=slow.url)
        for _ in range(10):
            happen(database, access)

        async def check() -> None:
            for _ in range(limits.WEBHOOK_SENDING_ONE):
                assert await asyncio.to_thread(slow.arrived.acquire, timeout=SECONDS)
            await asyncio.sleep(0.2)
            assert len(slow.received) == limits.WEBHOOK_SENDING_ONE
            slow.open.set()

        deliver(database, lambda: states(database, made) == [DeliveryState.DELIVERED] * 10, meanwhile=check)


def test_what_is_broken_off_by_a_stop_is_due_at_once(database: Database, access: Access) -> None:
    with receiver(slow=True) as slow:
        made = database.write_now(hook, access, url=slow.url)
        happen(database, access)
        deliver(database, lambda: len(slow.received) == 1)
        (delivery,) = log(database, made)
        assert (delivery.state, delivery.attempts) == (DeliveryState.WAITING, 0)
        assert delivery.next_at <= clock.now_ms()
        slow.open.set()
        deliver(database, lambda: states(database, made) == [DeliveryState.DELIVERED])


def test_what_a_killed_process_had_claimed_is_sent_after_the_lease(database: Database, access: Access) -> None:
    with receiver() as other:
        made = database.write_now(hook, access, url=other.url)
        happen(database, access)
        (delivery,) = log(database, made)
        killed_at = clock.now_ms() - limits.WEBHOOK_LEASE_SECONDS * 1000
        database.write_now(due_now)
        assert len(database.write_now(webhook_delivery.claim, [delivery.id], killed_at)) == 1
        deliver(database, lambda: states(database, made) == [DeliveryState.DELIVERED])
    assert log(database, made)[0].attempts == 2


def test_two_senders_send_each_delivery_once(database: Database, access: Access) -> None:
    with receiver() as other:
        made = database.write_now(hook, access, url=other.url)
        for _ in range(20):
            happen(database, access)

        deliver(database, lambda: states(database, made) == [DeliveryState.DELIVERED] * 20, senders=2)
    ids = [each.headers["x-mlflow-delivery-id"] for each in other.received]
    assert len(ids) == len(set(ids)) == 20


def test_a_webhook_that_is_disabled_meanwhile_is_not_called(database: Database, access: Access) -> None:
    with receiver() as other:
        made = database.write_now(hook, access, url=other.url)
        happen(database, access)
        change = Change(status=WebhookStatus.DISABLED)
        database.write_now(webhooks.update, access, SEALING, made.webhook_id, change)
        deliver(database, lambda: states(database, made) == [DeliveryState.FAILED])
    assert other.received == []
    assert "disabled" in log(database, made)[0].last_error


def test_what_cannot_be_delivered_within_a_day_is_given_up(database: Database, access: Access) -> None:
    with receiver() as other:
        made = database.write_now(hook, access, url=other.url)
        happen(database, access)
        database.write_now(age, 25)
        deliver(database, lambda: states(database, made) == [DeliveryState.FAILED])
    assert other.received == []


def age(tx: Transaction, hours: int) -> None:
    """Let what waits be older, and have been tried."""
    tx.execute("UPDATE webhook_deliveries SET created_at = created_at - ?, attempts = 1", (hours * 3_600_000,))


def test_an_address_that_is_not_public_is_not_called_and_the_log_says_so(database: Database, access: Access) -> None:
    made = database.write_now(hook, access, url="http://10.0.0.1/secret-path")
    happen(database, access)
    deliver(database, lambda: log(database, made)[0].last_error != "")
    (delivery,) = log(database, made)
    assert "is not public" in delivery.last_error
    assert "secret-path" not in delivery.last_error


def test_only_the_beginning_of_an_answer_is_kept(database: Database, access: Access) -> None:
    with receiver([Answer(body=b"\0\xff" + b"x" * 10**6)]) as other:
        made = database.write_now(hook, access, url=other.url)
        happen(database, access)
        deliver(database, lambda: states(database, made) == [DeliveryState.DELIVERED])
    answer = log(database, made)[0].last_answer
    assert answer.startswith("\N{REPLACEMENT CHARACTER}\N{REPLACEMENT CHARACTER}xx")
    assert len(answer) == limits.WEBHOOK_ANSWER_BYTES


def test_the_log_is_pruned_by_one_process_an_hour(database: Database, access: Access) -> None:
    with receiver() as other:
        made = database.write_now(hook, access, VERSION_CREATED, url=other.url)
        happen(database, access)
        deliver(database, lambda: states(database, made) == [DeliveryState.DELIVERED])
    database.write_now(age, (limits.WEBHOOK_LOG_DAYS + 1) * 24)
    assert database.write_now(webhook_delivery.prune, clock.now_ms()) == 0
    assert database.write_now(webhook_delivery.prune, clock.now_ms() + 3_600_000) == 1
    assert log(database, made) == []
