"""Conditions that lists share: which rows hold a text."""

from modelstead.domain.search.operators import lower

Condition = tuple[str, tuple[object, ...]]
"""SQL and the values bound in it."""


def contains(text: str, *columns: str) -> Condition:
    """Return the condition that one of the columns holds a text, whatever the case of A to Z."""
    alternatives = " OR ".join(f"LOWER({column}) LIKE ? ESCAPE '!'" for column in columns)
    return f"({alternatives})", (f"%{_pattern(text)}%",) * len(columns)


def begins(text: str, column: str) -> Condition:
    """Return the condition that a column begins with a text, whatever the case of A to Z."""
    return f"LOWER({column}) LIKE ? ESCAPE '!'", (f"{_pattern(text)}%",)


def all_of(conditions: list[Condition]) -> Condition:
    """Return the condition that all of these hold; none at all is true."""
    if not conditions:
        return "1 = 1", ()
    return " AND ".join(sql for sql, _ in conditions), tuple(value for _, values in conditions for value in values)


def any_of(conditions: list[Condition]) -> Condition:
    """Return the condition that one of these holds; none at all is false."""
    if not conditions:
        return "1 = 0", ()
    alternatives = " OR ".join(f"({sql})" for sql, _ in conditions)
    return f"({alternatives})", tuple(value for _, values in conditions for value in values)


def _pattern(text: str) -> str:
    return lower(text).replace("!", "!!").replace("%", "!%").replace("_", "!_")
