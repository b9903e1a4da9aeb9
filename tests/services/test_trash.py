"""The trash as people see it: the uppermost things that were deleted, their sizes, and the way back."""

from collections.abc import Callable
from typing import Any

import pytest

from modelstead.domain.actor import Access
from modelstead.domain.artifact import Address
from modelstead.domain.role import Role
from modelstead.domain.trashed import Kind, Reference, references
from modelstead.errors import AlreadyExists, InvalidState, NotFound, PermissionDenied
from modelstead.services import (
    experiments,
    logged_models,
    model_versions,
    project_changes,
    registered_models,
    runs,
    trash,
)
from modelstead.services.trash import TrashLine, TrashList, Wanted
from modelstead.store.database import Database
from modelstead.store.transaction import Transaction
from tests import factories, registering, trashing
from tests.counting import Counted


def listed(database: Database, access: Access, **wanted: Any) -> TrashList:
    found: TrashList = database.read_now(trash.page, access, Wanted(**wanted))
    return found


def names(found: TrashList) -> list[tuple[str, str]]:
    return [(line.kind.value, line.name) for line in found.lines]


def all_of(database: Database, access: Access) -> list[Reference]:
    return references(line.reference for line in listed(database, access).lines)


def one_of_each(tx: Transaction, access: Access) -> None:
    """Delete a run, an experiment with two runs, a model with a version, a version of another model, a logged model."""
    runs.delete(tx, access, factories.run(tx, access, name="lonely").run.run_id)
    old = factories.experiment(tx, access, "old")
    for _ in range(2):
        trashing.full_run(tx, access, old)
    experiments.delete(tx, access, old)
    registering.versions(tx, access, "1.0.0", name="gone")
    registered_models.delete(tx, access, "gone")
    registering.versions(tx, access, "1.0.0", "2.0.0")
    model_versions.delete(tx, access, "churn", "2")
    logged_models.delete(tx, access, trashing.full_model(tx, access))


def test_each_row_is_what_was_deleted_and_not_what_went_with_it(
    database: Database, access: Access, elsewhere: Access
) -> None:
    database.write_now(one_of_each, access)
    found = listed(database, access)
    assert sorted(names(found)) == [
        ("experiment", "old"),
        ("logged_model", "forest"),
        ("model", "gone"),
        ("run", "lonely"),
        ("version", "churn 2.0.0"),
    ]
    assert found.counts == dict.fromkeys(Kind, 1)
    assert names(listed(database, elsewhere)) == []


def test_a_row_says_what_is_in_it_how_large_that_is_and_who_deleted_it(database: Database, access: Access) -> None:
    database.write_now(one_of_each, access)
    lines: dict[Kind, TrashLine] = {line.kind: line for line in listed(database, access).lines}
    assert (lines[Kind.EXPERIMENT].held, lines[Kind.EXPERIMENT].files) == (2, 4)
    assert lines[Kind.EXPERIMENT].bytes > 100
    assert (lines[Kind.RUN].inside, lines[Kind.RUN].files, lines[Kind.RUN].bytes) == ("Default", 0, 0)
    assert [lines[kind].by for kind in (Kind.MODEL, Kind.VERSION)] == [access.actor.username] * 2
    assert lines[Kind.RUN].by == ""


def test_a_search_and_a_kind_narrow_it(database: Database, access: Access) -> None:
    database.write_now(one_of_each, access)
    assert names(listed(database, access, q="LONE")) == [("run", "lonely")]
    assert names(listed(database, access, q="churn 2")) == [("version", "churn 2.0.0")]
    assert names(listed(database, access, q="100%")) == []
    assert names(listed(database, access, kind=Kind.MODEL)) == [("model", "gone")]


def test_what_was_deleted_last_comes_first_or_last(database: Database, access: Access) -> None:
    made = [database.write_now(factories.run, access, name=name).run.run_id for name in ("a", "b", "c")]

    def delete(tx: Transaction) -> None:
        for at, run_id in enumerate(made, start=1):
            tx.execute("UPDATE runs SET deleted_at = ? WHERE run_id = ?", (at, run_id))

    database.write_now(delete)
    assert [line.name for line in listed(database, access).lines] == ["c", "b", "a"]
    assert [line.name for line in listed(database, access, oldest=True).lines] == ["a", "b", "c"]


def test_a_retention_says_when_things_go(database: Database, access: Access) -> None:
    database.write_now(one_of_each, access)
    assert {line.purged_at for line in listed(database, access).lines} == {None}
    database.write_now(project_changes.update, access, project_changes.ProjectChanges(retention_days=3))
    for line in listed(database, access).lines:
        assert line.purged_at == line.deleted_at + 3 * trashing.DAY_MS


def test_bytes_that_something_living_has_too_are_not_free_and_shared_ones_count_once(
    database: Database, access: Access
) -> None:
    def work(tx: Transaction) -> None:
        living, *gone = (factories.run_id(tx, access) for _ in range(3))
        for run_id in (living, *gone):
            trashing.put_file(tx, access, Address.of_run(run_id, "a"), b"x" * 1_000)
        for run_id in gone:
            trashing.put_file(tx, access, Address.of_run(run_id, "b"), b"y" * 10)
            runs.delete(tx, access, run_id)

    database.write_now(work)
    assert listed(database, access).freed == (10, False)


def test_a_page_takes_as_many_queries_for_much_as_for_little(database: Database, access: Access) -> None:
    database.write_now(one_of_each, access)

    def counted(tx: Transaction) -> int:
        counting = Counted(tx)
        trash.page(counting, access, Wanted())
        return counting.statements

    def count() -> int:
        return database.read_now(counted)

    few = count()
    for _ in range(3):
        database.write_now(lambda tx: runs.delete(tx, access, factories.run_id(tx, access)))
    assert count() == few


def test_everything_comes_back(database: Database, access: Access) -> None:
    database.write_now(one_of_each, access)
    restored = database.write_now(trash.restore, access, all_of(database, access))
    assert dict(restored) == dict.fromkeys(Kind, 1)
    assert listed(database, access).lines == []
    assert database.read_now(registered_models.get, access, "gone").model.name == "gone"


def test_of_two_models_of_a_name_the_chosen_one_comes_back(database: Database, access: Access) -> None:
    for description in ("first", "second"):
        database.write_now(registering.model, access, "twin", description=description)
        database.write_now(registered_models.delete, access, "twin")
    oldest = references([listed(database, access, oldest=True).lines[0].reference])
    database.write_now(trash.restore, access, oldest)
    assert database.read_now(registered_models.get, access, "twin").model.description == "first"
    with pytest.raises(AlreadyExists):
        database.write_now(trash.restore, access, all_of(database, access))


@pytest.mark.parametrize("reach", [lambda one, _: one, lambda one, other: [*other, *one]])
def test_what_is_not_in_the_projects_trash_is_not_found_and_nothing_is_restored(
    database: Database,
    access: Access,
    elsewhere: Access,
    reach: Callable[[list[Reference], list[Reference]], list[Reference]],
) -> None:
    database.write_now(one_of_each, elsewhere)
    database.write_now(lambda tx: runs.delete(tx, access, factories.run_id(tx, access)))
    foreign, own = all_of(database, elsewhere), all_of(database, access)
    with pytest.raises(NotFound, match="Nothing was restored"):
        database.write_now(trash.restore, access, reach(foreign, own))
    assert len(listed(database, elsewhere).lines) == 5
    assert len(listed(database, access).lines) == 1


def test_a_logged_model_waits_for_its_experiment(database: Database, access: Access) -> None:
    def work(tx: Transaction) -> None:
        inside = factories.experiment(tx, access, "old")
        logged_models.delete(tx, access, trashing.full_model(tx, access, inside))
        experiments.delete(tx, access, inside)

    database.write_now(work)
    alone = [each for each in all_of(database, access) if each.kind is Kind.LOGGED_MODEL]
    with pytest.raises(InvalidState):
        database.write_now(trash.restore, access, alone)
    database.write_now(trash.restore, access, all_of(database, access))
    assert listed(database, access).lines == []


def test_who_may_not_write_restores_nothing(database: Database, access: Access) -> None:
    database.write_now(one_of_each, access)
    guest = Access(access.actor, access.project, Role.GUEST)
    with pytest.raises(PermissionDenied):
        database.write_now(trash.restore, guest, all_of(database, access))
