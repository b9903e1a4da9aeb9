"""runs/log-inputs and runs/outputs."""

from typing import Any

import pytest

from tests.mlflow_api.sending import assert_invalid, good, stored
from tests.serving import Mlflow

IRIS = {"name": "iris", "digest": "d1", "source_type": "local", "source": "{}", "schema": "{}", "profile": "{}"}


def dataset(tags: dict[str, str] | None = None, **more: Any) -> dict[str, Any]:
    tags = {"mlflow.data.context": "train"} if tags is None else tags
    return {"dataset": IRIS | more, "tags": [{"key": key, "value": tags[key]} for key in tags]}


def test_datasets_and_models_are_read_back(developer: Mlflow) -> None:
    run_id = developer.run()
    datasets = [dataset(), dataset(digest="d2")]
    assert good(developer.post("runs/log-inputs", run_id=run_id, datasets=datasets, models=[{"model_id": "m-1"}])) == {}
    assert stored(developer, run_id)["inputs"] == {"dataset_inputs": datasets, "model_inputs": [{"model_id": "m-1"}]}


def test_logging_inputs_again_changes_nothing(developer: Mlflow) -> None:
    run_id = developer.run()
    for _ in range(3):
        good(developer.post("runs/log-inputs", run_id=run_id, datasets=[dataset(), dataset()]))
        good(developer.post("runs/log-inputs", run_id=run_id, models=[{"model_id": "m-1"}]))
    assert stored(developer, run_id)["inputs"] == {
        "dataset_inputs": [dataset()],
        "model_inputs": [{"model_id": "m-1"}],
    }


def test_a_later_context_of_the_same_dataset_wins(developer: Mlflow) -> None:
    run_id = developer.run()
    good(developer.post("runs/log-inputs", run_id=run_id, datasets=[dataset()]))
    evaluated = dataset({"mlflow.data.context": "eval"})
    good(developer.post("runs/log-inputs", run_id=run_id, datasets=[evaluated]))
    assert stored(developer, run_id)["inputs"] == {"dataset_inputs": [evaluated]}


def test_what_a_dataset_was_logged_without_is_left_out(developer: Mlflow) -> None:
    run_id = developer.run()
    plain = {"name": "n", "digest": "d", "source_type": "t", "source": "s"}
    good(developer.post("runs/log-inputs", run_id=run_id, datasets=[{"dataset": plain}]))
    assert stored(developer, run_id)["inputs"] == {"dataset_inputs": [{"dataset": plain}]}


def test_outputs_are_read_back_by_step_and_a_repeat_changes_nothing(developer: Mlflow) -> None:
    run_id = developer.run()
    models = [{"model_id": "m-2", "step": 5}, {"model_id": "m-1", "step": "0"}]
    for _ in range(2):
        assert good(developer.post("runs/outputs", run_id=run_id, models=models)) == {}
    expected = [{"model_id": "m-1", "step": 0}, {"model_id": "m-2", "step": 5}]
    run = stored(developer, run_id)
    assert (run["outputs"], run["inputs"]) == ({"model_outputs": expected}, {})


BAD_DATASETS: tuple[tuple[dict[str, Any], str], ...] = (
    ({"dataset": {"name": "n", "digest": "d", "source_type": "t"}}, "datasets[1].dataset.source"),
    ({"tags": []}, "datasets[1].dataset"),
    ({"dataset": "iris"}, "datasets[1].dataset"),
    (dataset(name="n" * 501), "datasets[1].dataset.name"),
    (dataset(digest="d" * 37), "datasets[1].dataset.digest"),
    (dataset(source_type="t" * 37), "datasets[1].dataset.source_type"),
    (dataset(source="s" * 65_536), "datasets[1].dataset.source"),
    (dataset(schema="s" * 1_048_576), "datasets[1].dataset.schema"),
    (dataset({"k" * 256: "v"}), "datasets[1].tags[0].key"),
    (dataset({"k": "v" * 501}), "datasets[1].tags[0].value"),
)


@pytest.mark.parametrize(("bad", "field"), BAD_DATASETS, ids=[field for _, field in BAD_DATASETS])
def test_a_bad_dataset_is_named_and_nothing_is_stored(developer: Mlflow, bad: dict[str, Any], field: str) -> None:
    run_id = developer.run()
    fields = {"datasets": [dataset(), bad], "models": [{"model_id": "m-1"}]}
    assert_invalid(developer.post("runs/log-inputs", run_id=run_id, **fields), f"'{field}'")
    assert stored(developer, run_id)["inputs"] == {}


@pytest.mark.parametrize("call", ["runs/log-inputs", "runs/outputs"])
def test_a_bad_model_is_named_and_nothing_is_stored(developer: Mlflow, call: str) -> None:
    run_id = developer.run()
    bad: dict[str, Any]
    for bad, field in (
        ({}, "models[1].model_id"),
        ({"model_id": ""}, "models[1].model_id"),
        ({"model_id": "m" * 256}, "models[1].model_id"),
        ({"model_id": "m", "step": 2**63}, "models[1].step"),
        ({"model_id": "m", "step": "x"}, "models[1].step"),
    ):
        assert_invalid(developer.post(call, run_id=run_id, models=[{"model_id": "m-1"}, bad]), f"'{field}'")
    run = stored(developer, run_id)
    assert (run["inputs"], run["outputs"]) == ({}, {})


def test_more_than_a_thousand_entries_are_refused(developer: Mlflow) -> None:
    run_id = developer.run()
    models = [{"model_id": f"m-{number}"} for number in range(1_001)]
    for call in ("runs/log-inputs", "runs/outputs"):
        assert_invalid(developer.post(call, run_id=run_id, models=models), "'models'", "1000", "1001")
    datasets = [dataset({}, digest=str(number)) for number in range(1_001)]
    answer = developer.post("runs/log-inputs", run_id=run_id, datasets=datasets)
    assert_invalid(answer, "'datasets'", "1000", "1001")
    assert stored(developer, run_id)["inputs"] == {}
