"""store.run_inputs: datasets and logged models of runs, on each engine."""

from modelstead import limits
from modelstead.domain.dataset import Dataset, DatasetInput, ModelDirection, ModelLink
from modelstead.domain.tag import Tag
from modelstead.store import run_inputs
from modelstead.store.database import Database
from modelstead.store.runs import RunKey
from modelstead.store.transaction import Transaction
from tests import factories

IRIS = Dataset("iris", "d1", "local", '{"uri": "x"}', '{"columns": []}', None)


def use(tx: Transaction, run: RunKey, dataset: Dataset, *tags: Tag) -> int:
    row_id = run_inputs.ensure_dataset(tx, run.experiment_id, dataset)
    run_inputs.link_dataset(tx, run.id, row_id, tags)
    return row_id


def test_a_dataset_is_one_row_per_name_and_digest_of_an_experiment(database: Database) -> None:
    run = database.write_now(factories.run_row)
    other = database.write_now(factories.run_row, "other/project")
    first = database.write_now(use, run, IRIS)
    assert database.write_now(use, run, Dataset("iris", "d1", "s3", "other source")) == first
    assert database.write_now(use, run, Dataset("iris", "d2", "local", "{}")) != first
    assert database.write_now(use, other, IRIS) != first
    found = database.read_now(run_inputs.datasets_of_runs, [run.id])[run.id]
    assert found == [DatasetInput(IRIS), DatasetInput(Dataset("iris", "d2", "local", "{}"))]


def test_tags_are_of_the_run_that_used_the_dataset_and_overwrite(database: Database) -> None:
    run = database.write_now(factories.run_row)
    other = database.write_now(factories.sibling, run)
    database.write_now(use, run, IRIS, Tag("mlflow.data.context", "train"), Tag("a", "1"))
    database.write_now(use, run, IRIS, Tag("mlflow.data.context", "eval"))
    database.write_now(use, other, IRIS, Tag("b", "2"))
    assert database.read_now(run_inputs.datasets_of_runs, [other.id, run.id, 999]) == {
        run.id: [DatasetInput(IRIS, (Tag("a", "1"), Tag("mlflow.data.context", "eval")))],
        other.id: [DatasetInput(IRIS, (Tag("b", "2"),))],
    }


def test_large_texts_are_kept_whole(database: Database) -> None:
    run = database.write_now(factories.run_row)
    large = Dataset("n" * 500, "d" * 36, "local", "s" * 65_535, "ü" * 1_048_575, "p" * 2_000_000)
    database.write_now(use, run, large)
    assert database.read_now(run_inputs.datasets_of_runs, [run.id])[run.id] == [DatasetInput(large)]


def test_models_are_by_direction_step_and_id_and_the_last_step_counts(database: Database) -> None:
    run = database.write_now(factories.run_row)
    made = [ModelLink("m-2", 5), ModelLink("m-1", 5), ModelLink("m-3", limits.INT64_MIN), ModelLink("m-4", 1)]
    database.write_now(run_inputs.link_models, run.id, ModelDirection.OUTPUT, made)
    database.write_now(run_inputs.link_models, run.id, ModelDirection.OUTPUT, [ModelLink("m-4", limits.INT64_MAX)])
    database.write_now(run_inputs.link_models, run.id, ModelDirection.INPUT, [ModelLink("m-1")])
    assert database.read_now(run_inputs.models_of_runs, [run.id, 999]) == {
        (run.id, ModelDirection.INPUT): [ModelLink("m-1", 0)],
        (run.id, ModelDirection.OUTPUT): [
            ModelLink("m-3", limits.INT64_MIN),
            ModelLink("m-1", 5),
            ModelLink("m-2", 5),
            ModelLink("m-4", limits.INT64_MAX),
        ],
    }
