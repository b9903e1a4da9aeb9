"""What an MLmodel file says: YAML as MLflow writes it, and not one thing more.

No YAML library reads it: such loaders build what a file asks for. Mappings, lists of texts, texts plain or in quotes,
folded at the ends of lines; anything else is refused, and the file is shown as the text that it is.
"""

import re
from typing import NamedTuple, Union

Value = Union[str, None, "list[Value]", "dict[str, Value]"]

_LINE = re.compile(r"( *)(- +)?(?:([A-Za-z0-9_.\-/]{1,200}|'[^']{1,200}'):(?: +(.*))?|(.*))", re.DOTALL)
_DEPTH = 12
_REFUSED = "&*!|>%@`{["  # what begins other things than texts
_NOTHING = ("null", "~", "{}", "[]")
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "0": "\0", "N": "\x85", "_": "\xa0", "L": "\u2028", "P": "\u2029"} | {
    "a": "\a", "b": "\b", "e": "\x1b", "f": "\f", "v": "\v"
}  # fmt: skip
_ESCAPE = re.compile(r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.))", re.DOTALL)
_TO_QUOTE = re.compile(r'(?:[^"\\]|\\.)*"', re.DOTALL)
_CONTINUED = re.compile(r"(?<!\\)(?:\\\\)*\\\Z")


class NotWritten(Exception):
    """MLflow would not have written that."""


class _Line(NamedTuple):
    """A key or an entry of a list with its text, which may have stood on several lines."""

    indent: int
    is_item: bool
    key: str | None
    value: str


def read(text: str) -> dict[str, Value]:
    """Return what a file says: mappings, lists and texts, None for null; raise NotWritten for what is none of that."""
    lines = _lines(text)
    found, at = _mapping(lines, 0, 0, 0)
    if at < len(lines) or not found:
        raise _refused()
    return found


def _lines(text: str) -> list[_Line]:
    found: list[_Line] = []
    pieces: list[str] = []  # of the last line's text
    mark = ""  # the quote that is open
    for each in text.replace("\r\n", "\n").split("\n"):
        if mark:
            pieces.append(each.strip(" "))
            mark = _still_open(mark, pieces[-1])
            continue
        if not each.strip(" ") or each.lstrip(" ").startswith("#"):
            continue
        match = _LINE.fullmatch(each.rstrip(" "))
        assert match is not None  # the last alternative takes everything
        indent, is_item, key = len(match[1]), match[2] is not None, match[3]
        if key is None and not is_item and found and indent > found[-1].indent and pieces and pieces[0]:
            pieces.append(match[5])
            continue
        if found:
            found[-1] = found[-1]._replace(value=_folded(pieces))
        value = (match[4] if key is not None else match[5]) or ""
        found.append(_Line(indent, is_item, key.strip("'") if key else None, ""))
        pieces = [value]
        mark = _still_open(value[0], value[1:]) if value[:1] in ("'", '"') else ""
    if mark:
        raise NotWritten("A text in it does not end.")
    if found:
        found[-1] = found[-1]._replace(value=_folded(pieces))
    return found


def _still_open(mark: str, piece: str) -> str:
    """Return the quote again if a piece of the text that it began does not end it."""
    if mark == '"':
        return "" if _TO_QUOTE.match(piece) else mark
    return "" if piece.count("'") % 2 else mark


def _folded(pieces: list[str]) -> str:
    """Return the pieces of a text as one: an end of line is a space, and an empty line an end of line."""
    parts, after = [pieces[0]], False
    for piece in pieces[1:]:
        if not piece:
            parts.append("\n")
        elif _CONTINUED.search(parts[-1]):
            parts[-1] = parts[-1][:-1]
            parts.append(piece)
        else:
            parts.append(piece if after else " " + piece)
        after = not piece
    return "".join(parts)


def _mapping(lines: list[_Line], at: int, indent: int, depth: int) -> tuple[dict[str, Value], int]:
    if depth > _DEPTH:
        raise NotWritten("It is too deep.")
    found: dict[str, Value] = {}
    while at < len(lines) and lines[at].indent >= indent:
        line = lines[at]
        if line.indent > indent or line.is_item or line.key is None:
            raise _refused()
        at += 1
        if line.value:
            found[line.key] = _scalar(line.value)
        else:
            found[line.key], at = _block(lines, at, indent, depth)
    return found, at


def _block(lines: list[_Line], at: int, indent: int, depth: int) -> tuple[Value, int]:
    """Return what stands below a key: a list at its own indent or deeper, a mapping deeper, or nothing."""
    if at == len(lines) or lines[at].indent < indent or (lines[at].indent == indent and not lines[at].is_item):
        return None, at
    deep = lines[at].indent
    if not lines[at].is_item:
        return _mapping(lines, at, deep, depth + 1)
    held: list[Value] = []
    while at < len(lines) and (lines[at].indent > deep or (lines[at].indent == deep and lines[at].is_item)):
        line = lines[at]
        if line.indent == deep:
            held.append(_scalar(line.value) if line.key is None else f"{line.key}: {line.value}")
        at += 1  # what is deeper belongs to an entry that is a mapping, which is not kept
    return held, at


def _scalar(value: str) -> Value:
    if value in ("", *_NOTHING):
        return None
    if value[0] in _REFUSED:
        raise _refused()
    if value[0] not in "'\"":
        return value
    inner = value[1:-1]
    if value[0] == "'" and value.endswith("'") and len(value) > 1 and "'" not in inner.replace("''", ""):
        return inner.replace("''", "'")
    end = _TO_QUOTE.fullmatch(value, 1) if value[0] == '"' else None
    if end is None:
        raise _refused()
    return _ESCAPE.sub(_escaped, inner)


def _escaped(found: re.Match[str]) -> str:
    digits = found[1] or found[2] or found[3]
    if digits is None:
        return _ESCAPES.get(found[4], found[4])
    number = int(digits, 16)
    is_letter = number < 0xD800 or 0xDFFF < number <= 0x10FFFF  # noqa: PLR2004 - Unicode without surrogates
    return chr(number) if is_letter else "\N{REPLACEMENT CHARACTER}"


def _refused() -> NotWritten:
    return NotWritten("It is not what MLflow writes.")
