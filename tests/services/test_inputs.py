"""services.inputs: datasets, logged models and the log of models of older clients; on each engine."""

import json
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from modelstead import limits
from modelstead.domain.actor import Access
from modelstead.domain.dataset import Dataset, DatasetInput, ModelLink
from modelstead.domain.tag import MODEL_HISTORY, Tag
from modelstead.errors import InvalidParameter, InvalidState, NotFound
from modelstead.services import inputs, runs
from modelstead.store.database import Database
from tests import factories

IRIS = Dataset("iris", "d1", "local", "{}")
TRAIN = DatasetInput(IRIS, (Tag("mlflow.data.context", "train"),))


def model(number: int = 0, **fields: object) -> str:
    named = {"artifact_path": f"model-{number}", "flavors": {}, "utc_time_created": "2027-01-01", "run_id": "x"}
    return json.dumps(named | fields)


def history(database: Database, access: Access, run_id: str) -> list[dict[str, object]]:
    tags = {tag.key: tag.value for tag in database.read_now(runs.get, access, run_id).tags}
    found: list[dict[str, object]] = json.loads(tags[MODEL_HISTORY])
    return found


@pytest.fixture
def run(database: Database, access: Access) -> str:
    return database.write_now(factories.run_id, access)


def test_saying_again_what_a_run_read_changes_nothing(database: Database, access: Access, run: str) -> None:
    for _ in range(2):
        database.write_now(inputs.log, access, run, [TRAIN], [ModelLink("m-1")])
        database.write_now(inputs.log_outputs, access, run, [ModelLink("m-2", 7)])
        found = database.read_now(runs.get, access, run)
        assert found.datasets == (TRAIN,)
        assert found.model_inputs == (ModelLink("m-1"),)
        assert found.model_outputs == (ModelLink("m-2", 7),)


def test_two_runs_may_read_one_dataset(database: Database, access: Access, run: str) -> None:
    other = database.write_now(factories.run_id, access)
    database.write_now(inputs.log, access, run, [TRAIN], [])
    database.write_now(inputs.log, access, other, [DatasetInput(IRIS)], [])
    assert database.read_now(runs.get, access, run).datasets == (TRAIN,)
    assert database.read_now(runs.get, access, other).datasets == (DatasetInput(IRIS),)


@pytest.mark.parametrize(
    ("datasets", "models", "message"),
    [
        ([DatasetInput(IRIS)] * 1001, [], "'datasets' has at most 1000 entries in one call; got 1001"),
        ([], [ModelLink("m")] * 1001, "'models' has at most 1000 entries in one call; got 1001"),
        ([TRAIN, DatasetInput(Dataset("n" * 501, "d", "t", "s"))], [], r"'datasets\[1\]\.dataset\.name'"),
        ([DatasetInput(IRIS, (Tag("k" * 256, ""),))], [], r"'datasets\[0\]\.tags\[0\]\.key' exceeds .* 255 "),
        ([DatasetInput(IRIS, (Tag("k", "v" * 501),))], [], r"'datasets\[0\]\.tags\[0\]\.value' exceeds .* 500 "),
        ([], [ModelLink("m"), ModelLink("")], r"Missing value for required parameter 'models\[1\]\.model_id'"),
        ([], [ModelLink("m" * 256)], r"'models\[0\]\.model_id' exceeds the maximum length of 255"),
    ],
)
def test_what_breaks_a_limit_is_named_and_nothing_is_stored(
    database: Database, access: Access, run: str, datasets: list[DatasetInput], models: list[ModelLink], message: str
) -> None:
    with pytest.raises(InvalidParameter, match=message):
        database.write_now(inputs.log, access, run, datasets, models)
    found = database.read_now(runs.get, access, run)
    assert (found.datasets, found.model_inputs) == ((), ())


def test_the_log_of_models_grows_in_order(database: Database, access: Access, run: str) -> None:
    for number in range(3):
        database.write_now(inputs.log_model, access, run, model(number, extra={"ü": [1, None]}))
    assert [each["artifact_path"] for each in history(database, access, run)] == ["model-0", "model-1", "model-2"]
    assert history(database, access, run)[0]["extra"] == {"ü": [1, None]}


def test_models_logged_at_once_are_all_in_the_log(database: Database, access: Access, run: str) -> None:
    start = threading.Barrier(8)

    def log(number: int) -> None:
        start.wait()
        database.write_now(inputs.log_model, access, run, model(number))

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(log, range(8)))
    logged = sorted(str(each["artifact_path"]) for each in history(database, access, run))
    assert logged == [f"model-{number}" for number in range(8)]


@pytest.mark.parametrize("held", ["not JSON", "{}", "7"])
def test_a_tag_of_that_name_that_is_no_log_starts_anew(database: Database, access: Access, run: str, held: str) -> None:
    database.write_now(factories.log_one, factories.batch(access, run, tags=[Tag(MODEL_HISTORY, held)]))
    database.write_now(inputs.log_model, access, run, model())
    assert len(history(database, access, run)) == 1


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '"x"', "[" * 50_000])
def test_what_is_no_json_object_is_refused(database: Database, access: Access, run: str, text: str) -> None:
    with pytest.raises(InvalidParameter, match="Malformed model info in 'model_json'"):
        database.write_now(inputs.log_model, access, run, text)


def test_missing_fields_are_listed(database: Database, access: Access, run: str) -> None:
    with pytest.raises(InvalidParameter, match=r"missing mandatory fields: \['flavors', 'run_id'\]"):
        database.write_now(inputs.log_model, access, run, '{"artifact_path": 1, "utc_time_created": 2}')


def test_one_model_and_the_whole_log_have_limits(
    database: Database, access: Access, run: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = limits.MODEL_JSON_BYTES - len(model(note="").encode())
    database.write_now(inputs.log_model, access, run, model(note="x" * room))
    with pytest.raises(InvalidParameter, match="'model_json' exceeds the maximum length of 65536 bytes"):
        database.write_now(inputs.log_model, access, run, model(note="x" * (room + 1)))
    monkeypatch.setattr(limits, "MODEL_HISTORY_BYTES", 70_000)
    with pytest.raises(InvalidParameter, match=r"mlflow\.log-model\.history would exceed 70000 bytes"):
        database.write_now(inputs.log_model, access, run, model(note="x" * room))
    assert len(history(database, access, run)) == 1


def test_runs_that_cannot_be_logged_to(database: Database, access: Access, elsewhere: Access, run: str) -> None:
    database.write_now(runs.delete, access, run)
    for kind, standing, match in ((InvalidState, access, "'active' state"), (NotFound, elsewhere, "not found")):
        with pytest.raises(kind, match=match):
            database.write_now(inputs.log, standing, run, [TRAIN], [])
        with pytest.raises(kind, match=match):
            database.write_now(inputs.log_outputs, standing, run, [ModelLink("m")])
        with pytest.raises(kind, match=match):
            database.write_now(inputs.log_model, standing, run, model())
