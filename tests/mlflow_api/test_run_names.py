"""A run's name and its tag mlflow.runName stay in step."""

import pytest

from tests.mlflow_api.sending import assert_refused, good, stored
from tests.serving import Mlflow


def names(client: Mlflow, run_id: str) -> tuple[str, str]:
    """Return the name of a run's info and that of its tags."""
    run = stored(client, run_id)
    (tagged,) = [tag["value"] for tag in run["data"]["tags"] if tag["key"] == "mlflow.runName"]
    return run["info"]["run_name"], tagged


def test_a_name_given_at_creation_is_the_tag_too(developer: Mlflow) -> None:
    assert names(developer, developer.run(run_name="one")) == ("one", "one")


def test_a_tag_given_at_creation_is_the_name_too(developer: Mlflow) -> None:
    run_id = developer.run(tags=[{"key": "mlflow.runName", "value": "one"}])
    assert names(developer, run_id) == ("one", "one")


def test_an_invented_name_is_the_tag_too(developer: Mlflow) -> None:
    name, tagged = names(developer, developer.run())
    assert name == tagged != ""


def test_name_and_tag_may_be_the_same_but_not_differ(developer: Mlflow) -> None:
    tags = [{"key": "mlflow.runName", "value": "one"}]
    assert names(developer, developer.run(run_name="one", tags=tags)) == ("one", "one")
    answer = developer.post("runs/create", experiment_id="0", run_name="two", tags=tags)
    message = (
        "Both 'run_name' argument and 'mlflow.runName' tag are specified, but with different values "
        "(run_name='two', mlflow.runName='one')."
    )
    assert_refused(answer, 400, "INVALID_PARAMETER_VALUE", message)


@pytest.mark.parametrize("call", ["runs/set-tag", "runs/log-batch"])
def test_setting_the_tag_renames_the_run(developer: Mlflow, call: str) -> None:
    run_id = developer.run(run_name="one")
    tag = {"key": "mlflow.runName", "value": "two"}
    good(developer.post(call, run_id=run_id, **(tag if call == "runs/set-tag" else {"tags": [tag]})))
    assert names(developer, run_id) == ("two", "two")


def test_updating_the_name_sets_the_tag(developer: Mlflow) -> None:
    run_id = developer.run(run_name="one")
    assert good(developer.post("runs/update", run_id=run_id, run_name="two"))["run_info"]["run_name"] == "two"
    assert names(developer, run_id) == ("two", "two")


def test_the_last_name_of_a_batch_wins(developer: Mlflow) -> None:
    run_id = developer.run(run_name="one")
    tags = [{"key": "mlflow.runName", "value": value} for value in ("two", "three")]
    good(developer.post("runs/log-batch", run_id=run_id, tags=tags))
    assert names(developer, run_id) == ("three", "three")
