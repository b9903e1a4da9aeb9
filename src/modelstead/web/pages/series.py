"""The lines of charts, as data: what scripts of pages ask for."""

import gzip

import msgspec

from modelstead import limits
from modelstead.domain.actor import Access
from modelstead.errors import InvalidParameter
from modelstead.http.answer import JSON, Answer
from modelstead.http.compression import LEVEL, SMALLEST
from modelstead.http.visit import Visit
from modelstead.services import series
from modelstead.services.series_cache import SeriesCache
from modelstead.services.wanted_series import STEP, Wanted
from modelstead.store.database import Database
from modelstead.store.transaction import Transaction
from modelstead.web.dialect import POLICY, VARIES


class ShowSeries(msgspec.Struct, frozen=True, kw_only=True, rename={"start": "from", "end": "to", "metrics": "metric"}):
    """The query: runs=1,2&metric=loss&metric=accuracy&x=step&from=0&to=100&points=600&after=5,,7."""

    runs: str = ""
    metrics: tuple[str, ...] = ()
    x: str = STEP
    start: float | None = None
    end: float | None = None
    points: int = limits.SERIES_POINTS
    after: str = ""
    quick: bool = False

    def wanted(self) -> Wanted:
        return Wanted(
            runs=tuple(_whole(text) for text in self.runs.split(",") if text.strip()),
            metrics=self.metrics,
            x=self.x,
            start=self.start,
            end=self.end,
            points=self.points,
            after=tuple(_place(text) for text in self.after.split(",")) if self.after else (),
            quick=self.quick,
        )


class SeriesPages:
    """Answers with lines. Thinning, writing and compressing them happens in a thread of the database."""

    def __init__(self, database: Database, cache: SeriesCache) -> None:
        self._database = database
        self._cache = cache

    async def show(self, visit: Visit, request: ShowSeries) -> Answer:
        is_packed = b"gzip" in visit.header(b"accept-encoding")
        body, packed = await self._database.read(
            _written, visit.in_project, self._cache, request.wanted(), is_packed=is_packed
        )
        return Answer(200, body, JSON, (*POLICY, VARIES), packed)


def _written(
    tx: Transaction, access: Access, cache: SeriesCache, wanted: Wanted, *, is_packed: bool
) -> tuple[bytes, bytes | None]:
    body = msgspec.json.encode(series.read(tx, access, cache, wanted))
    return body, gzip.compress(body, LEVEL, mtime=0) if is_packed and len(body) >= SMALLEST else None


def _whole(text: str) -> int:
    if not (text.strip().isdecimal() and text.isascii() and len(text) < 19):  # noqa: PLR2004 - what 64 bits hold
        raise InvalidParameter(f"runs must be numbers with commas between them, such as 1,2,3; got '{text[:20]}'.")
    return int(text)


def _place(text: str) -> float | None:
    try:
        return float(text) if text.strip() else None
    except ValueError as error:
        raise InvalidParameter(f"after must be numbers with commas between them; got '{text[:20]}'.") from error
