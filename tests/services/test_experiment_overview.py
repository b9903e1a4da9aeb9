"""The list of experiments: order, folders, pages, filters, numbers, best runs."""

import pytest

from modelstead import limits
from modelstead.domain.actor import Access
from modelstead.domain.metric import MetricPoint
from modelstead.domain.run import RunStatus
from modelstead.domain.tag import Tag
from modelstead.services import experiment_head, experiment_overview, experiments, registered_models, runs
from modelstead.services.experiment_overview import ExperimentList, ExperimentRow, FolderRow, Wanted, excerpt
from modelstead.store.database import Database
from modelstead.store.transaction import Transaction
from tests import factories

NOTE = "mlflow.note.content"


def page(database: Database, access: Access, **wanted: object) -> ExperimentList:
    return database.read_now(experiment_overview.page, access, Wanted(**wanted))  # type: ignore[arg-type]


def shown(found: ExperimentList) -> list[str]:
    return [f"{line.label}/" if isinstance(line, FolderRow) else line.label for line in found.lines]


def row(database: Database, access: Access, name: str, **wanted: object) -> ExperimentRow:
    found = page(database, access, **wanted).lines
    return next(line for line in found if isinstance(line, ExperimentRow) and line.name == name)


def make(database: Database, access: Access, *names: str, tags: tuple[Tag, ...] = ()) -> list[str]:
    def work(tx: Transaction) -> list[str]:
        return [factories.experiment(tx, access, name, *tags) for name in names]

    return database.write_now(work)


def test_slashes_make_folders_that_can_be_shut(database: Database, access: Access) -> None:
    make(database, access, "vision/b", "vision/a", "rl")
    assert shown(page(database, access)) == ["Default", "rl", "vision/", "a", "b"]
    shut = page(database, access, shut=frozenset({"vision"}))
    assert shown(shut) == ["Default", "rl", "vision/"]
    assert (shut.total_rows, shut.total) == (3, 4)
    assert shown(page(database, access, as_tree=False)) == ["Default", "rl", "vision/a", "vision/b"]


def test_a_page_has_so_many_rows_and_repeats_the_folders_they_are_in(database: Database, access: Access) -> None:
    make(database, access, *(f"all/{number:03d}" for number in range(limits.EXPERIMENTS_SHOWN + 20)))
    first, second = page(database, access), page(database, access, page=2)
    assert shown(first)[:3] == ["all/", "000", "001"]
    assert (first.rows, first.total_rows) == (limits.EXPERIMENTS_SHOWN, limits.EXPERIMENTS_SHOWN + 21)
    assert shown(second) == ["all/", *(f"{number:03d}" for number in range(100, 120)), "Default"]
    assert page(database, access, page=3).lines == []


def test_runs_are_counted_without_the_trash(database: Database, access: Access) -> None:
    (made,) = make(database, access, "counted")

    def work(tx: Transaction) -> None:
        ids = [factories.run_id(tx, access, made, start_time=number) for number in range(4)]
        runs.update(tx, access, ids[0], status=RunStatus.FINISHED, end_time=5, name="")
        runs.delete(tx, access, ids[3])

    database.write_now(work)
    found = row(database, access, "counted")
    assert (found.runs, found.running) == (3, 2)
    database.write_now(experiments.delete, access, made)
    assert shown(page(database, access)) == ["Default"]
    assert row(database, access, "counted", stage="deleted").runs == 4
    assert page(database, access).counts == {"active": 1, "models": 0, "deleted": 1}


@pytest.mark.parametrize(("best", "expected"), [("", 0.9), ("max", 0.9), ("min", 0.1)])
def test_the_best_run_of_a_metric(database: Database, access: Access, best: str, expected: float) -> None:
    (made,) = make(database, access, "measured")

    def work(tx: Transaction) -> None:
        for number, value in enumerate((0.5, 0.9, 0.1, float("nan"), 0.99)):
            run = factories.run_id(tx, access, made, start_time=number)
            factories.log_one(tx, factories.batch(access, run, metrics=[MetricPoint("val/accuracy", value, 1)]))
        runs.delete(tx, access, run)  # the one of 0.99

    database.write_now(work)
    found = row(database, access, "measured", metric="val/accuracy", best=best).best
    assert found is not None
    assert found.value == expected
    assert page(database, access, metric="val/accuracy").metrics == ["val/accuracy"]
    assert row(database, access, "Default", metric="val/accuracy").best is None


def test_low_losses_are_the_best_ones() -> None:
    assert not Wanted(metric="val/loss").is_highest
    assert Wanted(metric="val/accuracy").is_highest


def test_experiments_are_found_by_a_part_of_their_name_and_by_a_filter(database: Database, access: Access) -> None:
    make(database, access, "Vision/moons", "vision/suns_1", tags=(Tag("team", "eyes"),))
    make(database, access, "rl")
    assert shown(page(database, access, q="VISION", as_tree=False)) == ["Vision/moons", "vision/suns_1"]
    assert shown(page(database, access, q="s_1")) == ["vision/suns_1"]
    assert shown(page(database, access, q="%")) == []
    assert shown(page(database, access, q="tags.team = 'eyes'", as_tree=False)) == ["Vision/moons", "vision/suns_1"]
    wrong = page(database, access, q="tags.team = eyes")
    assert wrong.error is not None
    assert wrong.error.at == 12


def test_they_are_sorted_by_activity_and_by_runs(database: Database, access: Access) -> None:
    few, many = make(database, access, "few", "many")

    def work(tx: Transaction) -> None:
        factories.run_id(tx, access, few, start_time=2**42)
        for _ in range(3):
            factories.run_id(tx, access, many, start_time=5)

    database.write_now(work)
    assert shown(page(database, access, sort="-activity"))[0] == "few"
    assert shown(page(database, access, sort="-runs")) == ["many", "few", "Default"]
    assert shown(page(database, access, sort="runs")) == ["Default", "few", "many"]
    assert shown(page(database, access, sort="-name")) == ["many", "few", "Default"]


def test_those_of_models_stand_apart(database: Database, access: Access) -> None:
    database.write_now(registered_models.create, access, "moons")
    assert shown(page(database, access)) == ["Default"]
    found = row(database, access, "[model]moons", stage="models")
    assert found.model == "moons"


def test_the_first_tags_and_notes_are_shown(database: Database, access: Access) -> None:
    tags = (Tag("d", "x" * 200), Tag("a", "1"), Tag("b", "2"), Tag("c", "3"), Tag("mlflow.experimentKind", "x"))
    make(database, access, "tagged", tags=(*tags, Tag(NOTE, "# Title\n\nSome **bold** [link](https://example.com).")))
    found = row(database, access, "tagged")
    assert [(tag.key, tag.value, tag.is_cut) for tag in found.tags] == [
        ("a", "1", False),
        ("b", "2", False),
        ("c", "3", False),
    ]
    assert (found.more_tags, found.notes) == (1, "Title Some bold link .")


def test_an_excerpt_is_short() -> None:
    assert len(excerpt("word " * 1_000)) <= limits.EXPERIMENT_EXCERPT_LENGTH


def test_a_star_is_of_one_person(database: Database, access: Access) -> None:
    (made,) = make(database, access, "starred")
    database.write_now(lambda tx: experiment_head.star(tx, access, int(made), on=True))
    assert row(database, access, "starred").is_starred
    assert not row(database, access, "Default").is_starred
    database.write_now(lambda tx: experiment_head.star(tx, access, int(made), on=False))
    assert not row(database, access, "starred").is_starred


def test_other_projects_are_not_seen(database: Database, access: Access, elsewhere: Access) -> None:
    make(database, elsewhere, "theirs")
    assert shown(page(database, access)) == ["Default"]


def test_what_there_is_to_say_about_one(database: Database, access: Access) -> None:
    (made,) = make(database, access, "about", tags=(Tag("team", "eyes"), Tag(NOTE, "text")))

    def work(tx: Transaction) -> None:
        kept, gone = (factories.run_id(tx, access, made) for _ in range(2))
        runs.update(tx, access, kept, status=RunStatus.FAILED, end_time=5, name="")
        runs.delete(tx, access, gone)

    database.write_now(work)
    head = database.read_now(experiment_head.get, access, int(made))
    about = database.read_now(experiment_head.about, head)
    assert (about.statuses, about.runs, about.trashed) == ({"failed": 1}, 1, 1)
    assert ([tag.key for tag in about.tags], about.tag_total) == (["team"], 1)
    assert database.read_now(experiment_head.about, head, "EYE").tag_total == 1
    assert database.read_now(experiment_head.about, head, "nothing").tag_total == 0
    assert head.notes == "text"
