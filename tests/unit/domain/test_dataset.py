"""domain.dataset: how long a dataset's texts may be."""

import msgspec
import pytest

from modelstead import limits
from modelstead.domain.dataset import Dataset
from modelstead.errors import InvalidParameter

PLAIN = Dataset("name", "digest", "local", "{}")
LIMITS = {
    "name": limits.DATASET_NAME_LENGTH,
    "digest": limits.DATASET_DIGEST_LENGTH,
    "source_type": limits.DATASET_SOURCE_TYPE_LENGTH,
    "source": limits.DATASET_SOURCE_LENGTH,
    "schema": limits.DATASET_SCHEMA_LENGTH,
    "profile": limits.DATASET_PROFILE_LENGTH,
}


def test_mlflows_own_limits_are_ours() -> None:
    assert list(LIMITS.values()) == [500, 36, 36, 65_535, 1_048_575, 16_777_215]


@pytest.mark.parametrize(("field", "limit"), LIMITS.items())
def test_a_text_at_its_limit_is_accepted_and_one_longer_is_not(field: str, limit: int) -> None:
    msgspec.structs.replace(PLAIN, **{field: "x" * limit}).check("dataset")
    with pytest.raises(InvalidParameter) as refusal:
        msgspec.structs.replace(PLAIN, **{field: "x" * (limit + 1)}).check("datasets[4].dataset")
    assert str(refusal.value).startswith(f"'datasets[4].dataset.{field}' exceeds the maximum length of {limit} ")


def test_schema_and_profile_may_be_absent() -> None:
    PLAIN.check("dataset")
