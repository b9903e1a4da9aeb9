"""Log batches of metrics, params and tags, many at once.

Batches of several callers share each statement (store.merging), so this returns an outcome per batch instead of
raising: one with a bad param must not cost the others theirs.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from modelstead.domain.batch import Batch
from modelstead.domain.metric import clamp
from modelstead.domain.param import check_unchanged
from modelstead.domain.tag import RUN_NAME
from modelstead.errors import Conflict, InvalidParameter, ModelsteadError, NotFound
from modelstead.services.runs import in_trash
from modelstead.store import metrics, params, run_tags, runs
from modelstead.store.metrics import PointRow
from modelstead.store.runs import RunKey
from modelstead.store.transaction import Transaction


class _Accepted(NamedTuple):
    """A batch that will be stored, its place among the others, and its run."""

    place: int
    run: RunKey
    batch: Batch


def log(tx: Transaction, batches: Sequence[Batch]) -> list[Exception | None]:
    """Store batches that were checked; return None for each that is stored, and its error for each that is not."""
    outcomes: list[Exception | None] = [None] * len(batches)
    found = runs.keys(tx, list({batch.run_id for batch in batches}))
    accepted = []
    for index, batch in enumerate(batches):
        run = found.get(batch.run_id)
        refusal = _refusal(batch, run)
        outcomes[index] = refusal
        if run is not None and refusal is None:
            accepted.append(_Accepted(index, run, batch))
    accepted = _log_params(tx, accepted, outcomes)
    _set_tags(tx, accepted)
    _log_metrics(tx, accepted)
    return outcomes


def _refusal(batch: Batch, run: RunKey | None) -> ModelsteadError | None:
    if run is None or run.project_id != batch.project_id:
        return NotFound(f"Run with id={batch.run_id} not found.")
    return in_trash(batch.run_id) if run.is_deleted else None


def _log_params(tx: Transaction, accepted: list[_Accepted], outcomes: list[Exception | None]) -> list[_Accepted]:
    """Store params and return the batches that may go on: those that change no logged value."""
    with_params = [each for each in accepted if each.batch.params]
    if not with_params:
        return accepted
    run_ids = {each.run.id for each in with_params}
    keys = {param.key for each in with_params for param in each.batch.params}
    logged = params.logged(tx, run_ids, keys)
    new: list[tuple[int, str, str]] = []
    for index, run, batch in with_params:
        held = logged.setdefault(run.id, {})
        try:
            check_unchanged(batch.run_id, held, batch.params)
        except InvalidParameter as error:
            outcomes[index] = error
            continue
        fresh = {param.key: param.value for param in batch.params if param.key not in held}
        held |= fresh
        new += [(run.id, key, value) for key, value in fresh.items()]
    if new and params.insert(tx, sorted(new)) < len(new):
        raise Conflict("Another writer logged one of these params just now. Nothing was stored.")
    return [each for each in accepted if outcomes[each.place] is None]


def _set_tags(tx: Transaction, accepted: list[_Accepted]) -> None:
    """Set tags, the last of a key winning; the tag mlflow.runName is the run's name."""
    values = {(run.id, tag.key): tag.value for _, run, batch in accepted for tag in batch.tags}
    if not values:
        return
    run_tags.set_all(tx, [(*key, value) for key, value in sorted(values.items())])
    names = [(value, run_id) for (run_id, key), value in sorted(values.items()) if key == RUN_NAME]
    if names:
        runs.rename(tx, names)


def _log_metrics(tx: Transaction, accepted: list[_Accepted]) -> None:
    """Append points and raise the latest of each metric; rows go in key order, so that writers never deadlock."""
    keys: dict[int, set[str]] = {}
    for _, run, batch in accepted:
        if batch.metrics:
            keys.setdefault(run.project_id, set()).update([point.key for point in batch.metrics])
    if not keys:
        return
    ids = {project_id: metrics.key_ids(tx, project_id, list(wanted)) for project_id, wanted in keys.items()}
    rows = []
    for _, run, batch in accepted:
        key_ids = ids.get(run.project_id, {})
        for point in batch.metrics:
            value = clamp(point.value)
            row = (run.id, key_ids[point.key], point.timestamp, point.step)
            rows.append((*row, value, 0) if value == value else (*row, 0.0, 1))  # noqa: PLR0124 - False for NaN alone
    rows.sort()
    metrics.append(tx, rows)
    metrics.raise_latest(tx, _latest(rows))


def _latest(rows: Iterable[PointRow]) -> list[PointRow]:
    """Return the row with the highest (step, timestamp, value) of each run's metric; NaN counts as 0, as in MLflow."""
    best: dict[tuple[int, int], PointRow] = {}
    for row in rows:
        held = best.get(row[:2])
        if held is None or (row[3], row[2], row[4]) > (held[3], held[2], held[4]):
            best[row[:2]] = row
    return list(best.values())
