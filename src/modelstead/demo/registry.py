"""Registered models of the demo's runs: one of many versions, one of none, one in the trash, a prompt, an odd name."""

from collections.abc import Sequence

from modelstead.demo.moons_experiments import accuracy
from modelstead.demo.planned import PlannedExperiment, PlannedModel, PlannedRun, PlannedVersion
from modelstead.domain.registered_model import IS_PROMPT

MOONS_CARD = """\
# Moons classifier

Tells two half moons apart by **one hidden layer**, for everybody who needs a model that can be looked at whole.

## What it takes and gives

| Field | Type | Meaning |
| --- | --- | --- |
| `x`, `y` | double | Where the point is |
| `log_odds` | double | Above 0: the second moon |

## How to use it

```python
import mlflow

model = mlflow.pyfunc.load_model("models:/moons-classifier@champion")
model.predict([[0.5, -0.2]])
```

## How it was made

1. A baseline of three units.
2. A sweep over hidden units and learning rates; the best of it is version 1.2.1.
3. Wider, with weight decay: 1.3.0, our **champion**.

## Limits

- Not for moons of other planets.
- Points far from both moons get log-odds that mean nothing.

See the [report](https://example.com/report) for the numbers.
"""
FLATS_CARD = """\
# Flat prices

Prices of flats in thousands of euros, by boosted stumps.

## Metric

`val/rmse`, lower is better. Retrained when the price index moves by more than *two percent*.
"""
WALKER_CARD = "An agent that walks around a pit.\n\nIts files are all that the run has written, pictures too."
PLANNER_CARD = "# Landing planner\n\nPlanned for spring: where to land on the second moon."
ODD_NAME = "odd-" + "a-very-long-name-" * 12 + "🌙 <b>bold<b> & تجربة"


def models(experiments: Sequence[PlannedExperiment]) -> list[PlannedModel]:
    """Return the models of a demo's experiments."""
    runs = {each.name: {run.name: run for run in each.all_runs()} for each in experiments}
    moons = runs["vision/moons"]
    return [
        PlannedModel(
            "moons-classifier",
            MOONS_CARD,
            {"task": "classification", "team": "vision", "license": "MIT"},
            _moons(moons["baseline"], moons["sweep-hidden-and-rate"], moons["wide-with-decay"]),
        ),
        _flats(runs["tabular/housing"]),
        PlannedModel(
            "grid-walker",
            WALKER_CARD,
            {"task": "reinforcement learning", "team": "agents"},
            [PlannedVersion(runs["rl/grid-world"]["alpha-0.3-decay-0.985-slip-0.1"], "0.1.0", "Never falls.", path="")],
        ),
        PlannedModel("landing-planner", PLANNER_CARD, {"team": "vision"}),
        PlannedModel(
            "moons-prototype",
            "The first try, which nobody uses any more.",
            {"team": "vision"},
            [PlannedVersion(moons["baseline"], "0.1.0", "A prototype.")],
            is_deleted=True,
        ),
        PlannedModel(ODD_NAME, "<script>alert('card')</script>\n\n" + "unbroken" * 60, {"long": "value " * 300}),
        _prompt(),
    ]


def _moons(baseline: PlannedRun, sweep: PlannedRun, wide: PlannedRun) -> list[PlannedVersion]:
    """Return versions that get better, the last of them a candidate that has not been released."""
    tried = sorted(sweep.children, key=accuracy)
    best, candidate = tried[-2], tried[-1]
    return [
        PlannedVersion(tried[0], "1.0.0", "The first that ran to its end."),
        PlannedVersion(baseline, "1.1.0", "The baseline of **three units**.", stage="Archived"),
        PlannedVersion(tried[1], "1.1.1", "A slip: trained on the wrong file.", is_deleted=True),
        PlannedVersion(tried[len(tried) // 2], "1.2.0", "From the sweep, more units.", stage="Archived"),
        PlannedVersion(best, "1.2.1", "The best of the sweep so far.", ("fallback",), stage="Archived"),
        PlannedVersion(
            wide,
            "1.3.0",
            "Wider, with weight decay.\n\n- no overfitting in `val/loss`\n- the boundary is round",
            ("champion", "latest-good"),
            stage="Production",
            tags={"reviewed_by": "engineer", "risk": "low"},
        ),
        PlannedVersion(
            candidate,
            "2.0.0-rc.1",
            "Candidate of the next release. Watch `val/loss` for a week.",
            ("challenger",),
            stage="Staging",
            tags={"reviewed_by": "nobody yet"},
        ),
        PlannedVersion(wide, "1.3.1", "The same network, packed anew.", tags={"risk": "low"}),
    ]


def _flats(runs: dict[str, PlannedRun]) -> PlannedModel:
    return PlannedModel(
        "flat-prices",
        FLATS_CARD,
        {"task": "regression", "team": "pricing"},
        [
            PlannedVersion(runs["final-fit-1"], "0.1.0", "First fit on all flats.", stage="Archived"),
            PlannedVersion(runs["final-fit-2"], "0.2.0", "Slower and deeper.", ("champion",), stage="Production"),
        ],
    )


def _prompt() -> PlannedModel:
    text = "Say in two sentences what the run {{run}} found."
    prompt = {IS_PROMPT: "true", "mlflow.prompt.text": text}
    return PlannedModel(
        "summarise-a-run",
        "Sums a run up for the weekly mail.",
        {IS_PROMPT: "true"},
        [PlannedVersion(None, "1.0.0", "First wording.", ("champion",), tags=prompt)],
    )
