"""A first look at long series that are not packed yet: what a line needs, without reading all their points."""

from collections.abc import Mapping
from typing import NamedTuple

from modelstead.domain import slices
from modelstead.domain.series import Series
from modelstead.domain.slices import Slice
from modelstead.services.series_cache import Name, SeriesCache
from modelstead.services.wanted_series import RELATIVE, STEP, TIME, Wanted
from modelstead.store import series as rows
from modelstead.store.series import Pair
from modelstead.store.transaction import Transaction

LONG = 100_000  # points, which take a while to read
SLICED = 3_000_000  # points of one request that the database walks through, a second or so; of more, samples are taken
SLICES = 600  # of one series; the line that follows has as many places as were asked for
ENOUGH = 4  # of so many slices one at least has to have points, or a sample shows more


class FirstLook(NamedTuple):
    """Slices, which know every spike, of some long series, and samples of the others."""

    slices: Mapping[Name, list[Slice]]
    samples: Mapping[Name, Series]


NONE = FirstLook({}, {})


def take(tx: Transaction, cache: SeriesCache, asked: Mapping[Name, Pair], wanted: Wanted) -> FirstLook:
    """Look at those series that would take long to read."""
    unknown = cache.unknown(asked)
    if not unknown:
        return NONE
    steps = rows.longest(tx, {run for run, _ in unknown.values()}, {key for _, key in unknown.values()})
    long = {name: pair for name, pair in unknown.items() if steps.get(pair, 0) >= LONG}
    is_whole = wanted.start is None and wanted.end is None and wanted.x in (STEP, TIME, RELATIVE)
    found: dict[Name, list[Slice]] = {}
    if is_whole and sum(steps[pair] for pair in long.values()) <= SLICED:
        number = min(SLICES, wanted.points)
        for name, pair in long.items():
            parts = rows.slices(tx, pair, number)
            if wanted.x == STEP:
                parts = slices.apart(parts)
            if len(parts) >= number / ENOUGH:
                found[name] = parts
    samples = {name: Series().extended([rows.sample(tx, pair)]) for name, pair in long.items() if name not in found}
    return FirstLook(found, samples)
