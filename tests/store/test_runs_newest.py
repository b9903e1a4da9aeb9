"""store.runs: pages of runs, last started first, on each engine."""

from modelstead.domain.experiment import ViewType
from modelstead.domain.run import Run
from modelstead.store import experiments, runs
from modelstead.store.database import Database
from modelstead.store.transaction import Transaction
from tests import factories


def two_experiments(tx: Transaction) -> tuple[list[int], list[Run]]:
    """Create runs in two experiments, in the order they are to be listed, and return the experiments' rows."""
    access = factories.member(tx)
    ids = ["0", factories.experiment(tx, access, "second")]
    made = [factories.run(tx, access, ids[number % 2], start_time=number // 3).run for number in range(12)]
    found = [runs.get(tx, access.project.id, run.run_id) for run in made]
    rows = experiments.row_ids(tx, access.project.id, map(int, ids))
    return sorted(rows), sorted((run for run in found if run), key=lambda run: (-run.start_time, run.run_id))


def test_pages_of_any_size_give_every_run_once_in_order(database: Database) -> None:
    rows, wanted = database.write_now(two_experiments)
    for size in (1, 5, 12, 100):
        found: list[Run] = []
        after: tuple[int, str] | None = None
        while page := database.read_now(runs.newest, rows, ViewType.ALL, size, after):
            assert len(page) <= size
            found += page
            after = (page[-1].start_time, page[-1].run_id)
        assert found == wanted


def test_one_experiment_has_its_own_runs(database: Database) -> None:
    rows, wanted = database.write_now(two_experiments)
    for place, row in enumerate(rows):
        iid = [0, 1][place]
        found = database.read_now(runs.newest, [row], ViewType.ALL, 100, None)
        assert found == [run for run in wanted if run.experiment_iid == iid]


def test_views_show_what_is_in_use_or_in_the_trash(database: Database) -> None:
    rows, wanted = database.write_now(two_experiments)
    trashed = wanted[::4]
    for run in trashed:
        database.write_now(runs.set_deleted, run.id, 1)

    def ids(view: ViewType) -> list[str]:
        return [run.run_id for run in database.read_now(runs.newest, rows, view, 100, None)]

    assert ids(ViewType.DELETED_ONLY) == [run.run_id for run in trashed]
    assert ids(ViewType.ACTIVE_ONLY) == [run.run_id for run in wanted if run not in trashed]
    assert ids(ViewType.ALL) == [run.run_id for run in wanted]


def test_no_experiments_have_no_runs(database: Database) -> None:
    database.write_now(two_experiments)
    assert database.read_now(runs.newest, [], ViewType.ALL, 10, None) == []
