"""Runs: create, get, list, update, trash."""

from collections.abc import Sequence

import msgspec

from modelstead import clock, ids, limits, nicknames
from modelstead.domain.actor import Access
from modelstead.domain.dataset import ModelDirection
from modelstead.domain.experiment import LifecycleStage
from modelstead.domain.key import check_length
from modelstead.domain.run import Run, RunRecord, RunStatus
from modelstead.domain.tag import RUN_NAME, Tag, check_tags
from modelstead.errors import InvalidParameter, InvalidState, NotFound
from modelstead.services import ci_links, experiments
from modelstead.store import counters, metrics, model_versions, params, run_inputs, run_tags, runs
from modelstead.store.transaction import Transaction


def create(
    tx: Transaction,
    access: Access,
    experiment_id: str,
    *,
    name: str,
    user_id: str,
    start_time: int | None,
    tags: Sequence[Tag],
) -> RunRecord:
    """Create a running run; without a name, or a tag mlflow.runName, it gets a nickname."""
    check_tags(tags)
    check_length(user_id, "user_id", limits.USER_ID_LENGTH)
    held = {tag.key: tag.value for tag in tags}
    name = held[RUN_NAME] = _name(name, held.get(RUN_NAME, ""))
    experiment = experiments.find_active(tx, access, experiment_id)
    run = Run(
        id=0,
        run_id=ids.run_id(),
        iid=counters.take(tx, access.project.id, "run"),
        experiment_iid=experiment.iid,
        name=name,
        user_id=user_id or access.actor.author,
        status=RunStatus.RUNNING,
        start_time=clock.now_ms() if start_time is None else start_time,
        end_time=None,
        deleted_at=None,
    )
    row_id = runs.insert(tx, access.project.id, experiment.id, run, created_by=access.actor.user_id)
    run_tags.set_of_run(tx, experiment.id, row_id, held)
    if access.actor.ci is not None or ci_links.tells(tags):
        ci_links.link_run(tx, access, row_id, held)
    return RunRecord(run, tags=tuple(Tag(key, held[key]) for key in sorted(held)))


def find(tx: Transaction, access: Access, run_id: str) -> Run:
    """Return a run, in the trash or not."""
    found = runs.get(tx, access.project.id, run_id)
    if found is None:
        raise NotFound(f"Run with id={run_id} not found.")
    return found


def find_active(tx: Transaction, access: Access, run_id: str) -> Run:
    """Return a run that is not in the trash; raise InvalidState for one that is."""
    found = find(tx, access, run_id)
    if found.lifecycle_stage is not LifecycleStage.ACTIVE:
        raise in_trash(run_id)
    return found


def in_trash(run_id: str) -> InvalidState:
    return InvalidState(f"The run {run_id} must be in the 'active' state. Current state is deleted. Restore it first.")


def get(tx: Transaction, access: Access, run_id: str) -> RunRecord:
    return records(tx, [find(tx, access, run_id)])[0]


def records(tx: Transaction, found: Sequence[Run]) -> list[RunRecord]:
    """Return runs with all that was logged to them, in a number of queries that does not depend on how many."""
    row_ids = [run.id for run in found]
    held_metrics = metrics.latest_of_runs(tx, row_ids)
    held_params = params.of_runs(tx, row_ids)
    held_tags = run_tags.of_runs(tx, row_ids)
    datasets = run_inputs.datasets_of_runs(tx, row_ids)
    models = run_inputs.models_of_runs(tx, row_ids)
    return [
        RunRecord(
            run,
            tuple(held_metrics.get(run.id, ())),
            tuple(held_params.get(run.id, ())),
            tuple(held_tags.get(run.id, ())),
            tuple(datasets.get(run.id, ())),
            tuple(models.get((run.id, ModelDirection.INPUT), ())),
            tuple(models.get((run.id, ModelDirection.OUTPUT), ())),
        )
        for run in found
    ]


def update(
    tx: Transaction, access: Access, run_id: str, *, status: RunStatus | None, end_time: int | None, name: str
) -> Run:
    """Change what is given; a run that runs again has no end."""
    check_length(name, "run_name", limits.RUN_NAME_LENGTH)
    found = find_active(tx, access, run_id)
    if end_time is None and status not in (RunStatus.RUNNING, RunStatus.SCHEDULED):
        end_time = found.end_time
    updated = msgspec.structs.replace(found, status=status or found.status, end_time=end_time, name=name or found.name)
    runs.update(tx, updated)
    if name:
        experiment_id = runs.keys(tx, [run_id])[run_id].experiment_id
        run_tags.set_of_run(tx, experiment_id, found.id, {RUN_NAME: name})
    return updated


def delete(tx: Transaction, access: Access, run_id: str) -> None:
    """Put a run in the trash; one that is there stays."""
    found = find(tx, access, run_id)
    if found.lifecycle_stage is LifecycleStage.ACTIVE:
        version = model_versions.of_run(tx, found.id)
        if version is not None:
            raise InvalidState(
                "Cannot delete a candidate associated to a model version: the run is that of the version "
                f"{version.label}. Delete the version first."
            )
        runs.set_deleted(tx, found.id, clock.now_ms())


def restore(tx: Transaction, access: Access, run_id: str) -> None:
    """Take a run out of the trash; that of a model version comes back with the version."""
    found = find(tx, access, run_id)
    if found.deleted_at == 0:  # being purged
        raise NotFound(f"Run with id={run_id} not found.")
    if found.version_id is not None and found.deleted_at is not None:
        raise InvalidState(f"The run {run_id} belongs to a model version in the trash. Restore the version.")
    runs.set_deleted(tx, found.id, None)


def _name(given: str, tagged: str) -> str:
    if given and tagged and given != tagged:
        raise InvalidParameter(
            "Both 'run_name' argument and 'mlflow.runName' tag are specified, but with different values "
            f"(run_name='{given}', mlflow.runName='{tagged}')."
        )
    return check_length(given or tagged or nicknames.nickname(), "run_name", limits.RUN_NAME_LENGTH)
