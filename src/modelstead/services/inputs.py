"""What runs read and made: datasets, logged models, and the log of models that older clients keep."""

from collections.abc import Sequence

import msgspec

from modelstead import limits
from modelstead.domain.actor import Access
from modelstead.domain.dataset import DatasetInput, ModelDirection, ModelLink
from modelstead.domain.key import check_length
from modelstead.domain.tag import MODEL_HISTORY
from modelstead.errors import InvalidParameter
from modelstead.services.runs import find_active
from modelstead.store import run_inputs, run_tags, runs
from modelstead.store.transaction import Transaction


def log(
    tx: Transaction, access: Access, run_id: str, datasets: Sequence[DatasetInput], models: Sequence[ModelLink]
) -> None:
    """Note which datasets and logged models a run read; saying so again changes nothing."""
    _check_count("datasets", len(datasets), limits.INPUTS_DATASETS)
    _check_models(models)
    for index, each in enumerate(datasets):
        each.dataset.check(f"datasets[{index}].dataset")
        for place, tag in enumerate(each.tags):
            check_length(tag.key, f"datasets[{index}].tags[{place}].key", limits.INPUT_TAG_KEY_LENGTH)
            check_length(tag.value, f"datasets[{index}].tags[{place}].value", limits.INPUT_TAG_VALUE_LENGTH)
    run = find_active(tx, access, run_id)
    experiment_id = runs.keys(tx, [run_id])[run_id].experiment_id
    for each in datasets:
        dataset_id = run_inputs.ensure_dataset(tx, experiment_id, each.dataset)
        run_inputs.link_dataset(tx, run.id, dataset_id, each.tags)
    run_inputs.link_models(tx, run.id, ModelDirection.INPUT, models)


def log_outputs(tx: Transaction, access: Access, run_id: str, models: Sequence[ModelLink]) -> None:
    """Note which logged models a run made, and at which step."""
    _check_models(models)
    run_inputs.link_models(tx, find_active(tx, access, run_id).id, ModelDirection.OUTPUT, models)


def log_model(tx: Transaction, access: Access, run_id: str, model_json: str) -> None:
    """Append a model's description, a JSON object, to the run's tag mlflow.log-model.history, as 1.x and 2.x do."""
    if len(model_json.encode()) > limits.MODEL_JSON_BYTES:
        raise InvalidParameter(f"'model_json' exceeds the maximum length of {limits.MODEL_JSON_BYTES} bytes.")
    try:
        model = msgspec.json.decode(model_json, type=dict[str, object])
    except (msgspec.MsgspecError, RecursionError) as error:
        raise InvalidParameter(f"Malformed model info in 'model_json': {error}. Send a JSON object.") from error
    missing = [field for field in ("artifact_path", "flavors", "utc_time_created", "run_id") if field not in model]
    if missing:
        raise InvalidParameter(f"Model json is missing mandatory fields: {missing}.")
    run = find_active(tx, access, run_id)
    runs.hold(tx, run.id)  # two who append at once must not lose one
    held = run_tags.get(tx, run.id, MODEL_HISTORY)
    history = _history(held)
    history.append(model)
    value = msgspec.json.encode(history)
    if len(value) > limits.MODEL_HISTORY_BYTES:
        raise InvalidParameter(f"The run's tag {MODEL_HISTORY} would exceed {limits.MODEL_HISTORY_BYTES} bytes.")
    experiment_id = runs.keys(tx, [run_id])[run_id].experiment_id
    run_tags.set_of_run(tx, experiment_id, run.id, {MODEL_HISTORY: value.decode()})


def _history(held: str | None) -> list[object]:
    """Return the log so far; a tag of that name that someone set to something else starts anew."""
    try:
        return msgspec.json.decode(held or "[]", type=list[object])
    except (msgspec.MsgspecError, RecursionError):
        return []


def _check_models(models: Sequence[ModelLink]) -> None:
    _check_count("models", len(models), limits.RUN_MODELS)
    for index, link in enumerate(models):
        if not link.model_id:
            raise InvalidParameter(f"Missing value for required parameter 'models[{index}].model_id'.")
        check_length(link.model_id, f"models[{index}].model_id", limits.MODEL_ID_LENGTH)


def _check_count(field: str, count: int, limit: int) -> None:
    if count > limit:
        raise InvalidParameter(f"'{field}' has at most {limit} entries in one call; got {count}.")
