"""Experiments of the network on two moons: a sweep, ablations, failures, a run that goes on, first tries."""

import random

from modelstead.demo import vision
from modelstead.demo.moons import Settings
from modelstead.demo.planned import NOTE, PlannedExperiment, PlannedRun
from modelstead.demo.reports import with_model, with_reports
from modelstead.demo.scale import DAY, HOUR, Scale
from modelstead.demo.training import Training
from modelstead.demo.vision import MoonsRun
from modelstead.domain.run import RunStatus

LIVE_PACE = 3_000
LIVE_EPOCHS = 2_000


def moons(source: random.Random, of: vision.Data, now: int, scale: Scale) -> tuple[PlannedExperiment, MoonsRun]:
    start, epochs = now - 9 * DAY, scale.epochs
    baseline = MoonsRun(source, of, Settings(hidden=3), name="baseline", start=start, pace=900, epochs=epochs)
    runs = [with_model(baseline, vision.whole(baseline, with_pictures=True))]
    runs.append(_sweep(source, of, now - 4 * DAY, epochs))
    champion = MoonsRun(
        source,
        of,
        Settings(0.12, 12, weight_decay=1e-4),
        name="wide-with-decay",
        start=now - 26 * HOUR,
        pace=1_100,
        epochs=epochs,
    )
    runs.append(with_reports(champion, vision.whole(champion, with_pictures=True)))
    broken = MoonsRun(
        source,
        of,
        Settings(1e6, 16, activation="relu"),
        name="rate-too-high",
        start=now - 20 * HOUR,
        pace=800,
        epochs=epochs,
    )
    runs.append(vision.whole(broken))
    stopped = MoonsRun(source, of, Settings(0.01, 24), name="too-slow", start=now - 8 * HOUR, pace=2_400, epochs=epochs)
    runs.append(vision.whole(stopped, stop_after=epochs // 2))
    waiting = Training(
        source, "waits-for-a-machine", start=now - HOUR, pace=1_000, script="train_moons.py", params={"hidden": 64}
    )
    waiting.by_ci()
    runs.append(waiting.end(RunStatus.SCHEDULED))
    live = MoonsRun(
        source,
        of,
        Settings(0.004, 16, momentum=0.6),
        name="live-long-run",
        start=now - 45 * LIVE_PACE,
        pace=LIVE_PACE,
        epochs=LIVE_EPOCHS,
    )
    for _ in live.epochs(with_pictures=False):
        if live.training.now > now - LIVE_PACE:
            break
    runs.append(live.training.end(RunStatus.RUNNING))
    note = (
        "# Two moons\n\nCan a network with **one hidden layer** tell two half moons apart?\n\n"
        "1. `baseline` has three units.\n2. The sweep tries more of them, and learning rates.\n"
        "3. `wide-with-decay` is what we use; see its [report](https://example.com/report).\n"
    )
    tags = {NOTE: note, "team": "vision", "stage": "production", "dataset": "two-moons"}
    return PlannedExperiment("vision/moons", start - HOUR, tags, runs), live


def ablations(source: random.Random, of: vision.Data, now: int, scale: Scale) -> list[PlannedExperiment]:
    found = []
    same = Settings(hidden=6)
    for place, (name, key, choices) in enumerate(
        (
            ("vision/ablations/activation", "activation", [same._replace(activation=it) for it in ("tanh", "relu")]),
            (
                "vision/ablations/optimizer/momentum",
                "momentum",
                [same._replace(momentum=it) for it in (0.0, 0.5, 0.97)],
            ),
            ("vision/ablations/optimizer/batch-size", "batch_size", [same._replace(batch_size=it) for it in (4, 64)]),
        )
    ):
        start = now - (16 - 3 * place) * DAY
        runs = []
        for settings in choices:
            name_of_run = f"{key}-{getattr(settings, key)}"
            run = MoonsRun(
                source, of, settings, name=name_of_run, start=start, pace=600, epochs=max(scale.epochs // 2, 2)
            )
            runs.append(vision.whole(run))
            start = runs[-1].end_time or start
        note = f"What does the **{key}** change, all else equal?"
        found.append(
            PlannedExperiment(
                name, now - (17 - 3 * place) * DAY, {"team": "vision", "kind": "ablation", NOTE: note}, runs
            )
        )
    return found


def first_tries(source: random.Random, of: vision.Data, now: int, scale: Scale) -> PlannedExperiment:
    runs = [
        vision.whole(
            MoonsRun(
                source,
                of,
                Settings(hidden=2),
                name=f"first-try-{number}",
                start=now - (90 - number) * DAY,
                pace=900,
                epochs=max(scale.epochs // 4, 2),
            )
        )
        for number in (1, 2)
    ]
    return PlannedExperiment("vision/moons-first-tries", now - 91 * DAY, {"team": "vision"}, runs, is_deleted=True)


def _sweep(source: random.Random, of: vision.Data, start: int, epochs: int) -> PlannedRun:
    parent = Training(
        source, "sweep-hidden-and-rate", start=start, pace=1_000, script="sweep.py", params={"strategy": "grid"}
    )
    parent.by_ci()
    parent.note("Each number of hidden units with each learning rate, trained once.")
    for hidden in (2, 4, 8):
        for rate in (0.02, 0.1, 0.5):
            child = MoonsRun(
                source,
                of,
                Settings(rate, hidden),
                name=f"hidden-{hidden}-rate-{rate:g}",
                start=parent.now,
                pace=700,
                epochs=epochs,
            )
            child.training.by_ci()
            run = vision.whole(child, with_pictures=hidden == 8)  # noqa: PLR2004 - the widest of them
            parent.run.children.append(with_model(child, run))
            parent.now = run.end_time or parent.now
    best = max(parent.run.children, key=accuracy)
    parent.log("val/accuracy", accuracy(best))
    parent.tag("best_child", best.name)
    return parent.end()


def accuracy(run: PlannedRun) -> float:
    """Return the best accuracy that a run reached."""
    return max((point.value for point in run.points if point.key == "val/accuracy"), default=0.0)
