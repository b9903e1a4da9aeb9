"""How much a demo computes, and how far back it goes."""

from dataclasses import dataclass

HOUR = 3_600_000
DAY = 24 * HOUR


@dataclass
class Scale:
    """How much is computed: points of the moons, epochs, flats, runs of the random search, episodes."""

    points: int = 160
    epochs: int = 30
    flats: int = 320
    searches: int = 48
    episodes: int = 240
