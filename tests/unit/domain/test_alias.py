"""domain.alias: names that can be set, and those that a version has by itself."""

import pytest

from modelstead import limits
from modelstead.domain.alias import check_alias
from modelstead.errors import InvalidParameter


@pytest.mark.parametrize(
    "alias",
    [
        "champion",
        "Champion",
        "a",
        "_",
        "-",
        "a-b_c",
        "v",
        "version1",
        "v1a",
        "1a",
        "1-2",
        "latest1",
        "production",
        "müde",
        "冠軍",
        "1e3",
        "a" * limits.ALIAS_LENGTH,
    ],
)
def test_a_name_of_letters_digits_underscores_and_dashes_is_an_alias(alias: str) -> None:
    assert check_alias(alias) == alias


@pytest.mark.parametrize("alias", ["latest", "LATEST", "LaTesT"])
def test_latest_is_reserved_in_any_case(alias: str) -> None:
    with pytest.raises(InvalidParameter) as caught:
        check_alias(alias)
    assert str(caught.value) == "'latest' alias name (case insensitive) is reserved."


@pytest.mark.parametrize(
    "alias",
    [
        "v1",
        "V1",
        "1",
        "v01",
        "001",
        "0",
        "1.2",
        "v1.2",
        "1.2.3",
        "v1.2.3",
        "1.2.3-rc.1",
        "v1.2.3+b",
        "9" * 255,
        "\u0663",
        "v\u0663",
        "\uff11\uff12",
    ],
)
def test_what_reads_as_a_version_is_reserved(alias: str) -> None:
    with pytest.raises(InvalidParameter, match=r"^Version alias name .* is reserved"):
        check_alias(alias)


@pytest.mark.parametrize("alias", ["a b", "a/b", "a.b", "a:b", "a@b", "a\n", "\ta", "a\0", "%", "a'", "🏆", "a\u202eb"])
def test_other_characters_are_refused(alias: str) -> None:
    with pytest.raises(InvalidParameter, match=r"^Invalid alias name: "):
        check_alias(alias)


def test_an_empty_alias_is_missing() -> None:
    with pytest.raises(InvalidParameter, match=r"^Missing value for required parameter 'alias'"):
        check_alias("")


def test_a_long_alias_is_refused() -> None:
    with pytest.raises(InvalidParameter, match="'alias' exceeds the maximum length of 255 characters; it has 256"):
        check_alias("a" * 256)
