"""A run of very many metrics and a metric of very many points, written in parts, a transaction each."""

import math
import random
from collections.abc import Iterator

from modelstead import clock
from modelstead.demo.bulk import Told, experiment, salt
from modelstead.demo.filling import Place
from modelstead.domain.key import KeyKind
from modelstead.domain.metric import MetricPoint
from modelstead.domain.run import Run, RunStatus
from modelstead.domain.tag import RUN_NAME
from modelstead.store import counters, metrics, run_inserts, run_keys
from modelstead.store.database import Database
from modelstead.store.transaction import Transaction

SERIES = "large/series"
POINTS_PART = 25_000
PEAK = 70_000  # where in each 100,000 steps there is one


def series(database: Database, place: Place, metric_count: int, point_count: int, seed: int, told: Told) -> None:
    """Add a run with many metrics of 20 points each, and a run with one metric of many points; none for 0."""
    experiment_id = database.write_now(experiment, place, SERIES)
    source = random.Random(f"{seed} series {database.read_now(salt, place)}")
    for name, points, count in (
        (f"{metric_count} metrics", _many_metrics(source, metric_count), metric_count * 20),
        (f"{point_count} points", _long_metric(source, point_count), point_count),
    ):
        if not count:
            continue
        start = clock.now_ms() - 1_000 * max(count // 20, 3_600)
        run_id = database.write_now(_add_run, place, experiment_id, source, name, start)
        for part in _parts(points):
            database.write_now(_add_points, experiment_id, run_id, start, part)
            told(len(part))


def _add_run(tx: Transaction, place: Place, experiment_id: int, source: random.Random, name: str, start: int) -> int:
    access = place.enter(tx)
    iids = counters.take_many(tx, access.project.id, "run", 1)
    run_id = f"{source.getrandbits(128):032x}"
    run = Run(0, run_id, iids[0], 0, name, "researcher", RunStatus.FINISHED, start, clock.now_ms(), None)
    row_id = run_inserts.insert(tx, access.project.id, experiment_id, [run], created_by=access.actor.user_id)[0]
    tag_id = run_keys.ensure(tx, experiment_id, KeyKind.TAG, (RUN_NAME,))[RUN_NAME]
    run_inserts.insert_tags(tx, [(row_id, tag_id, name)])
    return row_id


def _many_metrics(source: random.Random, count: int) -> Iterator[MetricPoint]:
    groups = ("weights", "gradients", "activations", "attention", "updates")
    for number in range(count):
        key = f"{groups[number % 5]}/layer_{number // 5 // 10:02d}/part_{number // 5 % 10}"
        level, slope = source.uniform(0.1, 4), source.uniform(-0.04, 0.02)
        for step in range(20):
            yield MetricPoint(key, level * math.exp(slope * step) + source.gauss(0, 0.05), 3_000 * step, step)


def _long_metric(source: random.Random, count: int) -> Iterator[MetricPoint]:
    """Yield a loss that falls, with a wave, noise, and a rare peak."""
    for step in range(count):
        share = step / count
        value = 2.5 * math.exp(-5 * share) + 0.15 * math.sin(60 * share) + source.gauss(0, 0.06)
        yield MetricPoint("train/loss", value + (6 if step % 99_991 == PEAK else 0), 50 * step, step)


def _parts(points: Iterator[MetricPoint]) -> Iterator[list[MetricPoint]]:
    part: list[MetricPoint] = []
    for point in points:
        part.append(point)
        if len(part) == POINTS_PART:
            yield part
            part = []
    if part:
        yield part


def _add_points(tx: Transaction, experiment_id: int, run_id: int, start: int, part: list[MetricPoint]) -> None:
    ids = run_keys.ensure(tx, experiment_id, KeyKind.METRIC, sorted({point.key for point in part}))
    found = [(run_id, ids[point.key], start + point.timestamp, point.step, point.value, 0) for point in part]
    metrics.append(tx, sorted(found))
    metrics.raise_latest(tx, list({row[1]: row for row in found}.values()))
