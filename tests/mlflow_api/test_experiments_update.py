"""experiments/update."""

from tests.mlflow_api.sending import assert_invalid, assert_refused, good
from tests.serving import Mlflow


def test_an_experiment_is_renamed(developer: Mlflow) -> None:
    good(developer.post("experiments/create", name="before"))
    assert good(developer.post("experiments/update", experiment_id="1", new_name="after")) == {}
    assert good(developer.get("experiments/get", experiment_id="1"))["experiment"]["name"] == "after"
    assert developer.get("experiments/get-by-name", experiment_name="before").status_code == 404


def test_its_own_name_is_fine_and_anothers_is_taken(developer: Mlflow) -> None:
    for name in ("a", "b"):
        good(developer.post("experiments/create", name=name))
    good(developer.post("experiments/update", experiment_id="1", new_name="a"))
    answer = developer.post("experiments/update", experiment_id="1", new_name="b")
    assert_refused(answer, 400, "RESOURCE_ALREADY_EXISTS", "Experiment(name=b) already exists.")


def test_an_experiment_in_the_trash_is_not_renamed(developer: Mlflow) -> None:
    good(developer.post("experiments/create", name="a"))
    good(developer.post("experiments/delete", experiment_id="1"))
    answer = developer.post("experiments/update", experiment_id="1", new_name="b")
    assert_invalid(answer, "Cannot rename a non-active experiment")
    assert good(developer.get("experiments/get", experiment_id="1"))["experiment"]["name"] == "a"


def test_a_blank_name_is_refused(developer: Mlflow) -> None:
    for call, fields in (("create", {"name": " "}), ("update", {"experiment_id": "0", "new_name": "\t"})):
        name = "new_name" if "new_name" in fields else "name"
        answer = developer.post(f"experiments/{call}", **fields)
        assert_invalid(answer, f"Missing value for required parameter '{name}'.")
