"""experiments/delete and experiments/restore: the trash."""

from tests.mlflow_api.sending import assert_invalid, good, stored
from tests.serving import Mlflow


def stage(client: Mlflow, experiment_id: str = "1") -> str:
    found: str = good(client.get("experiments/get", experiment_id=experiment_id))["experiment"]["lifecycle_stage"]
    return found


def test_deleting_and_restoring_may_be_repeated(developer: Mlflow) -> None:
    good(developer.post("experiments/create", name="e"))
    for call, expected in (("delete", "deleted"), ("restore", "active")):
        for _ in range(2):
            assert good(developer.post(f"experiments/{call}", experiment_id="1")) == {}
            assert stage(developer) == expected


def test_runs_go_to_the_trash_with_their_experiment_and_come_back(developer: Mlflow) -> None:
    good(developer.post("experiments/create", name="e"))
    ids = [good(developer.post("runs/create", experiment_id="1"))["run"]["info"]["run_id"] for _ in range(2)]
    good(developer.post("runs/delete", run_id=ids[0]))
    good(developer.post("experiments/delete", experiment_id="1"))
    assert [stored(developer, run)["info"]["lifecycle_stage"] for run in ids] == ["deleted", "deleted"]
    good(developer.post("experiments/restore", experiment_id="1"))
    assert [stored(developer, run)["info"]["lifecycle_stage"] for run in ids] == ["deleted", "active"]


def test_nothing_is_written_to_an_experiment_in_the_trash(developer: Mlflow) -> None:
    good(developer.post("experiments/create", name="e", tags=[{"key": "t", "value": "v"}]))
    good(developer.post("experiments/delete", experiment_id="1"))
    message = "The experiment 1 must be in the 'active' state. Current state is deleted."
    assert_invalid(developer.post("runs/create", experiment_id="1"), message)
    assert_invalid(developer.post("experiments/set-experiment-tag", experiment_id="1", key="t", value="w"), message)
    assert_invalid(developer.post("experiments/delete-experiment-tag", experiment_id="1", key="t"), message)
    experiment = good(developer.get("experiments/get", experiment_id="1"))["experiment"]
    assert experiment["tags"] == [{"key": "t", "value": "v"}]
    assert good(developer.post("runs/search", experiment_ids=["1"], run_view_type="ALL")) == {}


def test_deleting_an_experiment_changes_its_last_update_time_only_once(developer: Mlflow) -> None:
    good(developer.post("experiments/create", name="e"))
    good(developer.post("experiments/delete", experiment_id="1"))
    first = good(developer.get("experiments/get", experiment_id="1"))["experiment"]
    assert first["last_update_time"] >= first["creation_time"]
    good(developer.post("experiments/delete", experiment_id="1"))
    assert good(developer.get("experiments/get", experiment_id="1"))["experiment"] == first
