"""Times and dates as GitLab writes and reads them."""

from datetime import UTC, datetime

from modelstead.errors import InvalidParameter


def time_text(ms: int) -> str:
    """Return a time as 2027-03-01T08:30:00.000Z."""
    return datetime.fromtimestamp(ms / 1000, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def moment(text: str | None, field: str) -> int | None:
    """Return the millisecond of a date or time, which is UTC unless it says otherwise; None for none."""
    if text is None:
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise InvalidParameter(f"{field} is invalid: '{text}' is no date as 2027-03-01, or time.") from None
    if found.tzinfo is None:
        found = found.replace(tzinfo=UTC)
    return int(found.timestamp() * 1000)
