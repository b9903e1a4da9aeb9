"""experiments/create."""

from tests.mlflow_api.sending import assert_refused, good
from tests.people import People
from tests.serving import Mlflow, Running


def test_a_created_experiment_is_read_back_whole(developer: Mlflow) -> None:
    tags = [{"key": "team", "value": "vision"}, {"key": "team", "value": "speech"}, {"key": "a/b", "value": ""}]
    made = good(developer.post("experiments/create", name="First", artifact_location="s3://b/x", tags=tags))
    assert made == {"experiment_id": "1"}
    experiment = good(developer.get("experiments/get", experiment_id="1"))["experiment"]
    assert experiment["creation_time"] == experiment["last_update_time"] > 1_700_000_000_000
    assert {name: experiment[name] for name in experiment if not name.endswith("_time")} == {
        "experiment_id": "1",
        "name": "First",
        "artifact_location": "s3://b/x",
        "lifecycle_stage": "active",
        "tags": [{"key": "a/b", "value": ""}, {"key": "team", "value": "speech"}],
    }


def test_experiments_are_numbered_in_their_project(server: Running, people: People, developer: Mlflow) -> None:
    ids = [good(developer.post("experiments/create", name=f"e{n}"))["experiment_id"] for n in range(3)]
    assert ids == ["1", "2", "3"]
    first = good(developer.get("experiments/get", experiment_id="1"))["experiment"]
    assert first["artifact_location"] == "mlflow-artifacts:/experiments/1"
    assert server.client(people.owner, people.project.id).get("experiments/get", experiment_id="3").status_code == 200


def test_every_project_has_experiment_0_from_the_start(developer: Mlflow) -> None:
    experiment = good(developer.get("experiments/get", experiment_id="0"))["experiment"]
    assert (experiment["name"], experiment["lifecycle_stage"]) == ("Default", "active")


def test_a_taken_name_is_refused(developer: Mlflow) -> None:
    good(developer.post("experiments/create", name="twice"))
    message = "Experiment(name=twice) already exists."
    assert_refused(developer.post("experiments/create", name="twice"), 400, "RESOURCE_ALREADY_EXISTS", message)
    assert good(developer.post("experiments/create", name="Twice")) == {"experiment_id": "2"}


def test_the_name_of_an_experiment_in_the_trash_is_taken_too(developer: Mlflow) -> None:
    good(developer.post("experiments/create", name="old"))
    good(developer.post("experiments/delete", experiment_id="1"))
    message = "Experiment(name=old) already exists in the trash, with id 1. Restore it, or take another name."
    assert_refused(developer.post("experiments/create", name="old"), 400, "RESOURCE_ALREADY_EXISTS", message)


def test_a_refused_create_uses_no_number_up(developer: Mlflow) -> None:
    good(developer.post("experiments/create", name="a"))
    for _ in range(3):
        assert developer.post("experiments/create", name="a").status_code == 400
    assert good(developer.post("experiments/create", name="b")) == {"experiment_id": "2"}
