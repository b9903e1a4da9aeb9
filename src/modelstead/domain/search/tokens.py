"""From text to tokens, each with its place."""

import re
from collections.abc import Iterator
from enum import Enum
from typing import NamedTuple

from modelstead.errors import InvalidSearch


class TokenKind(Enum):
    """What a token is; the values are how messages call it."""

    NUMBER = "a number"
    STRING = "a quoted text"
    NAME = "a name"
    OPERATOR = "an operator"
    PUNCTUATION = "a bracket or comma"
    END = "the end"


class Token(NamedTuple):
    """A token as written, with the character where it begins, from 0."""

    kind: TokenKind
    text: str
    at: int


_TOKEN = re.compile(
    r"""
      (?P<NUMBER> [+-]? (?: \d+\.?\d* | \.\d+ ) (?: [eE][+-]?\d+ )? (?! [\w.'"`] ) )
    | (?P<STRING> ' (?: [^'] | '' )* ' | " (?: [^"] | "" )* " )
    | (?P<NAME> (?: `[^`]*` | [^\W\d]\w* ) (?: \. (?: `[^`]*` | "[^"]*" | [\w.\-/:]+ ) )? )
    | (?P<OPERATOR> <= | >= | != | <> | == | = | < | > )
    | (?P<PUNCTUATION> [(),] )
    """,
    re.VERBOSE,
)
_SPACE = re.compile(r"\s*")
_WORD = re.compile(r"[\w.+\-]+")


def tokens(text: str) -> Iterator[Token]:
    """Yield the tokens of a text, the last of which is END; raise InvalidSearch at what is none."""
    at = _SPACE.match(text).end()  # type: ignore[union-attr]  # it matches everywhere
    while at < len(text):
        found = _TOKEN.match(text, at)
        if found is None or found.lastgroup is None:
            raise InvalidSearch(_fault(text, at), at)
        yield Token(TokenKind[found.lastgroup], found[0], at)
        at = _SPACE.match(text, found.end()).end()  # type: ignore[union-attr]
    yield Token(TokenKind.END, "", len(text))


def content(quoted: str) -> str:
    """Return what stands between the quotes of a token; a doubled quote in a text means one."""
    quote = quoted[0]
    inner = quoted[1:-1]
    return inner if quote == "`" else inner.replace(quote * 2, quote)


def _fault(text: str, at: int) -> str:
    character = text[at]
    if character in "'\"`":
        return f"the quote {character} is never closed"
    if character == ".":
        return "a key must follow the dot, in backticks if it holds spaces"
    word = _WORD.match(text, at)
    if word and (word[0][0].isdigit() or word[0][0] in "+-"):
        return f"{word[0][:60]!r} is not a number"
    return f"{character!r} means nothing here"
