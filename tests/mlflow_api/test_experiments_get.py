"""experiments/get and experiments/get-by-name."""

from tests.mlflow_api.sending import assert_refused, good
from tests.serving import Mlflow


def test_an_experiment_is_found_by_its_name(developer: Mlflow) -> None:
    names = ["plain", "with / and : and ünïcödé", "[model]x", "  spaces  ", "100% & more?", "a+b"]
    for number, name in enumerate(names, 1):
        good(developer.post("experiments/create", name=name))
        by_name = good(developer.get("experiments/get-by-name", experiment_name=name))
        assert by_name["experiment"]["name"] == name
        assert by_name == good(developer.get("experiments/get", experiment_id=str(number)))


def test_what_is_in_the_trash_is_found_too(developer: Mlflow) -> None:
    good(developer.post("experiments/create", name="old"))
    good(developer.post("experiments/delete", experiment_id="1"))
    for answer in (
        developer.get("experiments/get", experiment_id="1"),
        developer.get("experiments/get-by-name", experiment_name="old"),
    ):
        assert good(answer)["experiment"]["lifecycle_stage"] == "deleted"


def test_an_unknown_experiment_is_not_found(developer: Mlflow) -> None:
    for unknown in ("7", "-1", "abc", "0x1", "1.0", "\uff19", "9" * 30, " 0"):
        message = f"No Experiment with id={unknown} exists."
        assert_refused(developer.get("experiments/get", experiment_id=unknown), 404, "RESOURCE_DOES_NOT_EXIST", message)


def test_an_unknown_name_is_not_found(developer: Mlflow) -> None:
    answer = developer.get("experiments/get-by-name", experiment_name="default")
    message = "Could not find experiment with name 'default'."
    assert_refused(answer, 404, "RESOURCE_DOES_NOT_EXIST", message)
