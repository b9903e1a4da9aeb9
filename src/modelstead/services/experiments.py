"""Experiments: create, find, list, rename, tag, trash."""

from collections.abc import Sequence

from modelstead import clock, limits
from modelstead.domain import experiment as rules
from modelstead.domain.actor import Access
from modelstead.domain.experiment import Experiment, LifecycleStage
from modelstead.domain.key import check_key, check_length
from modelstead.domain.tag import Tag
from modelstead.errors import AlreadyExists, InvalidParameter, InvalidState, NotFound
from modelstead.store import counters, experiments, model_versions, registered_models, runs
from modelstead.store.transaction import Transaction

INT64_DIGITS = 19


def create(tx: Transaction, access: Access, name: str, artifact_location: str, tags: Sequence[Tag]) -> int:
    """Create an experiment and return its iid; a name in the trash is taken too."""
    rules.check_name(name)
    check_length(artifact_location, "artifact_location", limits.ARTIFACT_LOCATION_LENGTH)
    if len(tags) > limits.EXPERIMENT_TAGS:
        raise InvalidParameter(f"An experiment is created with at most {limits.EXPERIMENT_TAGS} tags; got {len(tags)}.")
    for index, tag in enumerate(tags):
        _check_tag(tag, f"tags[{index}].")
    held = experiments.by_name(tx, access.project.id, name)
    if held is not None:
        raise _taken(held)
    iid, now = counters.take(tx, access.project.id, "experiment"), clock.now_ms()
    row_id = insert(tx, access.project.id, iid, name, artifact_location, now=now)
    if tags:
        experiments.set_tags(tx, row_id, tags, now)
    return iid


def insert(tx: Transaction, project_id: int, iid: int, name: str, artifact_location: str = "", *, now: int) -> int:
    """Store an experiment of a given number and return its row id."""
    location = artifact_location or f"mlflow-artifacts:/experiments/{iid}"
    row_id = experiments.insert(tx, project_id, iid=iid, name=name, artifact_location=location, now=now)
    if row_id is None:
        raise AlreadyExists(f"Experiment(name={name}) already exists.")
    return row_id


def number(experiment_id: str) -> int | None:
    """Return the iid in a client's experiment_id, None when it holds none."""
    if not (experiment_id.isascii() and experiment_id.isdigit() and len(experiment_id) <= INT64_DIGITS):
        return None
    iid = int(experiment_id)
    return iid if iid <= limits.INT64_MAX else None


def find(tx: Transaction, access: Access, experiment_id: str) -> Experiment:
    """Return the experiment of a client's experiment_id, in the trash or not, without its tags."""
    iid = number(experiment_id)
    found = None if iid is None else experiments.by_iid(tx, access.project.id, iid)
    if found is None:
        raise NotFound(f"No Experiment with id={experiment_id} exists.")
    return found


def find_active(tx: Transaction, access: Access, experiment_id: str) -> Experiment:
    """Return an experiment that is not in the trash; raise InvalidState for one that is."""
    found = find(tx, access, experiment_id)
    if found.lifecycle_stage is not LifecycleStage.ACTIVE:
        raise InvalidState(
            f"The experiment {found.iid} must be in the 'active' state. Current state is deleted. Restore it first."
        )
    return found


def get(tx: Transaction, access: Access, experiment_id: str) -> Experiment:
    return experiments.with_tags(tx, [find(tx, access, experiment_id)])[0]


def get_by_name(tx: Transaction, access: Access, name: str) -> Experiment:
    found = experiments.by_name(tx, access.project.id, name)
    if found is None:
        raise NotFound(f"Could not find experiment with name '{name}'.")
    return experiments.with_tags(tx, [found])[0]


def rename(tx: Transaction, access: Access, experiment_id: str, name: str) -> None:
    rules.check_name(name, "new_name")
    found = find(tx, access, experiment_id)
    if found.lifecycle_stage is not LifecycleStage.ACTIVE:
        raise InvalidState("Cannot rename a non-active experiment. Restore it first.")
    _check_free_of_models(tx, found, "rename")
    counters.hold(tx, access.project.id, "experiment")  # nobody else names one meanwhile
    if not experiments.rename(tx, found.id, name, clock.now_ms()):
        raise AlreadyExists(f"Experiment(name={name}) already exists.")


def delete(tx: Transaction, access: Access, experiment_id: str) -> None:
    """Put an experiment and its active runs in the trash; one that is there stays."""
    found = find(tx, access, experiment_id)
    if found.lifecycle_stage is LifecycleStage.ACTIVE:
        _check_free_of_models(tx, found, "delete")
        _check_free_of_versions(tx, found)
        now = clock.now_ms()
        experiments.set_deleted(tx, found.id, now, now)
        runs.delete_with_experiment(tx, found.id, now)


def restore(tx: Transaction, access: Access, experiment_id: str) -> None:
    """Take an experiment out of the trash, with the runs that went there with it."""
    found = find(tx, access, experiment_id)
    if found.lifecycle_stage is LifecycleStage.DELETED:
        _check_free_of_models(tx, found, "restore")
        experiments.set_deleted(tx, found.id, None, clock.now_ms())
        runs.restore_with_experiment(tx, found.id)


def _check_free_of_versions(tx: Transaction, found: Experiment) -> None:
    version = model_versions.promoted_in(tx, found.id)
    if version is not None:
        raise InvalidState(
            f"Cannot delete an experiment with a run that is a model version: {version.label} is the run "
            f"{version.run_id}. Delete the version first."
        )


def set_tag(tx: Transaction, access: Access, experiment_id: str, tag: Tag) -> None:
    _check_tag(tag)
    experiments.set_tags(tx, find_active(tx, access, experiment_id).id, (tag,), clock.now_ms())


def delete_tag(tx: Transaction, access: Access, experiment_id: str, key: str) -> None:
    found = find_active(tx, access, experiment_id)
    if not experiments.delete_tag(tx, found.id, key, clock.now_ms()):
        raise NotFound(f"No tag with name: {key} in experiment with id {experiment_id}.")


def _check_free_of_models(tx: Transaction, found: Experiment, verb: str) -> None:
    model = registered_models.of_experiment(tx, found.id)
    if model is not None:
        raise InvalidState(
            f"Cannot {verb} an experiment associated to a model: '{found.name}' belongs to the registered model "
            f"'{model.name}'. {verb.capitalize()} the model, and its experiment goes with it."
        )


def _check_tag(tag: Tag, path: str = "") -> None:
    check_key(tag.key, f"{path}key")
    check_length(tag.value, f"{path}value", limits.EXPERIMENT_TAG_VALUE_LENGTH)


def _taken(held: Experiment) -> AlreadyExists:
    if held.lifecycle_stage is LifecycleStage.DELETED:
        return AlreadyExists(
            f"Experiment(name={held.name}) already exists in the trash, with id {held.iid}. "
            "Restore it, or take another name."
        )
    return AlreadyExists(f"Experiment(name={held.name}) already exists.")
