"""runs/log-parameter."""

from tests.mlflow_api.sending import assert_refused, data_of, good
from tests.serving import Mlflow


def test_a_logged_param_is_read_back_as_text(developer: Mlflow) -> None:
    run_id = developer.run()
    for key, value in (("lr", "0.01"), ("empty", ""), ("a b/c:d-e_f.g", "x")):
        assert good(developer.post("runs/log-parameter", run_id=run_id, key=key, value=value)) == {}
    assert data_of(developer, run_id)["params"] == [
        {"key": "a b/c:d-e_f.g", "value": "x"},
        {"key": "empty", "value": ""},
        {"key": "lr", "value": "0.01"},
    ]


def test_the_same_value_again_is_fine_and_another_is_refused(developer: Mlflow) -> None:
    run_id = developer.run()
    for _ in range(2):
        good(developer.post("runs/log-parameter", run_id=run_id, key="lr", value="1"))
    answer = developer.post("runs/log-parameter", run_id=run_id, key="lr", value="2")
    message = (
        "Changing param values is not allowed. Param with key='lr' was already logged with value='1' "
        f"for run ID='{run_id}'. Attempted logging new value '2'."
    )
    assert_refused(answer, 400, "INVALID_PARAMETER_VALUE", message)
    assert data_of(developer, run_id) == {"params": [{"key": "lr", "value": "1"}]}


def test_the_params_of_runs_do_not_meet(developer: Mlflow) -> None:
    runs = [developer.run(), developer.run()]
    for number, run_id in enumerate(runs):
        good(developer.post("runs/log-parameter", run_id=run_id, key="lr", value=str(number)))
    assert [data_of(developer, run_id)["params"][0]["value"] for run_id in runs] == ["0", "1"]
