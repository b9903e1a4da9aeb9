"""Runs of boosted stumps on the table of flats."""

import random

from modelstead.demo import documents
from modelstead.demo.housing import FEATURES, Booster, Housing, Round, Settings
from modelstead.demo.planned import PlannedRun
from modelstead.demo.training import Training

COLUMNS = dict.fromkeys(FEATURES, "double") | {"price": "double"}
FOLDS = 4
SWEEP = tuple(
    Settings(learning_rate=rate, rounds=rounds, subsample=share)
    for rate, rounds, share in ((0.05, 60, 1.0), (0.1, 60, 1.0), (0.2, 60, 0.7), (0.4, 40, 0.7))
)


def fit(
    source: random.Random, of: Housing, settings: Settings, *, name: str, start: int, fold: int = 0, every: int = 2
) -> tuple[PlannedRun, Booster, Round]:
    """Return one run of boosting, with what it has learnt and its last round."""
    train_on, check_on = of.without(fold, FOLDS)
    training = Training(
        source,
        name,
        start=start,
        pace=700,
        script="boost_housing.py",
        params={**settings._asdict(), "fold": fold, "objective": "squared_error"},
    )
    training.reads("flats", len(train_on.prices), COLUMNS, "training")
    training.reads("flats", len(check_on.prices), COLUMNS, "validation")
    booster = Booster(source, settings, train_on)
    last = Round(0, 0.0, 0.0, 0.0, 0.0)
    for last in booster.train(check_on):
        if last.number % every == 0 or last.number == 1:
            training.step(
                last.number,
                train__rmse=last.train_rmse,
                val__rmse=last.val_rmse,
                val__mae=last.val_mae,
                val__r2=last.val_r2,
            )
            training.machine(last.number)
    total = sum(booster.gains) or 1.0
    shares = {feature: gain / total for feature, gain in zip(FEATURES, booster.gains, strict=True)}
    rows = [
        (*row, price, round(guess := booster.guess(row), 1), round(guess - price, 1))
        for row, price in zip(check_on.rows, check_on.prices, strict=True)
    ]
    training.file("predictions.csv", documents.csv_file((*FEATURES, "price", "predicted", "error"), rows))
    training.file("importance.svg", documents.bars("Gain by feature", shares))
    training.file("importance.json", documents.json_file(shares))
    return training.end(), booster, last


def sweep(source: random.Random, of: Housing, *, start: int) -> PlannedRun:
    """Return a sweep of settings: below it a run for each, and below that one for each fold."""
    training = Training(
        source, "sweep-learning-rate", start=start, pace=1000, script="sweep.py", params={"folds": FOLDS}
    )
    training.by_ci()
    training.note(
        "# Learning rate of the booster\n\nEach setting is checked with **four folds**; the run of a setting has their "
        "mean.\n\n| setting | folds |\n| --- | --- |\n| learning rate, rounds, subsample | 4 |\n"
    )
    for settings in SWEEP:
        name = f"rate-{settings.learning_rate:g}-sub-{settings.subsample:g}"
        child = Training(
            source, name, start=training.now, pace=500, script="boost_housing.py", params=settings._asdict()
        )
        child.by_ci()
        lasts = []
        for fold in range(FOLDS):
            run, _, last = fit(source, of, settings, name=f"{name}-fold-{fold}", start=child.now, fold=fold, every=5)
            child.now = run.end_time or child.now
            child.run.children.append(run)
            lasts.append(last)
        for key in ("val_rmse", "val_mae", "val_r2"):
            values = [getattr(last, key) for last in lasts]
            child.log(key.replace("_", "/"), sum(values) / len(values))
            child.log(f"{key.replace('_', '/')}_spread", max(values) - min(values))
        training.now = child.now
        training.run.children.append(child.end())
    best = min(training.run.children, key=lambda run: run.points[0].value)
    training.log("val/rmse", best.points[0].value)
    training.tag("best_child", best.name)
    return training.end()
