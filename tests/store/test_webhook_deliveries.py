"""The queue of deliveries, and their log."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from modelstead.domain.delivery import Delivery, DeliveryState
from modelstead.domain.webhook import MODEL_CREATED
from modelstead.store import webhook_deliveries as rows
from modelstead.store.database import Database
from modelstead.store.transaction import Transaction
from modelstead.store.webhook_deliveries import NewDelivery, Settled
from tests.store.test_webhooks import add, project


@pytest.fixture
def hook(database: Database) -> tuple[int, int]:
    """Return the rows of a project and of a webhook in it."""
    project_id = database.write_now(project)
    return project_id, database.write_now(add, project_id, "a", MODEL_CREATED).id


def queue(database: Database, hook: tuple[int, int], *names: str, now: int = 100) -> None:
    database.write_now(rows.insert, [NewDelivery(*hook, name, "e.created", "{}", now) for name in names])


def due(database: Database, now: int) -> list[int]:
    return [row[0] for row in database.read_now(rows.due, now, but_projects=[], but_webhooks=[], limit=100)]


def claim(database: Database, now: int, lease: int = 50) -> list[Delivery]:
    return database.write_now(rows.claim, due(database, now), now, now + lease)


def settle(database: Database, delivery: Delivery, state: DeliveryState, next_at: int = 0, now: int = 0) -> bool:
    return database.write_now(rows.settle, Settled(delivery.id, delivery.attempts, state, next_at, 200, "ok", "", now))


def names(tx: Transaction) -> list[str]:
    return [row[0] for row in tx.all("SELECT delivery_id FROM webhook_deliveries ORDER BY id")]


def test_what_is_due_is_claimed_once(database: Database, hook: tuple[int, int]) -> None:
    queue(database, hook, "a", "b")
    assert claim(database, 99) == []
    claimed = claim(database, 100)
    assert [(each.delivery_id, each.attempts, each.next_at) for each in claimed] == [("a", 1, 150), ("b", 1, 150)]
    assert database.write_now(rows.claim, [each.id for each in claimed], 100, 150) == []


def test_of_many_that_claim_at_once_one_wins_each(database: Database, hook: tuple[int, int]) -> None:
    queue(database, hook, *map(str, range(20)))
    wanted = due(database, 100)

    def take(backwards: int) -> list[str]:
        ordered = wanted[::-1] if backwards else wanted
        return [each.delivery_id for each in database.write_now(rows.claim, ordered, 100, 150)]

    with ThreadPoolExecutor(4) as threads:
        taken = [name for found in threads.map(take, [0, 1, 0, 1]) for name in found]
    assert sorted(taken, key=int) == [str(number) for number in range(20)]


def test_a_claim_that_nobody_settles_ends_with_its_lease(database: Database, hook: tuple[int, int]) -> None:
    queue(database, hook, "a")
    (first,) = claim(database, 100)
    assert claim(database, 149) == []
    (second,) = claim(database, 150)
    assert (second.id, second.attempts) == (first.id, 2)
    assert not settle(database, first, DeliveryState.FAILED)
    assert settle(database, second, DeliveryState.DELIVERED)
    assert not settle(database, second, DeliveryState.FAILED)
    assert due(database, 10**6) == []


def test_a_claim_that_is_given_back_is_due_at_once(database: Database, hook: tuple[int, int]) -> None:
    queue(database, hook, "a")
    database.write_now(rows.give_back, claim(database, 100), 101)
    (again,) = claim(database, 101)
    assert again.attempts == 1


def test_a_claim_that_was_settled_is_not_given_back(database: Database, hook: tuple[int, int]) -> None:
    queue(database, hook, "a")
    (claimed,) = claim(database, 100)
    assert settle(database, claimed, DeliveryState.WAITING, next_at=500)
    database.write_now(rows.give_back, [claimed], 101)
    (waiting,) = database.read_now(rows.log, hook[1], 1)
    assert (waiting.attempts, waiting.next_at) == (1, 500)


def test_those_of_some_projects_and_webhooks_can_be_left_out(database: Database, hook: tuple[int, int]) -> None:
    queue(database, hook, "a")
    find = {"but_projects": [hook[0]], "but_webhooks": []}, {"but_projects": [], "but_webhooks": [hook[1]]}
    for but in find:
        assert database.read_now(rows.due, 100, limit=10, **but) == []


def test_the_next_one_is_due_when_the_first_that_waits_is(database: Database, hook: tuple[int, int]) -> None:
    assert database.read_now(rows.next_due) is None
    queue(database, hook, "a", now=300)
    queue(database, hook, "b", now=200)
    assert database.read_now(rows.next_due) == 200
    for claimed in claim(database, 300):
        settle(database, claimed, DeliveryState.DELIVERED)
    assert database.read_now(rows.next_due) is None


def test_the_log_has_the_newest_first(database: Database, hook: tuple[int, int]) -> None:
    queue(database, hook, "a", "b", "c")
    settle(database, claim(database, 100)[1], DeliveryState.FAILED, now=120)
    log = database.read_now(rows.log, hook[1], 2)
    assert [each.delivery_id for each in log] == ["c", "b"]
    assert (log[1].state, log[1].last_status, log[1].last_answer, log[1].updated_at) == (
        DeliveryState.FAILED,
        200,
        "ok",
        120,
    )


def test_a_delivery_of_the_log_may_be_made_again(database: Database, hook: tuple[int, int]) -> None:
    queue(database, hook, "a")
    assert database.write_now(rows.again, hook[0], "a", 500) is None  # it waits already
    settle(database, claim(database, 100)[0], DeliveryState.FAILED)
    assert database.write_now(rows.again, hook[0] + 1, "a", 500) is None  # of another project
    again = database.write_now(rows.again, hook[0], "a", 500)
    assert again is not None
    assert (again.state, again.attempts, again.next_at) == (DeliveryState.WAITING, 0, 500)
    assert database.write_now(rows.again, hook[0], "b", 500) is None


def test_the_log_is_read_by_state_and_counted(database: Database, hook: tuple[int, int]) -> None:
    queue(database, hook, "made", "failed")
    made, failed = claim(database, 100)
    settle(database, made, DeliveryState.DELIVERED)
    settle(database, failed, DeliveryState.FAILED)
    queue(database, hook, "waits")
    read = database.read_now
    assert read(rows.count_by_state, hook[1]) == dict.fromkeys(DeliveryState, 1)
    assert [each.delivery_id for each in read(rows.log, hook[1], 10)] == ["waits", "failed", "made"]
    assert [each.delivery_id for each in read(rows.log, hook[1], 10, state=DeliveryState.FAILED)] == ["failed"]
    assert [each.delivery_id for each in read(rows.log, hook[1], 1, offset=2)] == ["made"]
    assert {row: each.delivery_id for row, each in read(rows.last, [hook[1], 999]).items()} == {hook[1]: "waits"}


def test_the_queue_is_counted_up_to_a_number(database: Database, hook: tuple[int, int]) -> None:
    assert database.read_now(rows.queue, 100, 10) == (0, 0, 0, None)
    queue(database, hook, "a", "b", now=100)
    settle(database, claim(database, 100)[0], DeliveryState.WAITING, next_at=300)
    assert database.read_now(rows.queue, 200, 10) == (2, 1, 2, 150)
    assert database.read_now(rows.queue, 200, 1) == (1, 1, 1, 150)
    assert database.read_now(rows.newest_states, 10) == {DeliveryState.WAITING: 2}


def test_what_waits_for_a_deleted_webhook_is_forgotten_and_the_log_stays(
    database: Database, hook: tuple[int, int]
) -> None:
    queue(database, hook, "made")
    settle(database, claim(database, 100)[0], DeliveryState.DELIVERED)
    queue(database, hook, "waits")
    database.write_now(rows.forget_waiting, hook[1])
    assert database.read_now(names) == ["made"]


def test_the_log_is_pruned_by_age_and_number_but_what_waits_stays(database: Database, hook: tuple[int, int]) -> None:
    queue(database, hook, "old", now=1)
    queue(database, hook, *map(str, range(5)), now=100)
    for claimed in claim(database, 100):
        settle(database, claimed, DeliveryState.DELIVERED)
    queue(database, hook, "waits", now=2)
    assert database.write_now(rows.prune, 50, 3) == 4
    assert database.read_now(names) == ["3", "4", "waits"]
