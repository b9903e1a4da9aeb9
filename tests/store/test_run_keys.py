"""store.run_keys: names of an experiment's metrics, params and tags, on each engine."""

from modelstead.domain.key import KeyKind
from modelstead.store import run_keys
from modelstead.store.database import Database
from tests import factories

METRIC, PARAM, TAG = KeyKind


def test_a_key_has_one_number_in_its_experiment(database: Database) -> None:
    run = database.write_now(factories.run_row)
    first = database.write_now(run_keys.ensure, run.experiment_id, METRIC, ["loss", "acc"])
    assert set(first) == {"loss", "acc"}
    assert len(set(first.values())) == 2
    assert database.write_now(run_keys.ensure, run.experiment_id, METRIC, ["acc"]) == {"acc": first["acc"]}
    again = database.write_now(run_keys.ensure, run.experiment_id, METRIC, ["new", "loss"])
    assert again["loss"] == first["loss"]
    assert again["new"] not in first.values()
    assert database.read_now(run_keys.of_run, run.id, METRIC, "loss") == first["loss"]


def test_experiments_have_keys_of_their_own(database: Database) -> None:
    one, two = database.write_now(factories.run_row, "a/one"), database.write_now(factories.run_row, "a/two")
    ids = [database.write_now(run_keys.ensure, run.experiment_id, METRIC, ["loss"])["loss"] for run in (one, two)]
    assert ids[0] != ids[1]
    assert database.read_now(run_keys.of_runs, [two.id, one.id, 99], METRIC, "loss") == {one.id: ids[0], two.id: ids[1]}
    among = [one.experiment_id, two.experiment_id]
    assert database.read_now(run_keys.of_experiments, among, [(METRIC, "loss"), (TAG, "loss"), (METRIC, "x")]) == {
        (METRIC, "loss"): sorted(ids),
        (TAG, "loss"): [],
        (METRIC, "x"): [],
    }


def test_a_metric_a_param_and_a_tag_of_one_name_are_three_keys(database: Database) -> None:
    run = database.write_now(factories.run_row)
    numbers = [database.write_now(run_keys.ensure, run.experiment_id, kind, ["lr"])["lr"] for kind in KeyKind]
    assert len(set(numbers)) == 3
    known = database.read_now(run_keys.known, run.experiment_id, {kind: {"lr"} for kind in KeyKind})
    assert [known[kind]["lr"] for kind in KeyKind] == numbers


def test_an_unknown_key_has_no_number(database: Database) -> None:
    run = database.write_now(factories.run_row)
    assert database.read_now(run_keys.of_run, run.id, METRIC, "loss") is None
    assert database.read_now(run_keys.known, run.experiment_id, {METRIC: {"loss", "acc"}})[METRIC] == {}


def test_keys_differ_by_case_and_accent(database: Database) -> None:
    run = database.write_now(factories.run_row)
    keys = ["loss", "Loss", "löss", "loss "]
    assert len(set(database.write_now(run_keys.ensure, run.experiment_id, METRIC, keys).values())) == 4
