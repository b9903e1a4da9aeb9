"""Storing a demo, on both engines, at a small scale."""

import asyncio
import dataclasses
from collections.abc import Iterator
from pathlib import Path

import pytest

from modelstead.demo import bulk, live, long_series
from modelstead.demo.filling import Filled, Place, fill
from modelstead.demo.planned import Plan
from modelstead.demo.scale import Scale
from modelstead.demo.showcase import Showcase, compute
from modelstead.domain.actor import Access
from modelstead.domain.artifact import Address
from modelstead.domain.experiment import ViewType
from modelstead.domain.key import KeyKind
from modelstead.domain.registered_model import IS_PROMPT
from modelstead.domain.run import RunRecord
from modelstead.errors import InvalidParameter, InvalidState
from modelstead.services import artifacts, experiment_search, experiments, model_versions, run_search, runs, users
from modelstead.store import metrics, run_keys
from modelstead.store import runs as run_rows
from modelstead.store.blobs.local import LocalBlobs
from modelstead.store.database import Database

NOW = 1_750_000_000_000
SMALL = Scale(points=64, epochs=10, flats=48, searches=8, episodes=20)
TINY = Scale(points=24, epochs=2, flats=32, searches=2, episodes=10)


@pytest.fixture
def blobs(tmp_path: Path) -> Iterator[LocalBlobs]:
    opened = LocalBlobs(tmp_path / "artifacts")
    yield opened
    opened.close()


@pytest.fixture
def place(database: Database) -> Place:
    return Place("demo/showcase", database.write_now(users.create, "researcher"))


@pytest.fixture(scope="module")
def showcase() -> Showcase:
    return compute(1, NOW, SMALL, lambda _: None)


def filled(database: Database, blobs: LocalBlobs, place: Place, showcase: Showcase) -> Filled:
    return asyncio.run(fill(database, blobs, place, showcase.plan, 1, lambda _: None))


def run(database: Database, access: Access, run_id: str) -> RunRecord:
    return database.read_now(runs.get, access, run_id)


def test_everything_is_stored(database: Database, blobs: LocalBlobs, place: Place, showcase: Showcase) -> None:
    told = filled(database, blobs, place, showcase)
    access = database.write_now(place.enter)
    found, _ = database.read_now(lambda tx: experiment_search.search(tx, access, view=ViewType.ALL))
    with_one = [model for model in showcase.plan.models if IS_PROMPT not in model.tags]
    assert len(found) == told.experiments + 1 + len(with_one)  # and the project's own, and the models'
    trashed, _ = database.read_now(lambda tx: experiment_search.search(tx, access, view=ViewType.DELETED_ONLY))
    names = {"vision/moons-first-tries", "[model]moons-prototype (deleted model 5)"}
    assert {each.name for each in trashed} == names
    failed = run(database, access, told.run_ids["vision/moons:rate-too-high"])
    assert next(tag.value for tag in failed.tags if tag.key == "error").startswith("ValueError: train/loss is not a")
    champion = database.read_now(model_versions.get, access, "moons-classifier", "champion")
    assert champion.run_id == told.run_ids["vision/moons:wide-with-decay"]
    address = Address.of_run(champion.run_id, "plots/boundary")
    assert len(database.read_now(artifacts.entries, access, address)) == SMALL.epochs


def test_sweeps_are_nested_on_two_levels(
    database: Database, blobs: LocalBlobs, place: Place, showcase: Showcase
) -> None:
    told = filled(database, blobs, place, showcase)
    access = database.write_now(place.enter)
    housing = database.read_now(experiments.get_by_name, access, "tabular/housing")
    found, _ = database.read_now(
        lambda tx: run_search.search(tx, access, experiment_ids=[str(housing.iid)], max_results=100)
    )
    parents = {each.run.run_id: tag.value for each in found for tag in each.tags if tag.key == "mlflow.parentRunId"}
    top = told.run_ids["tabular/housing:sweep-learning-rate"]
    settings = [child for child, parent in parents.items() if parent == top]
    assert len(settings) == 4
    assert sum(parent in settings for parent in parents.values()) == 16


def test_a_project_that_has_something_is_left_alone(
    database: Database, blobs: LocalBlobs, place: Place, showcase: Showcase
) -> None:
    first = filled(database, blobs, place, showcase)
    with pytest.raises(InvalidState, match="is not empty"):
        filled(database, blobs, place, showcase)
    again = filled(database, blobs, Place(place.path, place.owner, again=True), showcase)
    assert not set(first.run_ids.values()) & set(again.run_ids.values())


def test_after_an_error_nothing_is_there(
    database: Database, blobs: LocalBlobs, place: Place, showcase: Showcase, tmp_path: Path
) -> None:
    nameless = dataclasses.replace(showcase.plan.models[0], name="")
    broken = Showcase(Plan(showcase.plan.experiments, [nameless]), showcase.live)
    with pytest.raises(InvalidParameter, match="name"):
        filled(database, blobs, place, broken)
    assert not database.read_now(lambda tx: tx.all("SELECT 1 FROM runs"))
    assert not [path for path in (tmp_path / "artifacts").rglob("*") if path.is_file()]


def test_the_same_seed_gives_the_same_data() -> None:
    def told(seed: int) -> list[object]:
        of = compute(seed, NOW, TINY, lambda _: None)
        runs = [each for experiment in of.plan.experiments for each in experiment.all_runs()]
        return [(each.name, each.params, each.tags, repr(each.points), each.files) for each in runs]

    first = told(1)
    assert told(1) == first
    assert told(2) != first


def test_a_live_run_logs_on_and_finishes(database: Database, blobs: LocalBlobs, place: Place) -> None:
    showcase = compute(1, NOW, TINY, lambda _: None)
    told = filled(database, blobs, place, showcase)
    access = database.write_now(place.enter)
    run_id = told.run_ids["vision/moons:live-long-run"]
    before = run(database, access, run_id)
    assert before.run.status.name == "RUNNING"
    assert live.go_on(database, told.project_id, run_id, showcase.live, 0.05, pace=0.02) >= 1
    after = run(database, access, run_id)
    assert after.run.status.name == "FINISHED"
    assert after.metrics[0].step > before.metrics[0].step


def test_large_things_are_added(database: Database, place: Place) -> None:
    bulk.sweep(database, place, bulk.RUNS_PART + 3, 1, lambda _: None)
    long_series.series(database, place, 30, long_series.POINTS_PART + 5, 1, lambda _: None)
    access = database.write_now(place.enter)
    sweep = database.read_now(experiments.get_by_name, access, bulk.SWEEP)
    found, token = database.read_now(
        lambda tx: run_search.search(tx, access, experiment_ids=[str(sweep.iid)], max_results=5_000)
    )
    assert (len(found), token) == (bulk.RUNS_PART + 3, None)
    assert {(len(each.metrics), len(each.params), len(each.tags)) for each in found} == {(10, 10, 6)}
    series = database.read_now(experiments.get_by_name, access, long_series.SERIES)
    ids = database.read_now(run_keys.known, series.id, {KeyKind.METRIC: ["train/loss"]})
    key = ids[KeyKind.METRIC]["train/loss"]
    long = database.read_now(run_rows.by_iid, access.project.id, bulk.RUNS_PART + 5)
    assert long is not None
    assert len(database.read_now(metrics.history, long.id, key, 100_000)) == long_series.POINTS_PART + 5
