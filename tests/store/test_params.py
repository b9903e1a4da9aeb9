"""store.params, on each engine."""

from modelstead.domain.key import KeyKind
from modelstead.domain.param import Param
from modelstead.store import params, run_keys
from modelstead.store.database import Database
from modelstead.store.runs import RunKey
from tests import factories


def numbers(database: Database, run: RunKey, *keys: str) -> dict[str, int]:
    return database.write_now(run_keys.ensure, run.experiment_id, KeyKind.PARAM, keys)


def test_a_param_that_is_there_stays(database: Database) -> None:
    run = database.write_now(factories.run_row)
    key = numbers(database, run, "lr", "depth")
    database.write_now(params.insert, [(run.id, key["lr"], "0.1")])
    database.write_now(params.insert, [(run.id, key["lr"], "0.2"), (run.id, key["depth"], "3")])
    assert database.read_now(params.of_runs, [run.id]) == {run.id: [Param("depth", "3"), Param("lr", "0.1")]}


def test_params_are_looked_up_by_run_and_key(database: Database) -> None:
    run = database.write_now(factories.run_row)
    other = database.write_now(factories.sibling, run)
    key = numbers(database, run, "a", "b", "c")
    rows = [(each.id, key[name], f"{name} of {each.id}") for each in (run, other) for name in key]
    database.write_now(params.insert, rows)
    assert database.read_now(params.logged, [run.id, other.id, 999], [key["c"], key["a"], 999]) == {
        run.id: {key["a"]: f"a of {run.id}", key["c"]: f"c of {run.id}"},
        other.id: {key["a"]: f"a of {other.id}", key["c"]: f"c of {other.id}"},
    }
    assert database.read_now(params.logged, [], [key["a"]]) == {}
    assert database.read_now(params.logged, [run.id], []) == {}


def test_params_sort_by_code_point_and_keep_their_text(database: Database) -> None:
    run = database.write_now(factories.run_row)
    values = {"B": "", "a": " padded ", "a.b": "%s ? ''", "ä": "\n\t\\", "😀": "x" * 6000}
    key = numbers(database, run, *values)
    database.write_now(params.insert, [(run.id, key[name], value) for name, value in values.items()])
    assert database.read_now(params.of_runs, [run.id])[run.id] == [Param(name, values[name]) for name in sorted(values)]


def test_runs_without_params_are_absent(database: Database) -> None:
    run = database.write_now(factories.run_row)
    assert database.read_now(params.of_runs, [run.id]) == {}
    assert database.read_now(params.of_runs, []) == {}
