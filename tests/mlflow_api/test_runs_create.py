"""runs/create and runs/get."""

import re
import time

from tests.mlflow_api.sending import assert_refused, good, stored
from tests.people import People
from tests.serving import Mlflow


def test_a_created_run_is_answered_whole_and_read_back_the_same(developer: Mlflow) -> None:
    answer = good(
        developer.post(
            "runs/create",
            experiment_id="0",
            user_id="ada",
            run_name="first",
            start_time=17,
            tags=[{"key": "b", "value": "2"}, {"key": "a", "value": "1"}],
        )
    )
    run_id = answer["run"]["info"]["run_id"]
    assert re.fullmatch("[0-9a-f]{32}", run_id)
    assert answer["run"] == {
        "info": {
            "run_id": run_id,
            "run_uuid": run_id,
            "run_name": "first",
            "experiment_id": "0",
            "user_id": "ada",
            "status": "RUNNING",
            "start_time": 17,
            "artifact_uri": f"mlflow-artifacts:/runs/{run_id}/artifacts",
            "lifecycle_stage": "active",
        },
        "data": {
            "tags": [
                {"key": "a", "value": "1"},
                {"key": "b", "value": "2"},
                {"key": "mlflow.runName", "value": "first"},
            ]
        },
        "inputs": {},
        "outputs": {},
    }
    assert stored(developer, run_id) == answer["run"]


def test_what_is_left_out_is_filled_in(developer: Mlflow, people: People) -> None:
    before = int(time.time() * 1000)
    info = stored(developer, developer.run())["info"]
    assert before <= info["start_time"] <= int(time.time() * 1000)
    assert info["user_id"] == f"developer-of-{people.project.path.replace('/', '-')}"
    assert re.fullmatch(r"[a-z]+-[a-z]+-\d+", info["run_name"])


def test_two_runs_never_share_an_id(developer: Mlflow) -> None:
    assert len({developer.run(start_time=1, run_name="same") for _ in range(20)}) == 20


def test_a_run_in_an_unknown_experiment_is_not_found(developer: Mlflow) -> None:
    answer = developer.post("runs/create", experiment_id="77")
    assert_refused(answer, 404, "RESOURCE_DOES_NOT_EXIST", "No Experiment with id=77 exists.")


def test_the_last_of_a_tag_given_twice_wins(developer: Mlflow) -> None:
    run_id = developer.run(tags=[{"key": "t", "value": "1"}, {"key": "t", "value": "2"}])
    assert {"key": "t", "value": "2"} in stored(developer, run_id)["data"]["tags"]
