"""Times and dates as GitLab writes and reads them."""

from datetime import UTC, datetime

from modelstead.errors import InvalidParameter

LAST_MS = 253_402_300_799_000  # of the year 9999, behind which no text of a time goes


def time_text(ms: int) -> str:
    """Return a time as 2027-03-01T08:30:00.000Z; a run may have started at any time that its client says."""
    found = datetime.fromtimestamp(min(ms, LAST_MS) / 1000, UTC)
    return found.isoformat(timespec="milliseconds").replace("+00:00", "Z")


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
