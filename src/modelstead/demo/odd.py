"""An experiment of runs that are hard to show: names, values and numbers at the edge of what is allowed."""

import math
import random

from modelstead import limits
from modelstead.demo.planned import NOTE, PlannedExperiment, PlannedRun
from modelstead.demo.training import Training

NAMES = (
    "unbroken-" + "a-very-long-name-" * 17,
    "<script>alert('run')</script> & \"quotes\"",
    "تجربة الشبكة العصبية الأولى",
    "🌙🌗 half moons 🌕 with emoji 👩🏽‍🔬",
    "Größe, Straße, naïve café — 実験その一",
)


def experiment(source: random.Random, start: int) -> PlannedExperiment:
    runs = [_run(source, name, start + 60_000 * number) for number, name in enumerate(NAMES)]
    nothing = PlannedRun("nothing-was-logged", "researcher", start + 600_000, start + 601_000)
    note = "Names, values and numbers at the edge of what is allowed. <script>alert('note')</script>"
    tags = {NOTE: note, "kind": "edge cases", "long": "value " * 400}
    return PlannedExperiment("odd/edge cases & <b>names</b>", start - 60_000, tags, [*runs, nothing])


def _run(source: random.Random, name: str, start: int) -> PlannedRun:
    params = {"prompt": "Once upon a time. " * 300, "flag": "True", "empty": "", "path": "/data/" + "deep/" * 60}
    training = Training(source, name[: limits.RUN_NAME_LENGTH], start=start, pace=500, script="odd.py", params=params)
    for number in range(20):
        training.step(
            number - 5,  # steps may be below 0
            tiny=source.random() * 1e-12,
            huge=source.random() * 1e18,
            constant=1.0,
            unsteady=math.nan if number % 5 == 3 else math.inf if number == 11 else source.random(),  # noqa: PLR2004
        )
    training.log("only/once", source.random())
    for number in range(120):
        training.tag(f"label.{number:03d}", source.choice(("yes", "no", "perhaps")))
    training.tag("comment", "line one\nline two\ttab")
    return training.end()
