"""What can go wrong between us and an object store, in our own words."""

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager

from obstore.exceptions import BaseError

from modelstead.errors import StorageFull, Unavailable
from modelstead.store.blobs.blobs import missing

RETRY_SECONDS = 5
OPERATOR_SECONDS = 30  # what only an operator can repair is not asked for again at once
STATUS = re.compile(r"status code: (\d{3})")  # obstore has an exception for some of them, and not in every call
REFUSED = ("401", "403")
FULL = "507"  # as MinIO and its kin answer

log = logging.getLogger(__name__)


@contextmanager
def explained(done: str, name: str | None = None) -> Iterator[None]:
    """Turn obstore's errors into ours; `done` says what became of the call, `name` which blob it was to find."""
    try:
        yield
    except (BaseError, OSError) as error:  # asyncio's TimeoutError is an OSError
        raise _translation(error, done, name) from error


def _translation(error: Exception, done: str, name: str | None) -> Exception:
    text = str(error)
    status = STATUS.search(text)
    code = status[1] if status else ""
    if isinstance(error, FileNotFoundError) and name is not None and "NoSuchBucket" not in text:
        return missing(name)
    log.warning("The object store: %s", text.partition("\n")[0] or type(error).__name__)
    if "NoSuchBucket" in text:
        return Unavailable(
            f"The object store has no such bucket; {done}. Create it, or correct the place of the artifacts.",
            retry_after=OPERATOR_SECONDS,
        )
    if code in REFUSED:
        return Unavailable(
            f"The object store refuses the server's credentials; {done}. Check the server's AWS_… variables.",
            retry_after=OPERATOR_SECONDS,
        )
    if code == FULL:
        return StorageFull("The object store is full; nothing was stored. Reading goes on.", retry_after=15)
    return Unavailable(f"The object store cannot do that now; {done}. Try again.", retry_after=RETRY_SECONDS)
