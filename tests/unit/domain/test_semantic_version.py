"""domain.semantic_version: which texts are versions, and which version is next."""

import pytest

from modelstead import limits
from modelstead.domain.semantic_version import FIRST, Bump, SemanticVersion, is_semantic
from modelstead.errors import InvalidParameter

# The lists of https://semver.org, by which it tests its own expression.
VALID = """
0.0.4 1.2.3 10.20.30 1.1.2-prerelease+meta 1.1.2+meta 1.1.2+meta-valid 1.0.0-alpha 1.0.0-beta 1.0.0-alpha.beta
1.0.0-alpha.beta.1 1.0.0-alpha.1 1.0.0-alpha0.valid 1.0.0-alpha.0valid
1.0.0-alpha-a.b-c-somethinglong+build.1-aef.1-its-okay 1.0.0-rc.1+build.1 2.0.0-rc.1+build.123 1.2.3-beta
10.2.3-DEV-SNAPSHOT 1.2.3-SNAPSHOT-123 1.0.0 2.0.0 1.1.7 2.0.0+build.1848 2.0.1-alpha.1227 1.0.0-alpha+beta
1.2.3----RC-SNAPSHOT.12.9.1--.12+788 1.2.3----R-S.12.9.1--.12+meta 1.2.3----RC-SNAPSHOT.12.9.1--.12
1.0.0+0.build.1-rc.10000aaa-kk-0.1 99999999999999999999999.999999999999999999.99999999999999999 1.0.0-0A.is.legal
"""
INVALID = """
1 1.2 1.2.3-0123 1.2.3-0123.0123 1.1.2+.123 +invalid -invalid -invalid+invalid -invalid.01 alpha alpha.beta
alpha.beta.1 alpha.1 alpha+beta alpha_beta alpha. alpha.. beta 1.0.0-alpha_beta -alpha. 1.0.0-alpha.. 1.0.0-alpha..1
1.0.0-alpha...1 1.0.0-alpha....1 1.0.0-alpha.....1 1.0.0-alpha......1 1.0.0-alpha.......1 01.1.1 1.01.1 1.1.01 1.2.3.DEV
1.2-SNAPSHOT 1.2.31.2.3----RC-SNAPSHOT.12.09.1--..12+788 1.2-RC-SNAPSHOT -1.0.3-gamma+b7718 +justmeta 9.8.7+meta+meta
9.8.7-whatever+meta+meta
99999999999999999999999.999999999999999999.99999999999999999----RC-SNAPSHOT.12.09.1--------------------------------..12
"""
OF_OURS = ["", " ", "1.2.3 ", " 1.2.3", "1.2.3\n", "1.2.3\0", "v1.2.3", "1.2.3.4", "1,2,3", "-1.2.3", "1.-2.3", "1.2.x"]
OTHER_DIGITS = [
    "\u0661.\u0662.\u0663",
    "1.2.\u0663",
    "1.2.3-\u0663",
    "1.2.3+\u0663",
    "\uff11.\uff12.\uff13",
    "1.2.\u00b2",
]


@pytest.mark.parametrize("text", VALID.split())
def test_a_version_is_kept_as_it_was_written(text: str) -> None:
    found = SemanticVersion.parse(text)
    assert found.text == text
    assert found.is_prerelease == ("-" in text.partition("+")[0])
    assert is_semantic(text)


@pytest.mark.parametrize("text", [*INVALID.split(), *OF_OURS, *OTHER_DIGITS])
def test_any_other_text_is_refused(text: str) -> None:
    assert not is_semantic(text)
    with pytest.raises(InvalidParameter, match=r"for 'gitlab.version': use a semantic version"):
        SemanticVersion.parse(text, "gitlab.version")


@pytest.mark.parametrize("form", ["{}.0.0", "0.0.{}", "1.0.0-{}", "1.0.0-a.{}", "1.0.0+{}"])
def test_numbers_may_be_as_long_as_a_version(form: str) -> None:
    text = form.format("9" * (limits.SEMANTIC_VERSION_LENGTH - len(form) + 2))
    assert len(text) == limits.SEMANTIC_VERSION_LENGTH
    assert SemanticVersion.parse(text).text == text
    with pytest.raises(InvalidParameter, match="of at most 255 characters"):
        SemanticVersion.parse(form.format("9" * (limits.SEMANTIC_VERSION_LENGTH - len(form) + 3)))


def test_a_long_refused_text_is_cut_in_the_message() -> None:
    with pytest.raises(InvalidParameter) as caught:
        SemanticVersion.parse("x" * 1_000_000)
    assert len(str(caught.value)) < 300


@pytest.mark.parametrize(
    ("text", "major", "minor", "patch"),
    [
        ("1.0.0", "2.0.0", "1.1.0", "1.0.1"),
        ("0.9.9", "1.0.0", "0.10.0", "0.9.10"),
        ("1.2.3+build.7", "2.0.0", "1.3.0", "1.2.4"),
        ("2.0.0-rc.1", "2.0.0", "2.0.0", "2.0.0"),
        ("1.2.0-rc.1+build", "2.0.0", "1.2.0", "1.2.0"),
        ("1.2.3-rc.1", "2.0.0", "1.3.0", "1.2.3"),
        (f"{'9' * 99}.1.2", f"1{'0' * 99}.0.0", f"{'9' * 99}.2.0", f"{'9' * 99}.1.3"),
    ],
)
def test_the_next_version_is_the_lowest_release_that_counts_the_part_up(
    text: str, major: str, minor: str, patch: str
) -> None:
    found = SemanticVersion.parse(text)
    assert [found.next(bump).text for bump in (Bump.MAJOR, Bump.MINOR, Bump.PATCH)] == [major, minor, patch]
    assert all(found.next(bump).precedence > found.precedence for bump in Bump)


def test_the_first_version_is_1_0_0() -> None:
    assert SemanticVersion.parse("1.0.0") == FIRST
