"""Runs of the network on two moons."""

import random
from collections.abc import Iterator
from typing import NamedTuple

from modelstead.demo import documents, pictures
from modelstead.demo.moons import Epoch, Moons, Network, Settings, train, two_moons
from modelstead.demo.planned import PlannedRun
from modelstead.demo.training import Training
from modelstead.domain.run import RunStatus

COLUMNS = {"x": "double", "y": "double", "moon": "long"}
PICTURES = 10  # of the boundary while it is learnt


class Data(NamedTuple):
    """What runs train on and what they are checked with."""

    train_on: Moons
    check_on: Moons


def data(source: random.Random, count: int) -> Data:
    return Data(two_moons(source, count), two_moons(source, count // 2))


class MoonsRun:
    """One training on two moons, an epoch at a time, so that it can be live."""

    def __init__(
        self, source: random.Random, of: Data, settings: Settings, *, name: str, start: int, pace: int, epochs: int
    ) -> None:
        self._data = of
        self._epochs = epochs
        self.training = Training(
            source,
            name,
            start=start,
            pace=pace,
            script="train_moons.py",
            params={**settings._asdict(), "epochs": epochs, "optimizer": "sgd"},
        )
        self.network = Network(source, settings)
        self.training.reads("two-moons-train", len(of.train_on.labels), COLUMNS, "training")
        self.training.reads("two-moons-val", len(of.check_on.labels), COLUMNS, "validation")
        self._going = train(source, self.network, of.train_on, of.check_on, epochs)
        self.last: Epoch | None = None

    def epochs(self, *, with_pictures: bool) -> Iterator[Epoch]:
        """Train on and log each epoch."""
        for epoch in self._going:
            self.last = epoch
            self.training.step(
                epoch.number,
                train__loss=epoch.train_loss,
                train__accuracy=epoch.train_accuracy,
                val__loss=epoch.val_loss,
                val__accuracy=epoch.val_accuracy,
                train__gradient_norm=epoch.gradient_norm,
            )
            self.training.machine(epoch.number)
            if with_pictures and (epoch.number == 1 or epoch.number % max(1, self._epochs // PICTURES) == 0):
                path = f"plots/boundary/step_{epoch.number:04d}.png"
                self.training.file(path, pictures.boundary(self.network, self._data.check_on))
            yield epoch

    def finish(self) -> PlannedRun:
        """Finish, with what the network says of each point; a training that diverged has failed."""
        if self.last is None or self.last.is_broken:
            number = self.last.number if self.last else 0
            self.training.tag("error", f"ValueError: train/loss is not a number at epoch {number}")
            self.training.say(f"ERROR train/loss is not a number at epoch {number}; stopping")
            self.training.say("Traceback (most recent call last):")
            self.training.say('  File "train_moons.py", line 88, in <module>')
            self.training.say(f"ValueError: train/loss is not a number at epoch {number}")
            return self.training.end(RunStatus.FAILED)
        points, labels = self._data.check_on
        odds = [self.network.log_odds(*point) for point in points]
        counts = [[0, 0], [0, 0]]
        for each, label in zip(odds, labels, strict=True):
            counts[label][each > 0] += 1
        rows = [
            (number, round(x, 4), round(y, 4), label, int(each > 0), round(each, 4))
            for number, ((x, y), label, each) in enumerate(zip(points, labels, odds, strict=True))
        ]
        self.training.file(
            "predictions.csv", documents.csv_file(("row", "x", "y", "moon", "predicted", "log_odds"), rows)
        )
        self.training.file("plots/confusion.png", pictures.confusion(counts))
        return self.training.end()

    def model_files(self) -> dict[str, bytes]:
        """Return the network as files of a model."""
        weights = {"units": self.network.units, "bias": self.network.bias}
        return documents.model_folder("model", "showcase_moons", weights, ("x", "y"), "log_odds")


def whole(run: MoonsRun, *, with_pictures: bool = False, stop_after: int | None = None) -> PlannedRun:
    """Return a run from its first epoch to its last, or killed after one."""
    for epoch in run.epochs(with_pictures=with_pictures):
        if epoch.number == stop_after:
            run.training.say("received SIGTERM, stopping")
            return run.training.end(RunStatus.KILLED)
    return run.finish()
