"""A made-up table of flats with their prices, and boosted stumps that learn to guess them."""

import math
import random
from bisect import bisect_left
from collections.abc import Iterator
from typing import NamedTuple

FEATURES = ("area_m2", "rooms", "year_built", "distance_to_centre_km", "floor", "has_balcony")
CUTS = 16  # places where a stump may split a feature


class Housing(NamedTuple):
    """Rows of features, and the price of each in thousands of euros."""

    rows: list[tuple[float, ...]]
    prices: list[float]

    def without(self, fold: int, folds: int) -> tuple["Housing", "Housing"]:
        """Return all rows but every `folds`th, and those."""
        numbers = range(len(self.prices))
        kept, out = [n for n in numbers if n % folds != fold], [n for n in numbers if n % folds == fold]
        return self._part(kept), self._part(out)

    def _part(self, numbers: list[int]) -> "Housing":
        return Housing([self.rows[number] for number in numbers], [self.prices[number] for number in numbers])


class Settings(NamedTuple):
    """How stumps are boosted."""

    learning_rate: float = 0.1
    rounds: int = 80
    subsample: float = 1.0
    l2: float = 1.0


class Stump(NamedTuple):
    """Guess by one question: whether a feature is at most `cut`."""

    feature: int
    cut: float
    low: float
    high: float


class Round(NamedTuple):
    """What is known after a round of boosting."""

    number: int
    train_rmse: float
    val_rmse: float
    val_mae: float
    val_r2: float


def flats(source: random.Random, count: int) -> Housing:
    """Return flats whose price follows from their features, with some noise."""
    rows: list[tuple[float, ...]] = []
    prices: list[float] = []
    for _ in range(count):
        area = source.uniform(28, 140)
        rooms = max(1, round(area / 28 + source.gauss(0, 0.6)))
        year = source.randint(1890, 2024)
        distance = source.expovariate(0.25)
        floor = source.randint(0, 8)
        balcony = source.random() < 0.55  # noqa: PLR2004 - somewhat more than half
        price = 3.4 * area + 9 * rooms - 11 * math.sqrt(distance) + 14 * balcony + 2 * floor
        price += 0.002 * (year - 1955) ** 2 + source.gauss(0, 18)
        rows.append((round(area, 1), rooms, year, round(distance, 2), floor, int(balcony)))
        prices.append(round(max(price, 25), 1))
    return Housing(rows, prices)


class Booster:
    """Stumps that are added up, each to mend what those before it got wrong."""

    def __init__(self, source: random.Random, settings: Settings, data: Housing) -> None:
        self.settings = settings
        self.mean = sum(data.prices) / len(data.prices)
        self.stumps: list[Stump] = []
        self.gains = [0.0] * len(FEATURES)
        self._source = source
        self._data = data
        self._guesses = [self.mean] * len(data.prices)
        columns = [sorted({row[feature] for row in data.rows}) for feature in range(len(FEATURES))]
        self._cuts = [[values[len(values) * k // CUTS] for k in range(1, CUTS)] for values in columns]
        self._bins = [[bisect_left(cuts, row[f]) for row in data.rows] for f, cuts in enumerate(self._cuts)]

    def guess(self, row: tuple[float, ...]) -> float:
        """Return the price of a flat."""
        return self.mean + sum(s.low if row[s.feature] <= s.cut else s.high for s in self.stumps)

    def train(self, check_on: Housing) -> Iterator[Round]:
        """Yield each round, from 1."""
        guesses = [self.mean] * len(check_on.prices)
        middle = sum(check_on.prices) / len(check_on.prices)
        spread = sum((price - middle) ** 2 for price in check_on.prices)
        for number in range(1, self.settings.rounds + 1):
            stump = self._next()
            self.stumps.append(stump)
            feature, cut, low, high = stump
            self._guesses = [
                guess + (low if row[feature] <= cut else high)
                for guess, row in zip(self._guesses, self._data.rows, strict=True)
            ]
            guesses = [
                guess + (low if row[feature] <= cut else high)
                for guess, row in zip(guesses, check_on.rows, strict=True)
            ]
            off = [guess - price for guess, price in zip(guesses, check_on.prices, strict=True)]
            squares = sum(each * each for each in off)
            yield Round(
                number,
                _rmse(self._guesses, self._data.prices),
                math.sqrt(squares / len(off)),
                sum(map(abs, off)) / len(off),
                1 - squares / spread,
            )

    def _next(self) -> Stump:
        """Return the stump that mends most of what is wrong."""
        wrong = [price - guess for price, guess in zip(self._data.prices, self._guesses, strict=True)]
        used = [
            number
            for number in range(len(wrong))
            if self.settings.subsample >= 1 or self._source.random() < self.settings.subsample
        ]
        l2, total, count = self.settings.l2, sum(wrong[number] for number in used), len(used)
        best, best_gain = Stump(0, 0.0, 0.0, 0.0), 0.0
        for feature, bins in enumerate(self._bins):
            sums, counts = [0.0] * CUTS, [0] * CUTS
            for number in used:
                sums[bins[number]] += wrong[number]
                counts[bins[number]] += 1
            left, left_count = 0.0, 0
            for place, cut in enumerate(self._cuts[feature]):
                left += sums[place]
                left_count += counts[place]
                right, right_count = total - left, count - left_count
                gain = (
                    left * left / (left_count + l2) + right * right / (right_count + l2) - total * total / (count + l2)
                )
                if gain > best_gain:
                    rate = self.settings.learning_rate
                    best = Stump(feature, cut, rate * left / (left_count + l2), rate * right / (right_count + l2))
                    best_gain = gain
        self.gains[best.feature] += best_gain
        return best


def _rmse(guesses: list[float], prices: list[float]) -> float:
    return math.sqrt(sum((a - b) ** 2 for a, b in zip(guesses, prices, strict=True)) / len(prices))
