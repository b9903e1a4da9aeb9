"""store.one_time_links, on each engine."""

import threading
from concurrent.futures import ThreadPoolExecutor

from modelstead.store import one_time_links
from modelstead.store.database import Database
from tests.store.test_users import add

DIGEST = b"\xff\x00digest"


def link(database: Database) -> int:
    """Store a link that works before the millisecond 100, and return its user."""
    ada = add(database, "ada")
    assert ada is not None
    database.write_now(one_time_links.insert, digest=DIGEST, purpose="setup", user_id=ada.id, expires_at=100, now=0)
    return ada.id


def test_a_link_leads_to_its_user_until_it_expires(database: Database) -> None:
    ada = link(database)
    assert database.read_now(one_time_links.find, DIGEST, "setup", 99) == ada
    assert database.read_now(one_time_links.find, DIGEST, "setup", 100) is None


def test_another_digest_or_purpose_leads_nowhere(database: Database) -> None:
    link(database)
    assert database.read_now(one_time_links.find, b"other", "setup", 1) is None
    assert database.read_now(one_time_links.find, DIGEST, "invitation", 1) is None


def test_a_link_is_used_once(database: Database) -> None:
    link(database)
    assert database.write_now(one_time_links.use, DIGEST, 5)
    assert not database.write_now(one_time_links.use, DIGEST, 6)
    assert database.read_now(one_time_links.find, DIGEST, "setup", 7) is None


def test_of_several_at_once_one_uses_it(database: Database) -> None:
    link(database)
    start = threading.Barrier(8)

    def use(_: int) -> bool:
        start.wait()
        return database.write_now(one_time_links.use, DIGEST, 5)

    with ThreadPoolExecutor(8) as threads:
        assert sorted(threads.map(use, range(8))) == [False] * 7 + [True]
