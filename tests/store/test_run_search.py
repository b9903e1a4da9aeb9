"""store.run_search: pages of runs, last started first, whichever way they are found; on each engine."""

from modelstead.domain.experiment import ViewType
from modelstead.domain.run import Run
from modelstead.store import experiments, run_search, runs
from modelstead.store.database import Database
from modelstead.store.run_search import Query
from modelstead.store.transaction import Row, Transaction
from tests import factories


def two_experiments(tx: Transaction) -> tuple[list[int], list[Run]]:
    """Create runs in two experiments, in the order they are to be listed, and return the experiments' rows."""
    access = factories.member(tx)
    ids = ["0", factories.experiment(tx, access, "second")]
    made = [factories.run(tx, access, ids[number % 2], start_time=number // 3).run for number in range(12)]
    found = [runs.get(tx, access.project.id, run.run_id) for run in made]
    rows = experiments.row_ids(tx, access.project.id, map(int, ids))
    return sorted(rows), sorted((run for run in found if run), key=lambda run: (-run.start_time, run.run_id))


def listed(
    tx: Transaction, rows: list[int], view: ViewType, limit: int, after: Row | None = None
) -> tuple[list[Run], Row | None]:
    """Return a page and the sort columns of its last run."""
    found = run_search.find(tx, Query(rows, view, None, ()), limit, after)
    return runs.by_rows(tx, [row_id for row_id, _ in found]), found[-1][1] if found else None


def test_pages_of_any_size_give_every_run_once_in_order(database: Database) -> None:
    rows, wanted = database.write_now(two_experiments)
    for size in (1, 5, 12, 100):
        found: list[Run] = []
        page, after = database.read_now(listed, rows, ViewType.ALL, size)
        while page:
            assert len(page) <= size
            found += page
            page, after = database.read_now(listed, rows, ViewType.ALL, size, after)
        assert found == wanted


def test_one_experiment_has_its_own_runs(database: Database) -> None:
    rows, wanted = database.write_now(two_experiments)
    for place, row in enumerate(rows):
        iid = [0, 1][place]
        found, _ = database.read_now(listed, [row], ViewType.ALL, 100)
        assert found == [run for run in wanted if run.experiment_iid == iid]


def test_views_show_what_is_in_use_or_in_the_trash(database: Database) -> None:
    rows, wanted = database.write_now(two_experiments)
    trashed = wanted[::4]
    for run in trashed:
        database.write_now(runs.set_deleted, run.id, 1)

    def ids(view: ViewType) -> list[str]:
        return [run.run_id for run in database.read_now(listed, rows, view, 100)[0]]

    assert ids(ViewType.DELETED_ONLY) == [run.run_id for run in trashed]
    assert ids(ViewType.ACTIVE_ONLY) == [run.run_id for run in wanted if run not in trashed]
    assert ids(ViewType.ALL) == [run.run_id for run in wanted]


def test_no_experiments_have_no_runs(database: Database) -> None:
    database.write_now(two_experiments)
    assert database.read_now(listed, [], ViewType.ALL, 10) == ([], None)
