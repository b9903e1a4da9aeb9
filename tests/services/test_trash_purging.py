"""Purges that people begin: noted, in steps that others need not wait for, one of a project at a time."""

import asyncio

import pytest

from modelstead import clock, limits
from modelstead.domain.actor import Access
from modelstead.domain.artifact import Address
from modelstead.domain.audit_event import Action
from modelstead.domain.trashed import Kind, Reference, references
from modelstead.errors import Conflict, NotFound
from modelstead.services import audit, purging, runs, trash, trash_purging
from modelstead.services.purging import Purged
from modelstead.services.trash import Wanted
from modelstead.services.trash_purging import Purges
from modelstead.store.audit_events import Wanted as WantedEvents
from modelstead.store.database import Database
from modelstead.store.transaction import Transaction
from tests import factories, trashing


def deleted_run(tx: Transaction, access: Access, name: str = "") -> None:
    made = factories.run(tx, access, name=name).run.run_id
    trashing.put_file(tx, access, Address.of_run(made, "a"), made.encode())
    runs.delete(tx, access, made)


def in_trash(database: Database, access: Access) -> list[Reference]:
    found = database.read_now(trash.page, access, Wanted())
    return references(line.reference for line in found.lines) if found.lines else []


def test_what_was_purged_is_noted_with_who_did_it(database: Database, access: Access) -> None:
    for name in ("one", "two"):
        database.write_now(deleted_run, access, name)
    running = asyncio.run(Purges(database).begin(access, in_trash(database, access), clock.now_ms()))
    assert (running.purged, running.gone, running.freed.bytes) == (Purged(runs=2, files=2), 2, 64)
    [event], _ = database.read_now(audit.page, access, WantedEvents(action=Action.PURGE_TRASH.value), limit=10)
    assert (event.subject, event.username) == ("2 runs", access.actor.username)
    assert event.details == {"files": "2", "names": "one, two"}


def test_all_of_it_goes_but_for_what_was_deleted_later(
    database: Database, access: Access, elsewhere: Access, monkeypatch: pytest.MonkeyPatch
) -> None:
    for each in (access, elsewhere):
        database.write_now(deleted_run, each)
    asked_at = clock.now_ms()
    monkeypatch.setattr(clock, "now_ms", lambda: asked_at + 1)
    database.write_now(deleted_run, access, "later")
    running = asyncio.run(Purges(database).begin(access, None, asked_at))
    assert running.purged == Purged(runs=1, files=1)
    left = database.read_now(trash.page, access, Wanted()).lines
    assert [line.name for line in left] == ["later"]
    assert len(in_trash(database, elsewhere)) == 1


def test_a_long_purge_goes_on_without_the_form_and_another_one_waits(
    database: Database, access: Access, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "PURGE_WAIT_SECONDS", 0)
    monkeypatch.setattr(purging, "AT_ONCE", 1)
    for _ in range(3):
        database.write_now(deleted_run, access)

    async def work() -> None:
        purges = Purges(database)
        running = await purges.begin(access, None, clock.now_ms())
        assert (running.purged, running.planned.runs) == (None, 3)
        assert purges.of(access.project.id) is running
        with pytest.raises(Conflict):
            await purges.begin(access, None, clock.now_ms())
        await asyncio.wait(asyncio.all_tasks() - {asyncio.current_task()})
        assert purges.of(access.project.id) is None
        assert running.purged == Purged(runs=3, files=3)

    asyncio.run(work())


def test_a_stopped_purge_leaves_the_rest_in_the_trash(
    database: Database, access: Access, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "PURGE_WAIT_SECONDS", 0)
    monkeypatch.setattr(purging, "AT_ONCE", 1)
    for _ in range(5):
        database.write_now(deleted_run, access)

    async def work() -> int:
        purges = Purges(database)
        running = await purges.begin(access, None, clock.now_ms())
        await purges.close()
        assert purges.of(access.project.id) is None
        return running.gone

    assert asyncio.run(work()) < 5
    monkeypatch.setattr(limits, "PURGE_WAIT_SECONDS", 30)
    assert asyncio.run(Purges(database).begin(access, None, clock.now_ms())).purged is not None
    assert in_trash(database, access) == []


def test_what_is_gone_meanwhile_cannot_be_asked_about(database: Database, access: Access) -> None:
    with pytest.raises(NotFound):
        database.read_now(trash_purging.plan, access, [Reference(Kind.RUN, 1)], clock.now_ms())
    with pytest.raises(NotFound):
        database.read_now(trash_purging.plan, access, None, clock.now_ms())
