"""Log batches of metrics, params and tags, many at once.

Batches of several callers share each statement (store.merging), so this returns an outcome per batch instead of
raising: one with a bad param must not cost the others theirs.
"""

from collections.abc import Iterable, Mapping, Sequence
from operator import itemgetter
from typing import NamedTuple

from modelstead.domain.batch import Batch
from modelstead.domain.ci_identity import CiIdentity
from modelstead.domain.ci_job import TAGS as JOB_TAGS
from modelstead.domain.key import KeyKind, quoted
from modelstead.domain.metric import clamp
from modelstead.domain.param import Param, check_unchanged
from modelstead.domain.tag import RUN_NAME
from modelstead.errors import Conflict, InvalidParameter, ModelsteadError, NotFound
from modelstead.services import ci_links
from modelstead.services.logged_models import in_trash as model_in_trash
from modelstead.services.runs import in_trash
from modelstead.store import logged_model_metrics, logged_models, metrics, params, run_keys, run_tags, runs
from modelstead.store.logged_models import ModelKey
from modelstead.store.metrics import PointRow
from modelstead.store.run_tags import TagRow
from modelstead.store.runs import RunKey
from modelstead.store.transaction import Transaction


class _Accepted(NamedTuple):
    """A batch that will be stored, its place among the others, and its run."""

    place: int
    run: RunKey
    batch: Batch


Numbers = dict[int, run_keys.Numbers]
"""The numbers of the keys of each experiment (row id)."""


def log(tx: Transaction, batches: Sequence[Batch]) -> list[Exception | None]:
    """Store batches that were checked; return None for each that is stored, and its error for each that is not."""
    outcomes: list[Exception | None] = [None] * len(batches)
    found = runs.keys(tx, list({batch.run_id for batch in batches}))
    models = _models(tx, batches)
    accepted = []
    for index, batch in enumerate(batches):
        run = found.get(batch.run_id)
        refusal = _refusal(batch, run, models)
        outcomes[index] = refusal
        if run is not None and refusal is None:
            accepted.append(_Accepted(index, run, batch))
    keys = _keys(accepted)
    numbers = {experiment_id: run_keys.known(tx, experiment_id, wanted) for experiment_id, wanted in keys.items()}
    new_params = _new_params(tx, accepted, numbers, outcomes)
    if any(outcomes[each.place] for each in accepted):
        accepted = [each for each in accepted if outcomes[each.place] is None]
        keys = _keys(accepted)  # those of a refused batch stay unknown
    _add_keys(tx, keys, numbers)
    _log_params(tx, new_params, numbers)
    _set_tags(tx, accepted)
    _link_jobs(tx, accepted)
    _log_metrics(tx, accepted, numbers)
    if models:
        _log_model_metrics(tx, accepted, models)
    return outcomes


def _models(tx: Transaction, batches: Iterable[Batch]) -> Mapping[str, ModelKey]:
    """Return the logged models that metrics are of, which most batches have none of."""
    wanted = {point.model_id for batch in batches if batch.model_points for point in batch.model_points}
    return logged_models.keys(tx, wanted) if wanted else {}


def _refusal(batch: Batch, run: RunKey | None, models: Mapping[str, ModelKey]) -> ModelsteadError | None:
    if run is None or run.project_id != batch.project_id:
        return NotFound(f"Run with id={batch.run_id} not found.")
    if run.is_deleted:
        return in_trash(batch.run_id)
    for point in batch.model_points:
        model = models.get(point.model_id)
        if model is None or model.project_id != batch.project_id:
            return InvalidParameter(f"Logged model with ID {quoted(point.model_id)} not found; nothing was stored.")
        if model.is_deleted:
            return model_in_trash(point.model_id)
    return None


def _keys(accepted: Iterable[_Accepted]) -> Mapping[int, run_keys.Keys]:
    """Return the keys that batches name, by experiment, in an order in which writers never deadlock."""
    wanted: dict[int, dict[KeyKind, set[str]]] = {}
    for _, run, batch in accepted:
        keys = wanted.setdefault(run.experiment_id, {kind: set() for kind in KeyKind})
        keys[KeyKind.METRIC].update([point.key for point in batch.metrics])
        keys[KeyKind.PARAM].update([param.key for param in batch.params])
    return dict(sorted(wanted.items()))


def _add_keys(tx: Transaction, keys: Mapping[int, run_keys.Keys], numbers: Numbers) -> None:
    """Give the keys that are new their numbers."""
    for experiment_id, wanted in keys.items():
        held = numbers[experiment_id]
        missing = {kind: set(each) - held[kind].keys() for kind, each in wanted.items()}
        if any(missing.values()):
            for kind, found in run_keys.add(tx, experiment_id, missing).items():
                held[kind] |= found


def _new_params(
    tx: Transaction, accepted: Iterable[_Accepted], numbers: Numbers, outcomes: list[Exception | None]
) -> list[tuple[RunKey, Param]]:
    """Return the params that are not there yet; note the error of each batch that would change a logged value."""
    with_params = [each for each in accepted if each.batch.params]
    if not with_params:
        return []
    names = {number: key for known in numbers.values() for key, number in known[KeyKind.PARAM].items()}
    held_by_run: dict[int, dict[str, str]] = {each.run.id: {} for each in with_params}
    if names:
        for run_id, values in params.logged(tx, held_by_run, names).items():
            held_by_run[run_id] = {names[number]: value for number, value in values.items()}
    new: list[tuple[RunKey, Param]] = []
    for index, run, batch in with_params:
        held = held_by_run[run.id]
        try:
            check_unchanged(batch.run_id, held, batch.params)
        except InvalidParameter as error:
            outcomes[index] = error
            continue
        fresh = [param for param in batch.params if param.key not in held]
        held |= {param.key: param.value for param in fresh}
        new += [(run, param) for param in fresh]
    return new


def _log_params(tx: Transaction, new: Iterable[tuple[RunKey, Param]], numbers: Numbers) -> None:
    rows = sorted((run.id, numbers[run.experiment_id][KeyKind.PARAM][param.key], param.value) for run, param in new)
    if rows and params.insert(tx, rows) < len(rows):
        raise Conflict("Another writer logged one of these params just now. Nothing was stored.")


def _set_tags(tx: Transaction, accepted: list[_Accepted]) -> None:
    """Set tags, the last of a key winning; mlflow.runName is the run's name, and some tags tell of a CI job."""
    rows: dict[tuple[int, str], TagRow] = {}
    names: dict[int, str] = {}
    of_jobs: dict[int, set[int]] = {}
    for _, run, batch in accepted:
        for tag in batch.tags:
            rows[run.id, tag.key] = TagRow(run.id, run.experiment_id, tag.key, tag.value)
            if tag.key == RUN_NAME:
                names[run.id] = tag.value
            elif tag.key in JOB_TAGS:
                of_jobs.setdefault(run.project_id, set()).add(run.id)
    if rows:
        run_tags.set_all(tx, sorted(rows.values()))
    for project_id, run_rows in of_jobs.items():
        ci_links.link_tagged(tx, project_id, run_rows)
    if names:
        runs.rename(tx, [(name, run_id) for run_id, name in sorted(names.items())])


def _link_jobs(tx: Transaction, accepted: Iterable[_Accepted]) -> None:
    """Link runs to the CI jobs that log to them by an ID token, but for those that another such job made."""
    logged: dict[int, tuple[int, CiIdentity]] = {}
    for _, run, batch in accepted:
        if batch.ci is not None:
            logged.setdefault(run.id, (run.project_id, batch.ci))
    if logged:
        ci_links.link_logged(tx, logged)


def _log_metrics(tx: Transaction, accepted: list[_Accepted], numbers: Numbers) -> None:
    """Append points and raise the latest of each metric; rows go in key order, so that writers never deadlock."""
    rows = []
    for _, run, batch in accepted:
        keys = numbers[run.experiment_id][KeyKind.METRIC]
        for point in batch.metrics:
            value = clamp(point.value)
            row = (run.id, keys[point.key], point.timestamp, point.step)
            rows.append((*row, value, 0) if value == value else (*row, 0.0, 1))  # noqa: PLR0124 - False for NaN alone
    if rows:
        rows.sort()
        metrics.append(tx, rows)
        metrics.raise_latest(tx, _latest(rows))


def _log_model_metrics(tx: Transaction, accepted: Iterable[_Accepted], models: Mapping[str, ModelKey]) -> None:
    rows = [
        logged_model_metrics.row(models[point.model_id].id, run.id, point)
        for _, run, batch in accepted
        for point in batch.model_points
    ]
    logged_model_metrics.append(tx, sorted(rows, key=itemgetter(slice(8))))  # the primary key's order, as above


def _latest(rows: Iterable[PointRow]) -> list[PointRow]:
    """Return the row with the highest (step, timestamp, value) of each run's metric; NaN counts as 0, as in MLflow."""
    best: dict[tuple[int, int], PointRow] = {}
    for row in rows:
        held = best.get(row[:2])
        if held is None or (row[3], row[2], row[4]) > (held[3], held[2], held[4]):
            best[row[:2]] = row
    return list(best.values())
