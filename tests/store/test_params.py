"""store.params, on each engine."""

from modelstead.domain.param import Param
from modelstead.store import params
from modelstead.store.database import Database
from tests import factories


def test_a_param_that_is_there_stays(database: Database) -> None:
    run = database.write_now(factories.run_row)
    database.write_now(params.insert, [(run.id, "lr", "0.1")])
    database.write_now(params.insert, [(run.id, "lr", "0.2"), (run.id, "depth", "3")])
    assert database.read_now(params.of_runs, [run.id]) == {run.id: [Param("depth", "3"), Param("lr", "0.1")]}


def test_params_are_looked_up_by_run_and_key(database: Database) -> None:
    run = database.write_now(factories.run_row)
    other = database.write_now(factories.sibling, run)
    rows = [(each.id, key, f"{key} of {each.id}") for each in (run, other) for key in ("a", "b", "c")]
    database.write_now(params.insert, rows)
    assert database.read_now(params.logged, [run.id, other.id, 999], ["c", "a", "x"]) == {
        run.id: {"a": f"a of {run.id}", "c": f"c of {run.id}"},
        other.id: {"a": f"a of {other.id}", "c": f"c of {other.id}"},
    }
    assert database.read_now(params.logged, [], ["a"]) == {}
    assert database.read_now(params.logged, [run.id], []) == {}


def test_params_sort_by_code_point_and_keep_their_text(database: Database) -> None:
    run = database.write_now(factories.run_row)
    values = {"B": "", "a": " padded ", "a.b": "%s ? ''", "ä": "\n\t\\", "😀": "x" * 6000}
    database.write_now(params.insert, [(run.id, key, value) for key, value in values.items()])
    assert database.read_now(params.of_runs, [run.id])[run.id] == [Param(key, values[key]) for key in sorted(values)]


def test_runs_without_params_are_absent(database: Database) -> None:
    run = database.write_now(factories.run_row)
    assert database.read_now(params.of_runs, [run.id]) == {}
    assert database.read_now(params.of_runs, []) == {}
