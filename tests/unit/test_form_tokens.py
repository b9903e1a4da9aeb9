"""Form tokens: another text each time, good for one session alone."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modelstead import ids
from tests.properties import pure

KEY, SESSION = b"k" * 32, "the cookie of a session"


def test_a_token_is_another_text_each_time_and_always_good() -> None:
    made = {ids.form_token(KEY, SESSION) for _ in range(100)}
    assert len(made) == 100
    assert all(ids.is_form_token(each, KEY, SESSION) for each in made)


def test_no_two_have_a_byte_of_the_secret_at_the_same_place() -> None:
    halves = [base64.urlsafe_b64decode(ids.form_token(KEY, SESSION) + "==") for _ in range(300)]
    for place in range(64):
        assert len({half[place] for half in halves}) > 100


def test_a_token_is_good_for_its_session_and_key_alone() -> None:
    token = ids.form_token(KEY, SESSION)
    assert not ids.is_form_token(token, KEY, "another session")
    assert not ids.is_form_token(token, b"j" * 32, SESSION)


@pytest.mark.parametrize("text", ["", "A", "AAAA", "=", "é", "\0", "A" * 43, "A" * 86, "A" * 10_000, "a b", "%00"])
def test_what_is_no_token_is_refused(text: str) -> None:
    assert not ids.is_form_token(text, KEY, SESSION)


@given(st.binary(max_size=80))
@pure
def test_no_other_bytes_are_a_token(raw: bytes) -> None:
    assert not ids.is_form_token(base64.urlsafe_b64encode(raw).rstrip(b"=").decode(), KEY, SESSION)


@given(st.integers(0, 84), st.sampled_from("AZaz09-_"))
@pure
def test_one_wrong_character_is_noticed(place: int, character: str) -> None:
    token = ids.form_token(KEY, SESSION)
    changed = token[:place] + character + token[place + 1 :]
    assert ids.is_form_token(changed, KEY, SESSION) is (changed == token)
