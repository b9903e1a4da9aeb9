"""Conditions that lists share: which rows hold a text."""

Condition = tuple[str, tuple[object, ...]]
"""SQL and the values bound in it."""


def contains(text: str, *columns: str) -> Condition:
    """Return the condition that one of the columns holds a text, whatever its case."""
    pattern = text.lower().replace("!", "!!").replace("%", "!%").replace("_", "!_")
    alternatives = " OR ".join(f"LOWER({column}) LIKE ? ESCAPE '!'" for column in columns)
    return f"({alternatives})", (f"%{pattern}%",) * len(columns)


def all_of(conditions: list[Condition]) -> Condition:
    """Return the condition that all of these hold; none at all is true."""
    if not conditions:
        return "1 = 1", ()
    return " AND ".join(sql for sql, _ in conditions), tuple(value for _, values in conditions for value in values)
