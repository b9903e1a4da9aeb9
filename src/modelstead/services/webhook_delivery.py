"""Delivering: what is queued is sent, by one of all processes, again until it arrives or there is no use in it.

A receiver may hear an event twice (see claiming), and tells that by the delivery's id.
"""

import random
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from modelstead import clock, limits
from modelstead.domain.delivery import Delivery, DeliveryState, Outcome, next_wait
from modelstead.domain.webhook import Webhook
from modelstead.services.claiming import Claiming
from modelstead.services.webhook_events import TOPIC
from modelstead.services.webhook_sending import Sending
from modelstead.store import instance, webhook_deliveries, webhooks
from modelstead.store.database import Database
from modelstead.store.transaction import Transaction
from modelstead.store.webhook_deliveries import Settled

PRUNED_AT = "webhooks_pruned_at"  # the fact that one of all processes renews when it prunes the log


class Claimed(NamedTuple):
    """A delivery that this process makes now, and to whom."""

    delivery: Delivery
    webhook: Webhook


class Delivering(Claiming[Claimed]):
    """Sends what is due, many deliveries at once but few of one project or webhook."""

    poll_seconds = limits.WEBHOOK_POLL_SECONDS

    def __init__(self, database: Database, sending: Sending) -> None:
        super().__init__(database, TOPIC, "Deliveries of webhooks")
        self._sending = sending

    async def tidy(self) -> None:
        if await self._database.read(_is_time_to_prune, clock.now_ms()):
            await self._database.write(prune, clock.now_ms())

    async def pause(self) -> float:
        due, now = await self._database.read(webhook_deliveries.next_due), clock.now_ms()
        return min(self.poll_seconds, (due - now) / 1000) if due is not None and due > now else self.poll_seconds

    async def choose(self) -> list[int]:
        room = limits.WEBHOOK_SENDING - len(self.under_way)
        if room <= 0:
            return []
        projects = Counter(each.delivery.project_id for each in self.under_way)
        hooks = Counter(each.delivery.webhook_row for each in self.under_way)
        rows = await self._database.read(
            webhook_deliveries.due,
            clock.now_ms(),
            but_projects=[each for each, count in projects.items() if count >= limits.WEBHOOK_SENDING_PROJECT],
            but_webhooks=[each for each, count in hooks.items() if count >= limits.WEBHOOK_SENDING_ONE],
            limit=room,
        )
        chosen = []
        for row_id, project_id, webhook_row in rows:
            if (
                projects[project_id] < limits.WEBHOOK_SENDING_PROJECT
                and hooks[webhook_row] < limits.WEBHOOK_SENDING_ONE
            ):
                projects[project_id] += 1
                hooks[webhook_row] += 1
                chosen.append(row_id)
        return chosen

    async def claim(self, row_ids: list[int]) -> list[Claimed]:
        return await self._database.write(claim, row_ids, clock.now_ms())

    async def perform(self, claimed: Claimed) -> None:
        delivery = claimed.delivery
        outcome = await self._sending.send(claimed.webhook, delivery.delivery_id, delivery.body)
        chance = random.SystemRandom().random()  # spreads what failed together
        await self._database.write(settle, delivery, outcome, chance)

    async def give_back(self, claims: Sequence[Claimed]) -> None:
        await self._database.write(webhook_deliveries.give_back, [each.delivery for each in claims], clock.now_ms())


def claim(tx: Transaction, row_ids: list[int], now: int) -> list[Claimed]:
    """Take deliveries that are due, each by one of all processes; end those that are of no use any more."""
    taken = webhook_deliveries.claim(tx, row_ids, now, now + limits.WEBHOOK_LEASE_SECONDS * 1000)
    found = webhooks.by_rows(tx, {delivery.webhook_row for delivery in taken})
    ready = []
    for delivery in taken:
        hook = found.get(delivery.webhook_row)
        if hook is None:
            _end(tx, delivery, "The webhook was disabled or deleted.", now)
        elif delivery.attempts > limits.WEBHOOK_ATTEMPTS:
            _end(tx, delivery, "The server was stopped in the middle of the last attempt.", now)
        elif delivery.attempts > 1 and now - delivery.created_at > limits.WEBHOOK_AGE_SECONDS * 1000:
            _end(tx, delivery, delivery.last_error or "It was not delivered within a day.", now)
        else:
            ready.append(Claimed(delivery, hook))
    return ready


def settle(tx: Transaction, delivery: Delivery, outcome: Outcome, chance: float) -> None:
    """Note what came of an attempt, and when the next one is due if there is to be one."""
    now, wait = clock.now_ms(), next_wait(delivery.attempts, outcome, chance)
    if wait is not None:
        state, next_at = DeliveryState.WAITING, now + int(wait * 1000)
    else:
        state, next_at = (DeliveryState.DELIVERED if outcome.is_success else DeliveryState.FAILED), now
    webhook_deliveries.settle(
        tx,
        Settled(
            row_id=delivery.id,
            attempts=delivery.attempts,
            state=state,
            next_at=next_at,
            status=outcome.status,
            answer=outcome.answer,
            error=outcome.error,
            now=now,
        ),
    )


def prune(tx: Transaction, now: int) -> int:
    """Remove what is too old, or too much, from the log, unless another process did just now; return how many."""
    if not _is_time_to_prune(tx, now):
        return 0
    instance.put(tx, PRUNED_AT, str(now))
    return webhook_deliveries.prune(tx, now - limits.WEBHOOK_LOG_DAYS * 86_400_000, limits.WEBHOOK_LOG)


def _is_time_to_prune(tx: Transaction, now: int) -> bool:
    last = instance.get(tx, PRUNED_AT)
    return last is None or not now - limits.SWEEP_SECONDS * 1000 < int(last) <= now


def _end(tx: Transaction, delivery: Delivery, error: str, now: int) -> None:
    webhook_deliveries.settle(
        tx,
        Settled(
            delivery.id,
            delivery.attempts,
            DeliveryState.FAILED,
            now,
            delivery.last_status,
            delivery.last_answer,
            error,
            now,
        ),
    )


def pruned_at(tx: Transaction) -> int | None:
    """Return when the log was pruned the last time."""
    last = instance.get(tx, PRUNED_AT)
    return None if last is None else int(last)
