"""domain.experiment: names and lifecycle."""

import pytest

from modelstead.domain.experiment import Experiment, LifecycleStage, ViewType, check_name
from modelstead.errors import InvalidParameter


@pytest.mark.parametrize("name", ["a", " a ", "[model]churn", "Größe / 2", "n" * 500])
def test_a_name_is_any_text_up_to_the_limit(name: str) -> None:
    assert check_name(name) == name


@pytest.mark.parametrize("name", ["", " ", "\t\n"])
def test_a_blank_name_is_a_missing_one(name: str) -> None:
    with pytest.raises(InvalidParameter, match="Missing value for required parameter 'new_name'"):
        check_name(name, "new_name")


def test_one_character_more_than_the_limit_is_refused() -> None:
    with pytest.raises(InvalidParameter) as refusal:
        check_name("n" * 501)
    assert str(refusal.value) == "'name' exceeds the maximum length of 500 characters; it has 501."


def test_an_experiment_is_active_until_it_has_a_time_of_deletion() -> None:
    assert Experiment(1, 1, "n", "", 0, 0, None).lifecycle_stage is LifecycleStage.ACTIVE
    assert Experiment(1, 1, "n", "", 0, 0, 0).lifecycle_stage is LifecycleStage.DELETED


def test_view_types_have_mlflows_numbers() -> None:
    assert {view.name: view.value for view in ViewType} == {"ACTIVE_ONLY": 1, "DELETED_ONLY": 2, "ALL": 3}
