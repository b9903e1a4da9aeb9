"""Long series, packed and kept in memory: reading a million rows takes a second, and a chart is zoomed often."""

import threading
import time
from collections import OrderedDict
from collections.abc import Iterable, Mapping

from modelstead import limits
from modelstead.domain.series import POINT_BYTES, Series
from modelstead.store import series as rows
from modelstead.store.series import Pair
from modelstead.store.transaction import Transaction

LONG = 100_000  # points, which take a while to count, too
FRESH_SECONDS = 30.0  # for which a long series is only asked for points behind its last one
TOGETHER = 100_000  # points of several series that one query reads

NONE = Series()

Name = tuple[str, str]
"""A run's id and a metric's name: unlike rows' numbers, they are never given again."""


class SeriesCache:
    """Keeps the series that were used last, as many as fit; each process has its own.

    Points may come at any time, also such as belong before others. So the points in the database are counted at each
    use, those of a long series less often: if the ones behind the last known one explain the number, they are added,
    else the series is read anew.
    """

    def __init__(self, most_bytes: int = limits.SERIES_CACHE_BYTES) -> None:
        self._most = most_bytes
        self._held: OrderedDict[Name, tuple[Series, float]] = OrderedDict()
        self._bytes = 0
        self._lock = threading.Lock()
        self._reading = threading.Lock()  # held while a long series is read: two at once take as long as one by one

    @property
    def held_bytes(self) -> int:
        """How much the points take that are kept."""
        return self._bytes

    def get(self, tx: Transaction, wanted: Mapping[Name, Pair]) -> dict[Name, Series]:
        """Return series by name; those without points are left out. `wanted` has their rows' numbers."""
        now = time.monotonic()
        with self._lock:
            known = {name: self._held[name] for name in wanted if name in self._held}
        found: dict[Name, Series] = {}
        for name, (series, counted) in known.items():
            if len(series) >= LONG and now - counted < FRESH_SECONDS:
                found[name] = series.extended(rows.portions(tx, wanted[name], series.last))
                self._keep({name: found[name]}, counted)
        looked = {name: pair for name, pair in wanted.items() if name not in found}
        if looked:
            news = self._read(tx, looked, {name: series for name, (series, _) in known.items()})
            self._keep(news, now)
            found |= {name: series for name, series in news.items() if len(series)}
        return found

    def unknown(self, wanted: Mapping[Name, Pair]) -> dict[Name, Pair]:
        """Return those series that are not kept."""
        with self._lock:
            return {name: pair for name, pair in wanted.items() if name not in self._held}

    def _read(self, tx: Transaction, wanted: Mapping[Name, Pair], known: Mapping[Name, Series]) -> dict[Name, Series]:
        """Bring series to what the database has."""
        counts = rows.counts(tx, {run for run, _ in wanted.values()}, {key for _, key in wanted.values()})
        found: dict[Name, Series] = {}
        short: dict[Name, Pair] = {}
        for name, pair in wanted.items():
            count, series = counts.get(pair, 0), known.get(name, NONE)
            if count == len(series):
                found[name] = series
            elif len(series) and count > len(series):
                longer = series.extended(rows.portions(tx, pair, series.last))
                found[name] = longer if len(longer) == count else self._whole(tx, name, pair, series)
            elif count > TOGETHER // 2:
                found[name] = self._whole(tx, name, pair, series)
            elif count:
                short[name] = pair
            else:
                found[name] = NONE
        for part in _parts(short, counts):
            pairs = set(part.values())
            histories = rows.short_histories(tx, {run for run, _ in pairs}, {key for _, key in pairs})
            found |= {name: Series().extended([histories[pair]]) for name, pair in part.items()}
        return found

    def _whole(self, tx: Transaction, name: Name, pair: Pair, known: Series) -> Series:
        """Read all of a series, unless another thread has just done so."""
        with self._reading:
            with self._lock:
                held, _ = self._held.get(name, (known, 0.0))
            if held is not known and len(held):
                return held
            series = Series().extended(rows.portions(tx, pair, None))
            self._keep({name: series}, time.monotonic())
            return series

    def _keep(self, news: Mapping[Name, Series], now: float) -> None:
        with self._lock:
            for name, series in news.items():
                old = self._held.pop(name, None)
                self._bytes -= 0 if old is None else _size(old[0])
                if len(series):
                    self._held[name] = (series, now)
                    self._bytes += _size(series)
            while self._bytes > self._most and self._held:
                _, (series, _) = self._held.popitem(last=False)
                self._bytes -= _size(series)


def _parts(wanted: Mapping[Name, Pair], counts: Mapping[Pair, int]) -> Iterable[dict[Name, Pair]]:
    """Give short series of one metric's number in parts that one query reads."""
    part: dict[Name, Pair] = {}
    size = 0
    for name, pair in sorted(wanted.items(), key=lambda each: (each[1][1], each[1][0])):
        begins = part and next(iter(part.values()))[1] != pair[1]
        if part and (begins or size + counts[pair] > TOGETHER):
            yield part
            part, size = {}, 0
        part[name] = pair
        size += counts[pair]
    if part:
        yield part


def _size(series: Series) -> int:
    return len(series) * POINT_BYTES
