"""An experiment of very many runs, written in parts, a transaction each, so that a server beside this goes on."""

import math
import random
from collections.abc import Callable, Iterator

from modelstead import clock
from modelstead.demo.filling import Place
from modelstead.domain.key import KeyKind
from modelstead.domain.run import Run, RunStatus
from modelstead.domain.tag import RUN_NAME
from modelstead.services import experiments
from modelstead.store import counters, metrics, params, run_inserts, run_keys
from modelstead.store import experiments as rows
from modelstead.store.database import Database
from modelstead.store.metrics import PointRow
from modelstead.store.transaction import Transaction

SWEEP = "large/sweep"
RUNS_PART = 2_000
GAP = 7_000  # milliseconds from one run's start to the next

PARAMS: dict[str, tuple[str, ...]] = {
    "learning_rate": ("0.0003", "0.001", "0.003", "0.01", "0.03"),
    "batch_size": ("32", "64", "128", "256"),
    "optimizer": ("adam", "adamw", "sgd"),
    "layers": ("2", "4", "6", "8", "12"),
    "width": ("128", "256", "512"),
    "dropout": ("0", "0.1", "0.2", "0.3"),
    "activation": ("gelu", "relu", "silu"),
    "schedule": ("cosine", "linear", "constant"),
    "augment": ("none", "light", "strong"),
    "seed": tuple(map(str, range(100))),
}
METRICS = (
    "train/loss",
    "train/accuracy",
    "val/loss",
    "val/accuracy",
    "val/f1",
    "test/accuracy",
    "epoch_seconds",
    "gradient_norm",
    "learning_rate",
    "system/gpu_memory_gigabytes",
)
TAGS = (RUN_NAME, "mlflow.user", "mlflow.source.name", "mlflow.source.git.commit", "stage", "team")
PEOPLE = ("researcher", "engineer", "analyst", "scientist", "student", "reviewer")
STATUSES = (RunStatus.FINISHED,) * 17 + (RunStatus.FAILED, RunStatus.FAILED, RunStatus.KILLED)

Told = Callable[[int], object]
Numbers = dict[str, int]


def sweep(database: Database, place: Place, count: int, seed: int, told: Told) -> None:
    """Add an experiment of finished runs, the newest of which has just ended."""
    experiment_id = database.write_now(experiment, place, SWEEP)
    source = random.Random(f"{seed} sweep {database.read_now(salt, place)}")
    first = clock.now_ms() - GAP * count
    for start in range(0, count, RUNS_PART):
        part = min(RUNS_PART, count - start)
        database.write_now(_add_runs, place, experiment_id, source, part, first + GAP * start)
        told(part)


def experiment(tx: Transaction, place: Place, name: str) -> int:
    access = place.enter(tx)
    held = rows.by_name(tx, access.project.id, name)
    iid = experiments.create(tx, access, name, "", ()) if held is None else held.iid
    return experiments.find_active(tx, access, str(iid)).id


def salt(tx: Transaction, place: Place) -> str:
    """Return what differs from one filling to the next, so that no two runs get the same id."""
    access = place.enter(tx)
    return f"{access.project.id} {counters.value(tx, access.project.id, 'run')}"


def _add_runs(
    tx: Transaction, place: Place, experiment_id: int, source: random.Random, count: int, start_time: int
) -> None:
    access = place.enter(tx)
    metric_ids = run_keys.ensure(tx, experiment_id, KeyKind.METRIC, METRICS)
    param_ids = run_keys.ensure(tx, experiment_id, KeyKind.PARAM, PARAMS)
    tag_ids = run_keys.ensure(tx, experiment_id, KeyKind.TAG, TAGS)
    runs = _runs(source, counters.take_many(tx, access.project.id, "run", count), start_time)
    ids = run_inserts.insert(tx, access.project.id, experiment_id, runs, created_by=access.actor.user_id)
    param_rows: list[tuple[int, int, str]] = []
    tag_rows: list[tuple[int, int, str]] = []
    points: list[PointRow] = []
    latest: list[PointRow] = []
    for run, run_id in zip(runs, ids, strict=True):
        chosen = {key: source.choice(values) for key, values in PARAMS.items()}
        param_rows += [(run_id, param_ids[key], value) for key, value in chosen.items()]
        tag_rows += [(run_id, tag_ids[key], value) for key, value in _tags(source, run).items()]
        for step, values in _steps(source, chosen):
            at = run.start_time + 60 * step
            found: list[PointRow] = [(run_id, metric_ids[key], at, step, value, 0) for key, value in values.items()]
            points += found
        latest += found
    params.insert(tx, sorted(param_rows))
    run_inserts.insert_tags(tx, sorted(tag_rows))
    metrics.append(tx, sorted(points))
    metrics.raise_latest(tx, sorted(latest))


def _runs(source: random.Random, iids: range, start_time: int) -> list[Run]:
    found = []
    for place, iid in enumerate(iids):
        start = start_time + GAP * place
        found.append(
            Run(
                id=0,
                run_id=f"{source.getrandbits(128):032x}",
                iid=iid,
                experiment_iid=0,
                name=f"sweep-{iid:06d}",
                user_id=source.choice(PEOPLE),
                status=source.choice(STATUSES),
                start_time=start,
                end_time=start + source.randint(2_000, 6_500),
                deleted_at=None,
            )
        )
    return found


def _tags(source: random.Random, run: Run) -> dict[str, str]:
    return {
        RUN_NAME: run.name,
        "mlflow.user": run.user_id,
        "mlflow.source.name": "train.py",
        "mlflow.source.git.commit": f"{run.iid // 500:040x}",
        "stage": source.choice(("screening", "screening", "final")),
        "team": source.choice(("vision", "language", "speech")),
    }


def _steps(source: random.Random, chosen: dict[str, str]) -> Iterator[tuple[int, dict[str, float]]]:
    """Yield what a run logs: two metrics on the way, all of them at the end."""
    rate = float(chosen["learning_rate"])
    skill = 0.93 - 0.06 * abs(math.log10(rate / 0.003)) + 0.004 * int(chosen["layers"])
    skill += {"none": -0.03, "light": 0.0, "strong": 0.01}[chosen["augment"]] + source.gauss(0, 0.012)
    skill = min(max(skill, 0.1), 0.999)
    noise = source.random
    for step in (10, 30):
        yield step, {"train/loss": 2.3 * math.exp(-step / 40) + 0.1 * noise(), "val/loss": 2.4 * math.exp(-step / 45)}
    loss = -math.log(skill)
    yield (
        100,
        {
            "train/loss": round(loss * (0.5 + 0.1 * noise()), 6),
            "train/accuracy": round(min(skill + 0.02 * noise(), 1.0), 6),
            "val/loss": round(loss + 0.02 * noise(), 6),
            "val/accuracy": round(skill, 6),
            "val/f1": round(skill - 0.02 * noise(), 6),
            "test/accuracy": round(skill - 0.01 * noise(), 6),
            "epoch_seconds": round(int(chosen["layers"]) * int(chosen["width"]) / 90 + noise(), 3),
            "gradient_norm": round(math.exp(source.gauss(0, 0.4)), 5),
            "learning_rate": rate,
            "system/gpu_memory_gigabytes": round(int(chosen["batch_size"]) * int(chosen["width"]) / 9_000 + noise(), 2),
        },
    )
