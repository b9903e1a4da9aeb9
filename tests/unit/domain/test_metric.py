"""domain.metric: what numbers become before they are stored."""

import math
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modelstead.domain.metric import FLOAT_MAX, clamp
from tests.properties import pure


@given(st.floats(allow_nan=False, allow_infinity=False))
@pure
def test_a_finite_value_stays_as_it_is(value: float) -> None:
    assert clamp(value) == value


@pytest.mark.parametrize("value", [FLOAT_MAX, -FLOAT_MAX, sys.float_info.min, 5e-324, 0.1])
def test_extreme_finite_values_stay_as_they_are(value: float) -> None:
    assert clamp(value).hex() == value.hex()


def test_infinities_become_the_largest_finite_numbers() -> None:
    assert clamp(math.inf) == 1.7976931348623157e308
    assert clamp(-math.inf) == -1.7976931348623157e308


def test_nan_stays() -> None:
    assert math.isnan(clamp(math.nan))


def test_minus_zero_becomes_zero_since_sqlite_has_only_one() -> None:
    assert math.copysign(1, clamp(-0.0)) == 1
