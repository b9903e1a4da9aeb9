"""PATCH logged-models/{model_id}."""

import pytest

from tests.mlflow_api.logged_models import UNKNOWN, delete, get, new_id, patch
from tests.mlflow_api.sending import assert_invalid, good
from tests.serving import Mlflow

NAMES = {1: "LOGGED_MODEL_PENDING", 2: "LOGGED_MODEL_READY", 3: "LOGGED_MODEL_UPLOAD_FAILED"}


@pytest.mark.parametrize("number", NAMES)
def test_a_status_is_set_by_name_or_number(developer: Mlflow, number: int) -> None:
    model_id = new_id(developer)
    for status in (NAMES[number], number, str(number)):
        patch(developer, model_id, status="LOGGED_MODEL_STATUS_UNSPECIFIED")
        info = good(patch(developer, model_id, status=status, model_id=model_id))["model"]["info"]
        assert info["status"] == NAMES[number]
        assert get(developer, model_id)["info"] == info


@pytest.mark.parametrize("status", ["READY", "", "nonsense", 4, -1, "9" * 400, 2.5, True, [], {}, "²"])
def test_another_status_is_refused_and_changes_nothing(developer: Mlflow, status: object) -> None:
    model_id = new_id(developer)
    before = get(developer, model_id)
    assert_invalid(patch(developer, model_id, status=status), "'status'")
    assert_invalid(patch(developer, model_id), "Missing value for required parameter 'status'.")
    assert get(developer, model_id) == before


def test_the_model_is_the_path_s_whatever_the_body_says(developer: Mlflow) -> None:
    model_id, other = new_id(developer), new_id(developer)
    good(patch(developer, model_id, status=2, model_id=other))
    assert get(developer, model_id)["info"]["status"] == NAMES[2]
    assert get(developer, other)["info"]["status"] == NAMES[1]


def test_unknown_and_deleted_models_are_refused(developer: Mlflow) -> None:
    model_id = new_id(developer)
    good(delete(developer, model_id))
    assert_invalid(patch(developer, model_id, status=2), f"The logged model {model_id} is deleted")
    assert patch(developer, UNKNOWN, status=2).status_code == 404
