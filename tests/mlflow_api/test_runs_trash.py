"""runs/delete and runs/restore: what a run in the trash allows."""

import pytest

from modelstead.domain.permission import WRITE_EXPERIMENTS
from modelstead.http.endpoint import Endpoint
from modelstead.mlflow_api.endpoints import ENDPOINTS
from modelstead.mlflow_api.messages.reference import RunReference
from tests.mlflow_api.samples import SAMPLES, call, label, make
from tests.mlflow_api.sending import assert_refused, good, stored
from tests.serving import Mlflow

WRITES = [
    endpoint
    for endpoint in ENDPOINTS
    if issubclass(endpoint.request, RunReference) and endpoint.permission is WRITE_EXPERIMENTS
]
ALLOWED = {"runs/delete", "runs/restore"}


@pytest.mark.parametrize("endpoint", [each for each in WRITES if each.path not in ALLOWED], ids=label)
def test_nothing_is_written_to_a_run_in_the_trash(developer: Mlflow, endpoint: Endpoint) -> None:
    made = make(developer).whole()
    good(developer.post("runs/delete", run_id=made.run_id))
    before = stored(developer, made.run_id)
    answer = call(developer, endpoint, SAMPLES[endpoint.path](made))
    message = f"The run {made.run_id} must be in the 'active' state. Current state is deleted. Restore it first."
    assert_refused(answer, 400, "INVALID_PARAMETER_VALUE", message)
    assert stored(developer, made.run_id) == before


def test_a_run_in_the_trash_is_read_as_before(developer: Mlflow) -> None:
    made = make(developer).whole()
    before = stored(developer, made.run_id)
    good(developer.post("runs/delete", run_id=made.run_id))
    after = stored(developer, made.run_id)
    assert after.pop("info") == before.pop("info") | {"lifecycle_stage": "deleted"}
    assert after == before
    assert len(good(developer.get("metrics/get-history", run_id=made.run_id, metric_key="m"))["metrics"]) == 1


def test_deleting_and_restoring_may_be_repeated(developer: Mlflow) -> None:
    run_id = developer.run()
    for action, expected in (("delete", "deleted"), ("restore", "active")):
        for _ in range(2):
            assert good(developer.post(f"runs/{action}", run_id=run_id)) == {}
            assert stored(developer, run_id)["info"]["lifecycle_stage"] == expected


def test_a_run_restored_by_itself_stays_when_its_experiment_is_restored(developer: Mlflow) -> None:
    made = make(developer).whole()
    good(developer.post("experiments/delete", experiment_id=made.experiment_id))
    good(developer.post("runs/restore", run_id=made.run_id))
    good(developer.post("runs/delete", run_id=made.run_id))
    good(developer.post("experiments/restore", experiment_id=made.experiment_id))
    assert stored(developer, made.run_id)["info"]["lifecycle_stage"] == "deleted"
