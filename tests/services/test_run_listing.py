"""services.run_listing: changes of many runs are whole or not at all; on each engine."""

import pytest

from modelstead import limits
from modelstead.domain.actor import ANONYMOUS, Access
from modelstead.domain.tag import RUN_NAME, Tag
from modelstead.errors import InvalidParameter, InvalidState, LimitExceeded, NotFound, Unauthenticated
from modelstead.services import model_versions, registered_models, run_listing, runs
from modelstead.store.database import Database
from modelstead.store.transaction import Transaction
from tests import factories


@pytest.fixture
def iids(database: Database, access: Access) -> list[int]:
    return [database.write_now(factories.run, access, name=f"r{number}").run.iid for number in range(3)]


def state(tx: Transaction, access: Access) -> list[tuple[str, bool]]:
    """Return each run's name, and whether it is in the trash."""
    return tx.all(
        "SELECT name, CASE WHEN deleted_at IS NULL THEN 0 ELSE 1 END FROM runs WHERE project_id = ? ORDER BY iid",
        (access.project.id,),
    )


def tags(tx: Transaction, access: Access, iid: int) -> dict[str, str]:
    row = tx.one("SELECT run_id FROM runs WHERE project_id = ? AND iid = ?", (access.project.id, iid))
    assert row is not None
    return {tag.key: tag.value for tag in runs.get(tx, access, row[0]).tags}


def test_runs_go_to_the_trash_and_come_back(database: Database, access: Access, iids: list[int]) -> None:
    assert database.write_now(run_listing.delete, access, iids[:2]) == 2
    assert database.read_now(state, access) == [("r0", 1), ("r1", 1), ("r2", 0)]
    assert database.write_now(run_listing.delete, access, iids) == 1
    assert database.write_now(run_listing.restore, access, iids) == 3
    assert database.read_now(state, access) == [("r0", 0), ("r1", 0), ("r2", 0)]


def test_a_run_of_a_version_keeps_all_where_they_are(database: Database, access: Access, iids: list[int]) -> None:
    def promote(tx: Transaction) -> None:
        registered_models.create(tx, access, "forest")
        row = tx.one("SELECT run_id FROM runs WHERE iid = ?", (iids[1],))
        assert row is not None
        model_versions.create(tx, access, "forest", source="", run_id=row[0])

    database.write_now(promote)
    with pytest.raises(InvalidState, match=rf"Nothing was deleted: the run {iids[1]} is that of the version"):
        database.write_now(run_listing.delete, access, iids)
    assert [each[1] for each in database.read_now(state, access)[:3]] == [0, 0, 0]


def test_a_missing_run_keeps_all_as_they_are(
    database: Database, access: Access, elsewhere: Access, iids: list[int]
) -> None:
    other = database.write_now(factories.run, elsewhere).run.iid + 90
    for change in (run_listing.delete, run_listing.restore, run_listing.star):
        with pytest.raises(NotFound, match="Nothing was changed"):
            database.write_now(change, access, [*iids, other])
    assert [each[1] for each in database.read_now(state, access)] == [0, 0, 0]


def test_runs_of_another_project_are_not_there(database: Database, elsewhere: Access, iids: list[int]) -> None:
    with pytest.raises(NotFound):
        database.write_now(run_listing.delete, elsewhere, iids)


def test_a_tag_is_set_on_all_and_removed(database: Database, access: Access, iids: list[int]) -> None:
    assert database.write_now(run_listing.set_tag, access, iids, Tag("team", "red")) == 3
    assert database.read_now(tags, access, iids[2])["team"] == "red"
    assert database.write_now(run_listing.remove_tag, access, iids[:2], "team") == 2
    assert database.write_now(run_listing.remove_tag, access, iids, "team") == 1
    assert "team" not in database.read_now(tags, access, iids[2])


def test_the_tag_of_names_names_runs(database: Database, access: Access, iids: list[int]) -> None:
    database.write_now(run_listing.set_tag, access, iids[:2], Tag(RUN_NAME, "same"))
    assert [name for name, _ in database.read_now(state, access)] == ["same", "same", "r2"]
    with pytest.raises(InvalidParameter):
        database.write_now(run_listing.remove_tag, access, iids, RUN_NAME)


@pytest.mark.parametrize("tag", [Tag("", "x"), Tag("a//b", "x"), Tag("k", "x" * (limits.TAG_VALUE_LENGTH + 1))])
def test_an_illegal_tag_is_set_on_none(database: Database, access: Access, iids: list[int], tag: Tag) -> None:
    with pytest.raises(InvalidParameter):
        database.write_now(run_listing.set_tag, access, iids, tag)


def test_runs_in_the_trash_are_not_tagged(database: Database, access: Access, iids: list[int]) -> None:
    database.write_now(run_listing.delete, access, iids[1:2])
    with pytest.raises(InvalidState, match="Nothing was changed"):
        database.write_now(run_listing.set_tag, access, iids, Tag("team", "red"))
    assert "team" not in database.read_now(tags, access, iids[0])


def test_a_star_is_one_s_own(database: Database, access: Access, iids: list[int]) -> None:
    assert database.write_now(run_listing.star, access, iids) == 3
    assert database.write_now(run_listing.unstar, access, iids[:1]) == 1

    def starred(tx: Transaction) -> list[tuple[int, int]]:
        return tx.all("SELECT r.iid, s.user_id FROM stars s JOIN runs r ON r.id = s.item_id ORDER BY r.iid")

    assert database.read_now(starred) == [(iid, access.actor.user_id) for iid in iids[1:]]
    with pytest.raises(Unauthenticated):
        database.write_now(run_listing.star, Access(ANONYMOUS, access.project, None), iids)


def test_no_runs_and_too_many_are_refused(database: Database, access: Access) -> None:
    with pytest.raises(InvalidParameter, match="Choose runs first"):
        database.write_now(run_listing.delete, access, [])
    with pytest.raises(LimitExceeded):
        database.write_now(run_listing.delete, access, range(limits.BULK_RUNS_CHANGED + 1))
