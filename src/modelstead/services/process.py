"""A server process, as administrators look at it."""

from collections.abc import Mapping

import msgspec

from modelstead.services.readiness import Checks
from modelstead.services.sweeping import Sweeping
from modelstead.services.webhook_delivery import Delivering
from modelstead.store.blobs.blobs import Blobs


class Process(msgspec.Struct, frozen=True):
    """What it is called, since when it runs, what it does in the background, and where each setting came from."""

    name: str
    started_at: int
    checks: Checks
    sweeping: Sweeping
    delivering: Delivering
    blobs: Blobs
    sources: Mapping[str, str]
