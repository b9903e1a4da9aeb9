"""store.replays: answers that nobody heard, on each engine."""

import time
from concurrent.futures import Future, ThreadPoolExecutor

from modelstead.store import replays
from modelstead.store.database import Database
from modelstead.store.transaction import Transaction
from tests.store import facts

DIGEST = b"\xff\x00digest"
ANSWER = b'{"run": "\xc3\xbc"}\x00'


def test_an_answer_is_taken_once(database: Database) -> None:
    database.write_now(replays.keep, DIGEST, ANSWER, 10, 0)
    assert database.write_now(replays.take, b"other", 0) is None
    assert database.write_now(replays.take, DIGEST, 0) == ANSWER
    assert database.write_now(replays.take, DIGEST, 0) is None


def test_an_answer_grows_too_old(database: Database) -> None:
    database.write_now(replays.keep, DIGEST, ANSWER, 10, 0)
    assert database.write_now(replays.take, DIGEST, 11) is None
    assert database.write_now(replays.take, DIGEST, 10) == ANSWER


def test_the_last_answer_of_a_request_counts_and_old_ones_are_removed(database: Database) -> None:
    database.write_now(replays.keep, b"old", ANSWER, 10, 0)
    database.write_now(replays.keep, DIGEST, b"first", 20, 0)
    database.write_now(replays.keep, DIGEST, ANSWER, 30, 11)
    assert database.read_now(facts.rows, "SELECT COUNT(*) FROM replays") == [(1,)]
    assert database.write_now(replays.take, DIGEST, 30) == ANSWER


def test_of_two_at_once_one_takes_it(database: Database) -> None:
    database.write_now(replays.keep, DIGEST, ANSWER, 10, 0)

    with ThreadPoolExecutor(1) as threads:

        def take_and_linger(tx: Transaction) -> tuple[bytes | None, Future[bytes | None]]:
            taken = replays.take(tx, DIGEST, 0)
            other = threads.submit(database.write_now, replays.take, DIGEST, 0)
            time.sleep(0.05)  # long enough for the other to look while this one is not committed
            return taken, other

        taken, other = database.write_now(take_and_linger)
        assert (taken, other.result(10)) == (ANSWER, None)
