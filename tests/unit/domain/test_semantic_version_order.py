"""domain.semantic_version: texts that sort as versions do, and ranges as parts of that order."""

import pytest
import semver
from hypothesis import example, given
from hypothesis import strategies as st

from modelstead.domain.semantic_version import Range, SemanticVersion
from tests.properties import pure

NUMBERS = st.sampled_from(["0", "1", "2", "9", "10", "11", "99", "100", "9" * 30, "1" + "0" * 30]) | st.integers(
    0, 10**12
).map(str)
WORDS = st.sampled_from(["a", "A", "a-", "a0", "-", "--", "0a", "1-", "rc", "Z", "z", "aa", "-0", "9z"])
IDENTIFIERS = st.lists(NUMBERS | WORDS, min_size=1, max_size=3).map(".".join)
VERSIONS = st.builds(
    lambda core, prerelease, build: (
        ".".join(core) + (f"-{prerelease}" if prerelease else "") + (f"+{build}" if build else "")
    ),
    st.tuples(NUMBERS, NUMBERS, NUMBERS),
    st.none() | IDENTIFIERS,
    st.none() | IDENTIFIERS,
)
NEIGHBOURS = st.sampled_from(
    ["1.0.0", "1.0.0-a", "1.0.0-a.1", "1.0.0-a.a", "1.0.0-1", "1.0.0-10", "1.0.0-2", "1.0.0-a-"]
)
# As https://semver.org gives the order, point 11.
IN_ORDER = [
    "1.0.0-alpha",
    "1.0.0-alpha.1",
    "1.0.0-alpha.beta",
    "1.0.0-beta",
    "1.0.0-beta.2",
    "1.0.0-beta.11",
    "1.0.0-rc.1",
    "1.0.0",
    "2.0.0",
    "2.1.0",
    "2.1.1",
]


@given(VERSIONS | NEIGHBOURS, VERSIONS | NEIGHBOURS)
@example("1.0.0-a", "1.0.0-a.0")
@example("1.0.0+a", "1.0.0+b")
@example(f"{'9' * 200}.0.0", f"1{'0' * 200}.0.0")
@example(f"1.0.0-{'9' * 200}", "1.0.0-a")
@pure
def test_precedence_sorts_as_text_as_versions_do(one: str, other: str) -> None:
    ours = SemanticVersion.parse(one).precedence, SemanticVersion.parse(other).precedence
    expected = semver.Version.parse(one).compare(other)
    assert (ours[0] > ours[1]) - (ours[0] < ours[1]) == expected


def test_the_order_is_that_of_the_standard() -> None:
    precedences = [SemanticVersion.parse(text).precedence for text in IN_ORDER]
    assert precedences == sorted(set(precedences))


def test_precedence_is_plain_text_that_every_database_sorts_by_bytes() -> None:
    for text in (*IN_ORDER, "1.0.0----Z.9-+x"):
        assert SemanticVersion.parse(text).precedence.isprintable()
        assert SemanticVersion.parse(text).precedence.isascii()


@given(VERSIONS, NUMBERS, st.none() | NUMBERS)
@example("1.2.3", "1", "2")
@example("12.0.0", "1", None)
@example("1.20.0", "1", "2")
@example("1.2.0-rc.1", "1", "2")
@pure
def test_a_range_has_the_versions_that_begin_with_its_numbers_and_no_other(
    text: str, major: str, minor: str | None
) -> None:
    within = Range.parse(major if minor is None else f"{major}.{minor}")
    assert within is not None
    found = semver.Version.parse(text)
    expected = found.major == int(major) and minor in {None, str(found.minor)}
    assert (within.prefix <= SemanticVersion.parse(text).precedence < within.end) == expected


@pytest.mark.parametrize(
    "text",
    ["", "1.", ".1", "1.2.3", "01", "1.02", "-1", "1.-2", "v1", "1.x", "1 ", "1\n", "\u0661", "1.\u0662", "9" * 256],
)
def test_other_texts_are_no_ranges(text: str) -> None:
    assert Range.parse(text) is None
