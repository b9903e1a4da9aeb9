"""How values are written for people."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modelstead import clock
from modelstead.web import formats
from modelstead.web.formats import MINUS
from tests.properties import pure


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (1234, "1234"),
        (-7, MINUS + "7"),
        (0.1, "0.1000"),
        (0.123456, "0.1235"),
        (12345.6789, "12346"),
        (0.0001234567, f"1.235e{MINUS}4"),
        (1e12, "1.000e12"),
        (-1.5, MINUS + "1.500"),
        (math.nan, "NaN"),
        (math.inf, "∞"),
        (-1.7976931348623157e308, MINUS + "∞"),
    ],
)
def test_a_number_has_four_digits(value: float, text: str) -> None:
    assert formats.number(value) == text


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (0.0123456789, 3, "0.0123"),
        (1234567.5, 6, "1.23457e6"),
        (-0.0123456789, 0, MINUS + "0.0123456789"),
        (-3, 0, MINUS + "3"),
        (math.inf, 0, "∞"),
    ],
)
def test_a_number_has_as_many_digits_as_are_wanted(value: float, digits: int, text: str) -> None:
    assert formats.number(value, digits) == text


def test_a_time_is_written_as_it_is_wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now_ms", lambda: 3_600_000)
    assert ">1 hour ago<" in formats.ago(0)
    assert formats.ago(0, "utc") == formats.ago(0, "local")
    assert 'title="1970-01-01 00:00:00 UTC, 1 hour ago">1970-01-01 00:00<' in formats.ago(0, "utc")


@given(st.floats())
@pure
def test_any_number_is_short(value: float) -> None:
    assert 0 < len(formats.number(value)) <= 11
    if math.isfinite(value):
        assert float(formats.whole(value)) == value


@pytest.mark.parametrize(
    ("milliseconds", "text"),
    [
        (-1, "in the future"),
        (0, "just now"),
        (59_999, "just now"),
        (60_000, "1 minute ago"),
        (7_200_000, "2 hours ago"),
        (86_400_000, "1 day ago"),
        (400 * 86_400_000, "1 year ago"),
    ],
)
def test_ages_are_said_as_people_say_them(milliseconds: int, text: str) -> None:
    assert formats.since(milliseconds) == text


@pytest.mark.parametrize(
    ("milliseconds", "text"),
    [
        (-5, "-5 ms"),
        (850, "850 ms"),
        (12_300, "12.3 s"),
        (245_000, "4 min 5 s"),
        (12_000_000, "3 h 20 min"),
        (187_200_000, "2 d 4 h"),
    ],
)
def test_durations_have_two_units(milliseconds: int, text: str) -> None:
    assert formats.duration(milliseconds) == text


@pytest.mark.parametrize(
    ("size", "text"), [(0, "0 bytes"), (1, "1 byte"), (1023, "1,023 bytes"), (1536, "1.5 KiB"), (2**50, "1024.0 TiB")]
)
def test_sizes_have_a_unit(size: int, text: str) -> None:
    assert formats.size(size) == text


def test_a_time_says_when_exactly() -> None:
    html = formats.ago(1_700_000_000_000)
    assert 'datetime="2023-11-14T22:13:20Z" title="2023-11-14 22:13:20 UTC"' in html
    assert formats.ago(clock.now_ms()).endswith(">just now</time>")


@pytest.mark.parametrize("at", [-(2**63), -1, 0, 2**63 - 1])
def test_no_time_that_a_client_made_up_breaks_a_page(at: int) -> None:
    assert formats.ago(at).startswith("<time ")


def test_long_texts_may_break_and_stay_text() -> None:
    assert formats.breakable("a/b_c.d") == "a/<wbr>b_<wbr>c.<wbr>d"
    assert formats.breakable("<b>/x") == "&lt;b&gt;/<wbr>x"


def test_markdown_is_html_without_scripts() -> None:
    assert formats.markdown("**bold** <script>alert(1)</script>") == (
        "<p><strong>bold</strong> &lt;script&gt;alert(1)&lt;/script&gt;</p>\n"
    )
