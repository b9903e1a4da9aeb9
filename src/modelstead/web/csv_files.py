"""Tables as CSV that a spreadsheet opens without doing anything."""

import csv
import io
import math
from collections.abc import Iterable, Sequence

_BEGINS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\N{FULLWIDTH EQUALS SIGN}", "\N{FULLWIDTH PLUS SIGN}")


def lines(rows: Iterable[Sequence[float | str | None]]) -> bytes:
    """Return rows as CSV in UTF-8."""
    output = io.StringIO()
    writer = csv.writer(output, lineterminator="\r\n")
    writer.writerows([_field(value) for value in row] for row in rows)
    return output.getvalue().encode()


def harmless(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula: with an apostrophe in front if it looks like one."""
    begins = text.lstrip(" ")
    if not begins.startswith(_BEGINS_FORMULA) or _is_number(text):
        return text
    return f"'{text}"


def _field(value: float | str | None) -> float | str:
    if isinstance(value, str):
        return harmless(value)
    if value is None:
        return ""
    return "NaN" if math.isnan(value) else value


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return text.isascii() and "_" not in text and not text.isspace() and text.strip() == text
