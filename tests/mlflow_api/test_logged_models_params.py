"""POST logged-models/{model_id}/params."""

import pytest

from tests.mlflow_api.logged_models import UNKNOWN, delete, get, new_id, pairs
from tests.mlflow_api.sending import assert_invalid, assert_refused, good
from tests.serving import Mlflow


def test_params_are_added(developer: Mlflow) -> None:
    model_id = new_id(developer, params=pairs(a="1"))
    for _ in range(2):  # a repeated call changes nothing
        assert good(developer.post(f"logged-models/{model_id}/params", params=pairs(b="2", c=""))) == {}
    assert get(developer, model_id)["data"]["params"] == pairs(a="1", b="2", c="")


def test_a_param_never_changes(developer: Mlflow) -> None:
    model_id = new_id(developer, params=pairs(a="1"))
    answer = developer.post(f"logged-models/{model_id}/params", params=pairs(b="2", a="9"))
    assert_invalid(answer, "Changing param values is not allowed", "key='a'", f"logged model ID='{model_id}'")
    assert get(developer, model_id)["data"]["params"] == pairs(a="1")


@pytest.mark.parametrize(
    ("params", "part"),
    [
        ([{"key": "", "value": "v"}], "'params[0].key'"),
        ([*pairs(good="1"), {"key": "k" * 256, "value": "v"}], "'params[1].key' exceeds"),
        ([*pairs(good="1"), {"key": "k", "value": "v" * 65_536}], "'params[1].value' exceeds"),
        (pairs(a="1") * 2, "Duplicate parameter keys"),
        ([{"key": f"k{number}", "value": ""} for number in range(1_001)], "'params' has at most 1000"),
        ([1], "'params[0]'"),
    ],
)
def test_bad_params_are_named_and_none_is_logged(developer: Mlflow, params: object, part: str) -> None:
    model_id = new_id(developer)
    assert_invalid(developer.post(f"logged-models/{model_id}/params", params=params), part)
    assert get(developer, model_id)["data"] == {}


def test_unknown_and_deleted_models_are_refused(developer: Mlflow) -> None:
    model_id = new_id(developer)
    good(delete(developer, model_id))
    assert_invalid(developer.post(f"logged-models/{model_id}/params", params=pairs(a="b")), "is deleted")
    answer = developer.post(f"logged-models/{UNKNOWN}/params", params=pairs(a="b"))
    assert_refused(answer, 404, "RESOURCE_DOES_NOT_EXIST", f"Logged model with ID '{UNKNOWN}' not found.")
