"""Secrets at rest: encrypted, and bound to what they belong to."""

import pytest

from modelstead.errors import SettingError
from modelstead.services.sealing import Sealing

KEY = b"0123456789abcdef0123456789abcdef"
SEALING = Sealing(KEY, "tests")


def test_a_secret_comes_back_and_is_not_readable_meanwhile() -> None:
    sealed = SEALING.seal("größtes geheimnis", "a")
    assert SEALING.open(sealed, "a") == "größtes geheimnis"
    assert b"geheimnis" not in sealed


def test_the_same_secret_is_sealed_differently_each_time() -> None:
    assert SEALING.seal("s", "a") != SEALING.seal("s", "a")


@pytest.mark.parametrize("other", [Sealing(b"x" * 32, "tests"), Sealing(KEY, "other")])
def test_another_key_or_purpose_opens_nothing(other: Sealing) -> None:
    with pytest.raises(SettingError, match="another secret key"):
        other.open(SEALING.seal("s", "a"), "a")


def test_what_belongs_to_another_or_was_changed_is_not_opened() -> None:
    sealed = SEALING.seal("s", "a")
    for wrong, owner in ((sealed, "b"), (sealed[:-1], "a"), (sealed[:-1] + bytes([sealed[-1] ^ 1]), "a")):
        with pytest.raises(SettingError):
            SEALING.open(wrong, owner)
