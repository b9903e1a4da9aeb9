"""Two half moons of points, and a small neural network that learns to tell them apart."""

import math
import random
from collections.abc import Iterator
from typing import NamedTuple

Point = tuple[float, float]


class Moons(NamedTuple):
    """Points with a label each, 0 or 1."""

    points: list[Point]
    labels: list[int]


class Settings(NamedTuple):
    """How a network is trained."""

    learning_rate: float = 0.1
    hidden: int = 8
    momentum: float = 0.9
    activation: str = "tanh"
    batch_size: int = 16
    weight_decay: float = 0.0


class Epoch(NamedTuple):
    """What is known after an epoch."""

    number: int
    train_loss: float
    train_accuracy: float
    val_loss: float
    val_accuracy: float
    gradient_norm: float

    @property
    def is_broken(self) -> bool:
        """Whether the training has diverged: nothing good comes any more."""
        return not (math.isfinite(self.train_loss) and math.isfinite(self.val_loss))


def two_moons(source: random.Random, count: int, noise: float = 0.18) -> Moons:
    """Return points on two half circles that reach into each other."""
    points, labels = [], []
    for number in range(count):
        label = number % 2
        angle = source.uniform(0, math.pi)
        x, y = (1 - math.cos(angle), 0.5 - math.sin(angle)) if label else (math.cos(angle), math.sin(angle))
        points.append((x + source.gauss(0, noise) - 0.5, y + source.gauss(0, noise) - 0.25))
        labels.append(label)
    return Moons(points, labels)


class Network:
    """One hidden layer and one output, the log-odds of the second moon."""

    def __init__(self, source: random.Random, settings: Settings) -> None:
        self.settings = settings
        scale = 1.0 if settings.activation == "tanh" else 1.4
        self.units = [
            [source.gauss(0, scale), source.gauss(0, scale), 0.0, source.gauss(0, scale / math.sqrt(settings.hidden))]
            for _ in range(settings.hidden)
        ]
        self.bias = 0.0
        self._speed = [[0.0] * 4 for _ in self.units]
        self._bias_speed = 0.0
        self._is_tanh = settings.activation == "tanh"

    def log_odds(self, x: float, y: float) -> float:
        """Return how sure the network is of the second moon; 0 is not sure at all."""
        total = self.bias
        if self._is_tanh:
            tanh = math.tanh
            for across, up, bias, out in self.units:
                total += out * tanh(across * x + up * y + bias)
            return total
        for across, up, bias, out in self.units:
            inner = across * x + up * y + bias
            if inner > 0:
                total += out * inner
        return total

    def measure(self, data: Moons) -> tuple[float, float]:
        """Return the mean loss and the accuracy."""
        loss, right = 0.0, 0
        for (x, y), label in zip(data.points, data.labels, strict=True):
            odds = self.log_odds(x, y)
            loss += max(odds, 0.0) - odds * label + math.log1p(math.exp(-abs(odds)))
            right += (odds > 0) == bool(label)
        return loss / len(data.labels), right / len(data.labels)

    def learn(self, points: list[Point], labels: list[int]) -> float:
        """Take one step down the gradient of a batch; return the gradient's length."""
        slopes = [[0.0] * 4 for _ in self.units]
        bias_slope = 0.0
        for (x, y), label in zip(points, labels, strict=True):
            outputs, total = [], self.bias
            for across, up, bias, out in self.units:
                inner = across * x + up * y + bias
                value = math.tanh(inner) if self._is_tanh else max(inner, 0.0)
                outputs.append(value)
                total += out * value
            off = _probability(total) - label
            bias_slope += off
            for slope, unit, value in zip(slopes, self.units, outputs, strict=True):
                back = off * unit[3] * ((1 - value * value) if self._is_tanh else float(value > 0))
                slope[0] += back * x
                slope[1] += back * y
                slope[2] += back
                slope[3] += off * value
        return self._step(slopes, bias_slope, len(labels))

    def _step(self, slopes: list[list[float]], bias_slope: float, count: int) -> float:
        rate, momentum, decay = self.settings.learning_rate, self.settings.momentum, self.settings.weight_decay
        length = bias_slope * bias_slope
        for unit, speed, slope in zip(self.units, self._speed, slopes, strict=True):
            for place in range(4):
                length += slope[place] * slope[place]
                speed[place] = momentum * speed[place] - rate * (slope[place] / count + decay * unit[place])
                unit[place] += speed[place]
        self._bias_speed = momentum * self._bias_speed - rate * bias_slope / count
        self.bias += self._bias_speed
        return math.sqrt(length) / count


def train(source: random.Random, network: Network, train_on: Moons, check_on: Moons, epochs: int) -> Iterator[Epoch]:
    """Yield each epoch, from 1, until they are over or the training has diverged."""
    order = list(range(len(train_on.labels)))
    size = network.settings.batch_size
    for number in range(1, epochs + 1):
        source.shuffle(order)
        length = 0.0
        for start in range(0, len(order), size):
            batch = order[start : start + size]
            length = network.learn([train_on.points[i] for i in batch], [train_on.labels[i] for i in batch])
        epoch = Epoch(number, *network.measure(train_on), *network.measure(check_on), length)
        yield epoch
        if epoch.is_broken:
            return


def _probability(log_odds: float) -> float:
    if log_odds != log_odds:  # noqa: PLR0124 - only NaN is not itself
        return log_odds
    if log_odds < -700:  # noqa: PLR2004 - exp() of more does not fit
        return 0.0
    return 1 / (1 + math.exp(-log_odds))
