"""store.experiments: one experiment at a time, its tags, and lists, on each engine."""

import msgspec

from modelstead import limits
from modelstead.domain.experiment import Experiment, ViewType
from modelstead.domain.tag import Tag
from modelstead.store import experiments
from modelstead.store.database import Database
from modelstead.store.transaction import Row, Transaction
from tests import factories


def project_id(tx: Transaction, path: str = factories.PATH) -> int:
    return factories.member(tx, path).project.id


def add(database: Database, project: int, name: str, *, iid: int = 5, now: int = 10) -> int | None:
    return database.write_now(experiments.insert, project, iid=iid, name=name, artifact_location="s3://x#?", now=now)


def test_an_experiment_is_found_as_it_was_stored(database: Database) -> None:
    project = database.write_now(project_id)
    row_id = add(database, project, "churn", iid=limits.INT64_MAX)
    assert row_id is not None
    wanted = Experiment(row_id, limits.INT64_MAX, "churn", "s3://x#?", 10, 10, None)
    assert database.read_now(experiments.by_iid, project, limits.INT64_MAX) == wanted
    assert database.read_now(experiments.by_name, project, "churn") == wanted


def test_a_taken_name_or_number_is_not_stored(database: Database) -> None:
    project = database.write_now(project_id)
    assert add(database, project, "churn") is not None
    assert add(database, project, "churn", iid=6) is None
    assert add(database, project, "other", iid=5) is None
    assert add(database, project, "Churn", iid=7) is not None


def test_other_projects_have_names_and_numbers_of_their_own(database: Database) -> None:
    one, two = database.write_now(project_id, "a/one"), database.write_now(project_id, "a/two")
    assert add(database, one, "churn") is not None
    assert database.read_now(experiments.by_name, two, "churn") is None
    assert database.read_now(experiments.by_iid, two, 5) is None
    assert add(database, two, "churn") is not None
    assert database.read_now(experiments.row_ids, two, [5, 0, 99]) != database.read_now(
        experiments.row_ids, one, [5, 0, 99]
    )
    assert len(database.read_now(experiments.row_ids, two, [5, 0, 99])) == 2


def test_renaming_to_a_taken_name_changes_nothing(database: Database) -> None:
    project = database.write_now(project_id)
    one, two = add(database, project, "one", iid=1), add(database, project, "two", iid=2)
    assert one is not None
    assert two is not None
    assert not database.write_now(experiments.rename, one, "two", 20)
    assert database.write_now(experiments.rename, one, "three", 30)
    assert database.write_now(experiments.rename, one, "three", 40)
    found = database.read_now(experiments.by_iid, project, 1)
    assert found is not None
    assert (found.name, found.created_at, found.updated_at) == ("three", 10, 40)
    assert database.read_now(experiments.by_name, project, "one") is None


def test_tags_are_upserted_deleted_once_and_note_the_time(database: Database) -> None:
    project = database.write_now(project_id)
    row_id = add(database, project, "churn")
    assert row_id is not None
    database.write_now(experiments.set_tags, row_id, [Tag("b", "1"), Tag("a", "1"), Tag("b", "2")], 20)
    assert not database.write_now(experiments.delete_tag, row_id, "c", 25)
    found = database.read_now(experiments.by_iid, project, 5)
    assert found is not None
    assert found.updated_at == 20
    assert database.read_now(experiments.with_tags, [found])[0].tags == (Tag("a", "1"), Tag("b", "2"))
    assert database.write_now(experiments.delete_tag, row_id, "a", 30)
    again = database.read_now(experiments.by_iid, project, 5)
    assert again is not None
    assert again.updated_at == 30
    assert database.read_now(experiments.with_tags, [again]) == [msgspec.structs.replace(again, tags=(Tag("b", "2"),))]
    assert database.read_now(experiments.with_tags, []) == []


def test_pages_of_any_size_give_every_experiment_once_last_created_first(database: Database) -> None:
    project = database.write_now(project_id)
    for iid in range(1, 10):
        add(database, project, f"e{iid}", iid=iid, now=iid // 3)
    for size in (1, 2, 4, 100):
        found: list[int] = []
        after: Row | None = None
        while page := database.read_now(experiments.search, project, ViewType.ALL, None, (), size, after):
            assert len(page) <= size
            found += [each.iid for each, _ in page]
            after = page[-1][1]
        assert found == [0, 9, 6, 7, 8, 3, 4, 5, 1, 2]  # the first is the project's own, of now


def test_views_show_what_is_in_use_or_in_the_trash(database: Database) -> None:
    project = database.write_now(project_id)
    row_id = add(database, project, "churn")
    assert row_id is not None
    database.write_now(experiments.set_deleted, row_id, 50, 60)

    def names(view: ViewType) -> list[str]:
        found = database.read_now(experiments.search, project, view, None, (), 10, None)
        return [each.name for each, _ in found]

    assert names(ViewType.ACTIVE_ONLY) == ["Default"]
    assert names(ViewType.DELETED_ONLY) == ["churn"]
    assert names(ViewType.ALL) == ["Default", "churn"]
    found = database.read_now(experiments.by_name, project, "churn")
    assert found is not None
    assert (found.deleted_at, found.updated_at) == (50, 60)
    database.write_now(experiments.set_deleted, row_id, None, 70)
    assert names(ViewType.DELETED_ONLY) == []
