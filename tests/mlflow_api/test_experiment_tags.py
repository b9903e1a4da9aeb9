"""experiments/set-experiment-tag and experiments/delete-experiment-tag."""

from tests.mlflow_api.sending import assert_refused, good
from tests.serving import Mlflow


def tags(client: Mlflow) -> dict[str, str]:
    found = good(client.get("experiments/get", experiment_id="0"))["experiment"].get("tags", [])
    return {tag["key"]: tag["value"] for tag in found}


def test_a_tag_is_set_overwritten_and_deleted(developer: Mlflow) -> None:
    call = "experiments/set-experiment-tag"
    assert good(developer.post(call, experiment_id="0", key="mlflow.note.content", value="a")) == {}
    good(developer.post(call, experiment_id="0", key="mlflow.note.content", value="b"))
    assert tags(developer) == {"mlflow.note.content": "b"}
    assert good(developer.post("experiments/delete-experiment-tag", experiment_id="0", key="mlflow.note.content")) == {}
    assert tags(developer) == {}


def test_deleting_a_tag_that_is_not_there_is_not_found(developer: Mlflow) -> None:
    answer = developer.post("experiments/delete-experiment-tag", experiment_id="0", key="x")
    message = "No tag with name: x in experiment with id 0."
    assert_refused(answer, 404, "RESOURCE_DOES_NOT_EXIST", message)


def test_tags_of_an_unknown_experiment_are_not_found(developer: Mlflow) -> None:
    message = "No Experiment with id=9 exists."
    for call, more in (("set-experiment-tag", {"value": "v"}), ("delete-experiment-tag", {})):
        answer = developer.post(f"experiments/{call}", experiment_id="9", key="k", **more)
        assert_refused(answer, 404, "RESOURCE_DOES_NOT_EXIST", message)
