"""ids: run ids, access tokens, one-time secrets, digests."""

import base64
import hashlib
import hmac
import re
import string
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modelstead import ids
from tests.properties import pure

BASE62 = string.digits + string.ascii_uppercase + string.ascii_lowercase


def test_run_ids_are_32_hex_digits_and_differ() -> None:
    made = {ids.run_id() for _ in range(1000)}
    assert len(made) == 1000
    assert all(re.fullmatch(r"[0-9a-f]{32}", each) for each in made)


def test_a_token_is_the_prefix_30_characters_and_6_of_checksum() -> None:
    made = {ids.access_token() for _ in range(100)}
    assert len(made) == 100
    assert all(re.fullmatch(r"glpat-[0-9A-Za-z]{36}", each) for each in made)
    assert all(ids.is_access_token(each) for each in made)


@pytest.mark.parametrize("prefix", ["", "glpat-", "acme_", "pässword-"])
def test_any_prefix_is_part_of_the_form(prefix: str) -> None:
    token = ids.access_token(prefix)
    assert token.startswith(prefix)
    assert ids.is_access_token(token, prefix)
    assert not ids.is_access_token(token, "other-")
    assert not ids.is_access_token("x" + token, prefix)


@given(st.text(BASE62, min_size=30, max_size=30))
@pure
def test_the_checksum_is_the_crc_32_in_base_62(secret: str) -> None:
    text = ids.checksum(secret)
    assert len(text) == 6
    number = 0
    for digit in text:
        number = number * 62 + BASE62.index(digit)
    assert number == zlib.crc32(secret.encode())


@given(st.text(BASE62, min_size=30, max_size=30), st.integers(0, 35), st.sampled_from(BASE62))
@pure
def test_one_wrong_character_is_noticed(secret: str, place: int, character: str) -> None:
    body = secret + ids.checksum(secret)
    changed = body[:place] + character + body[place + 1 :]
    assert ids.is_access_token("glpat-" + changed) is (changed == body)


@given(st.text())
@pure
def test_chance_is_not_a_token(text: str) -> None:
    assert not ids.is_access_token(text)
    assert not ids.is_access_token("glpat-" + text)


@pytest.mark.parametrize("change", [str.upper, str.strip, lambda token: token + " ", lambda token: token[:-1]])
def test_a_token_changed_on_its_way_is_noticed(change: object) -> None:
    token = "glpat-" + "a" * 30 + ids.checksum("a" * 30)
    assert callable(change)
    assert ids.is_access_token(change(token)) is (change(token) == token)


def test_what_is_not_ascii_is_no_token() -> None:
    assert not ids.is_access_token("glpat-" + "é" * 36)
    assert not ids.is_access_token("glpat-" + "\ud800" * 36)


def test_one_time_secrets_hold_32_bytes_and_are_safe_in_an_address() -> None:
    made = {ids.one_time_secret() for _ in range(100)}
    assert len(made) == 100
    assert all(re.fullmatch(r"[\w-]{43}", each, re.ASCII) for each in made)


@given(st.binary(min_size=1), st.text(st.characters(exclude_categories=["Cs"])))
@pure
def test_a_digest_is_the_keyed_sha_256(key: bytes, secret: str) -> None:
    assert ids.digest(key, secret) == hmac.new(key, secret.encode(), hashlib.sha256).digest()


def test_a_digest_of_broken_text_is_just_a_digest() -> None:
    assert len(ids.digest(b"key", "\ud800")) == 32


def test_request_ids_count_under_a_prefix_of_their_process() -> None:
    first, second = ids.RequestIds(), ids.RequestIds()
    prefix, _, count = first.next().partition("-")
    assert re.fullmatch(r"[0-9a-f]{8}", prefix)
    assert count == "1"
    assert [first.next() for _ in range(15)][-1] == f"{prefix}-10"
    assert not second.next().startswith(prefix)


def test_a_signature_is_of_its_fields_and_its_key_alone() -> None:
    signed = ids.signature(b"key", "part", 1, "ü")
    assert len(signed) == 43
    assert ids.is_signature(signed, b"key", "part", 1, "ü")
    for key, *fields in (
        (b"other", "part", 1, "ü"),
        (b"key", "part", 1, "u"),
        (b"key", "part", 1),
        (b"key", "part1", "ü"),
        (b"key", "part", "1ü"),
    ):
        assert not ids.is_signature(signed, key, *fields)
    for text in ("", "ü", signed + "=", signed[:-1], "\udc80"):
        assert not ids.is_signature(text, b"key", "part", 1, "ü")


def test_a_signature_is_no_digest_of_the_same_text() -> None:
    signed = ids.signature(b"key", "part")
    assert base64.urlsafe_b64decode(signed + "=") != ids.digest(b"key", "part")
