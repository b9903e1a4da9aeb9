"""What a demo holds: a tree of experiments with runs of three trainings, and registered models of them."""

import random
from collections.abc import Callable
from dataclasses import dataclass

from modelstead.demo import ci, documents, moons_experiments, odd, registry, tabular, vision, walking
from modelstead.demo.grid_world import Settings as WalkSettings
from modelstead.demo.housing import FEATURES, flats
from modelstead.demo.housing import Settings as BoostSettings
from modelstead.demo.planned import NOTE, Plan, PlannedExperiment
from modelstead.demo.scale import DAY, HOUR, Scale
from modelstead.demo.vision import MoonsRun

STEPS = 8  # that computing a demo is told in

Told = Callable[[int], object]


@dataclass
class Showcase:
    """A plan, and the run of it that still goes on."""

    plan: Plan
    live: MoonsRun


def compute(seed: int, now: int, scale: Scale, told: Told) -> Showcase:
    """Compute a demo: the same for the same seed, but for its times, which lead up to `now`."""
    source = random.Random(seed)
    of = vision.data(source, scale.points)
    moons, live = moons_experiments.moons(source, of, now, scale)
    told(3)
    experiments = [moons, *moons_experiments.ablations(source, of, now, scale)]
    told(1)
    experiments += [_housing(source, now, scale), _search(source, now, scale)]
    told(2)
    experiments += [_walks(source, now, scale), odd.experiment(source, now - 5 * DAY)]
    told(1)
    experiments += [_playground(now), moons_experiments.first_tries(source, of, now, scale)]
    told(1)
    ci.tell(experiments)
    models = registry.models(experiments)
    ci.tell_versions(models)
    return Showcase(Plan(experiments, models), live)


def _housing(source: random.Random, now: int, scale: Scale) -> PlannedExperiment:
    table = flats(source, scale.flats)
    runs = [tabular.sweep(source, table, start=now - 6 * DAY)]
    for number, settings in enumerate((BoostSettings(0.1, 100), BoostSettings(0.05, 100, 0.5, 4.0))):
        run, booster, _ = tabular.fit(
            source, table, settings, name=f"final-fit-{number + 1}", start=now - (3 - number) * DAY
        )
        weights = {"mean": booster.mean, "stumps": booster.stumps}
        run.files |= documents.model_folder("model", "showcase_stumps", weights, FEATURES, "price")
        runs.append(run)
    note = "Prices of flats in thousands of euros. **Metric:** `val/rmse`, lower is better."
    tags = {NOTE: note, "team": "pricing", "stage": "review"}
    return PlannedExperiment("tabular/housing", now - 7 * DAY, tags, runs)


def _search(source: random.Random, now: int, scale: Scale) -> PlannedExperiment:
    table = flats(source, scale.flats * 2 // 3)
    runs, start = [], now - 2 * DAY
    for number in range(1, scale.searches + 1):
        settings = BoostSettings(
            learning_rate=round(10 ** source.uniform(-2, -0.1), 4),
            rounds=source.choice((20, 30, 40, 50)),
            subsample=source.choice((0.4, 0.6, 0.8, 1.0)),
            l2=round(10 ** source.uniform(-1, 1.5), 3),
        )
        run, _, _ = tabular.fit(source, table, settings, name=f"trial-{number:03d}", start=start, every=4)
        run.tags["search"] = "random"
        run.is_deleted = number % 24 == 7  # noqa: PLR2004 - one of the first, one of the last
        runs.append(run)
        start = (run.end_time or start) + source.randint(2_000, 90_000)
    tags = {"team": "pricing", "kind": "search", NOTE: f"{scale.searches} random settings of the booster."}
    return PlannedExperiment("tabular/random-search", now - 2 * DAY - HOUR, tags, runs)


def _walks(source: random.Random, now: int, scale: Scale) -> PlannedExperiment:
    start, runs = now - 3 * DAY, []
    for number, (alpha, decay, slip) in enumerate(
        (
            (0.1, 0.985, 0.1),
            (0.3, 0.985, 0.1),
            (0.6, 0.985, 0.1),
            (0.3, 0.97, 0.1),
            (0.3, 0.99, 0.25),
            (0.3, 0.985, 0.0),
        )
    ):
        settings = WalkSettings(alpha=alpha, epsilon_decay=decay, slip=slip)
        name = f"alpha-{alpha:g}-decay-{decay:g}-slip-{slip:g}"
        stop = scale.episodes // 3 if number == 4 else None  # noqa: PLR2004 - one of them
        runs.append(walking.learn(source, settings, name=name, start=start, episodes=scale.episodes, stop_after=stop))
        start = (runs[-1].end_time or start) + HOUR
    note = "Q-learning on a grid with a pit. `worth/…` is what the agent expects from each cell."
    return PlannedExperiment("rl/grid-world", now - 3 * DAY - HOUR, {"team": "agents", NOTE: note}, runs)


def _playground(now: int) -> PlannedExperiment:
    return PlannedExperiment("playground", now - 12 * HOUR, {"team": "everyone", NOTE: "Nothing here yet. Try things."})
