"""domain.param: a param never changes."""

import pytest

from modelstead.domain.param import Param, check_unchanged
from modelstead.errors import InvalidParameter

LOGGED = {"lr": "0.1", "depth": "3"}


@pytest.mark.parametrize(
    "params", [[], [Param("lr", "0.1")], [Param("new", "x")], [Param("lr", "0.1"), Param("depth", "3")]]
)
def test_same_values_and_new_params_are_fine(params: list[Param]) -> None:
    check_unchanged("run", LOGGED, params)


def test_a_changed_value_is_refused_with_both_values() -> None:
    with pytest.raises(InvalidParameter) as refusal:
        check_unchanged("abc", LOGGED, [Param("depth", "3"), Param("lr", "0.10")])
    assert str(refusal.value) == (
        "Changing param values is not allowed. Param with key='lr' was already logged with value='0.1' for run "
        "ID='abc'. Attempted logging new value '0.10'."
    )


def test_several_changed_values_are_listed() -> None:
    with pytest.raises(InvalidParameter) as refusal:
        check_unchanged("abc", LOGGED, [Param("depth", "4"), Param("lr", "0.2")])
    assert str(refusal.value) == (
        "Changing param values is not allowed. Params were already logged='"
        "[{'key': 'depth', 'old_value': '3', 'new_value': '4'}, {'key': 'lr', 'old_value': '0.1', 'new_value': '0.2'}]"
        "' for run ID='abc'."
    )


def test_long_values_are_named_in_part() -> None:
    with pytest.raises(InvalidParameter, match=r"value='o{60}…'.*new value 'n{60}…'"):
        check_unchanged("abc", {"p": "o" * 6000}, [Param("p", "n" * 6000)])
