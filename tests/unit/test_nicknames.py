"""nicknames: names for runs that were given none."""

import re

from modelstead.domain.key import check_key
from modelstead.nicknames import ADJECTIVES, NOUNS, nickname


def test_a_nickname_is_an_adjective_a_noun_and_a_number() -> None:
    for _ in range(200):
        adjective, noun, number = nickname().split("-")
        assert adjective in ADJECTIVES
        assert noun in NOUNS
        assert str(int(number)) == number
        assert 0 <= int(number) < 1000


def test_no_word_is_there_twice() -> None:
    assert len(set(ADJECTIVES)) == len(ADJECTIVES)
    assert len(set(NOUNS)) == len(NOUNS)


def test_words_are_plain() -> None:
    assert all(re.fullmatch(r"[a-z]+", word) for word in [*ADJECTIVES, *NOUNS])


def test_a_nickname_could_be_a_key() -> None:
    assert check_key(nickname(), "name")


def test_there_are_ten_million_and_more() -> None:
    assert len(ADJECTIVES) * len(NOUNS) * 1000 > 10_000_000
