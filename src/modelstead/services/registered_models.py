"""Registered models: create, find, describe, rename, tag, trash.

The experiment of a model is created, renamed, deleted and restored with it, and only so.
"""

from collections.abc import Sequence

from modelstead import clock, limits
from modelstead.domain import registered_model as rules
from modelstead.domain.actor import Access
from modelstead.domain.audit_event import Action
from modelstead.domain.key import check_length
from modelstead.domain.registered_model import RegisteredModel, RegisteredModelRecord
from modelstead.domain.tag import Tag
from modelstead.errors import AlreadyExists, NotFound
from modelstead.services import audit, experiments, webhook_events
from modelstead.store import counters, projects, registry_tags
from modelstead.store import experiments as experiment_rows
from modelstead.store import registered_models as rows
from modelstead.store import runs as run_rows
from modelstead.store.registry_tags import Tagged
from modelstead.store.transaction import Transaction


def create(
    tx: Transaction, access: Access, name: str, *, description: str = "", tags: Sequence[Tag] = ()
) -> RegisteredModelRecord:
    """Create a model and the experiment of its runs; a prompt, which a tag tells, has none."""
    rules.check_name(name)
    _check_description(description)
    rules.check_tags(tags)
    is_prompt = rules.is_prompt(tags)
    counters.hold(tx, access.project.id, "experiment")  # nobody else names a model or an experiment meanwhile
    _check_free(tx, access, name, is_prompt=is_prompt)
    now = clock.now_ms()
    experiment_iid = None if is_prompt else experiments.create(tx, access, rules.experiment_name(name), "", ())
    experiment = None if experiment_iid is None else experiments.find(tx, access, str(experiment_iid))
    model = RegisteredModel(
        id=0,
        iid=counters.take(tx, access.project.id, "registered model"),
        experiment_iid=experiment_iid,
        name=name,
        is_prompt=is_prompt,
        description=description,
        user=access.actor.username,
        created_at=now,
        updated_at=now,
    )
    experiment_id = None if experiment is None else experiment.id
    row_id = rows.insert(tx, access.project.id, model, experiment_id=experiment_id, created_by=access.actor.user_id)
    if row_id is None:
        raise _taken(model, is_prompt=is_prompt)
    registry_tags.put(tx, Tagged.MODEL, row_id, {tag.key: tag.value for tag in tags})
    made = record(tx, row_id)
    webhook_events.model_created(tx, access, made.model, made.tags)
    return made


def find(tx: Transaction, access: Access, name: str) -> RegisteredModel:
    """Return the model of a name; one in the trash is not found."""
    found = rows.by_name(tx, access.project.id, name)
    if found is None:
        raise not_found(tx, access, name)
    return found


def not_found(tx: Transaction, access: Access, name: str) -> NotFound:
    message = f"Registered Model with name={name} not found."
    if experiment_rows.by_name(tx, access.project.id, name) is not None and not _shares_names(tx, access):
        message += f" {_experiment_has_name(name)}"
    return NotFound(message)


def record(tx: Transaction, row_id: int) -> RegisteredModelRecord:
    return rows.records_by_rows(tx, [row_id])[0]


def get(tx: Transaction, access: Access, name: str) -> RegisteredModelRecord:
    """Return a model with its tags, its aliases and the highest version of each stage."""
    return record(tx, find(tx, access, name).id)


def describe(tx: Transaction, access: Access, name: str, description: str | None) -> RegisteredModelRecord:
    """Give a model another description, Markdown; None leaves it."""
    found = find(tx, access, name)
    if description is not None:
        rows.describe(tx, found.id, _check_description(description), clock.now_ms())
        webhook_events.model_updated(tx, access, record(tx, found.id).model)
    return record(tx, found.id)


def rename(tx: Transaction, access: Access, name: str, new_name: str) -> RegisteredModelRecord:
    """Give a model, and its experiment, another name."""
    rules.check_name(new_name, "new_name")
    counters.hold(tx, access.project.id, "experiment")
    found = find(tx, access, name)
    if new_name != name:
        now = clock.now_ms()
        _check_free(tx, access, new_name, is_prompt=found.is_prompt)
        rows.rename(tx, found.id, new_name, now)
        _rename_experiment(tx, access, found, rules.experiment_name(new_name), now)
        audit.record(tx, access, Action.RENAME_MODEL, name, new_name=new_name)
        webhook_events.model_updated(tx, access, record(tx, found.id).model, previous_name=name)
    return record(tx, found.id)


def delete(tx: Transaction, access: Access, name: str) -> None:
    """Put a model in the trash, with its versions and its experiment, so that the name is free.

    Of the runs of its experiment, those that other models' versions have stay in use.
    """
    counters.hold(tx, access.project.id, "experiment")
    found, now = find(tx, access, name), clock.now_ms()
    rows.set_deleted(tx, found.id, now, now)
    if found.experiment_iid is not None:
        experiment = experiments.find(tx, access, str(found.experiment_iid))
        experiment_rows.rename(tx, experiment.id, f"{experiment.name} (deleted model {found.iid})", now)
        experiment_rows.set_deleted(tx, experiment.id, now, now)
        run_rows.delete_with_experiment(tx, experiment.id, now)
    audit.record(tx, access, Action.DELETE_MODEL, name)
    webhook_events.model_deleted(tx, access, found)


def restore(tx: Transaction, access: Access, name: str) -> RegisteredModelRecord:
    """Take the model of a name that was deleted last out of the trash, with all that went there with it."""
    counters.hold(tx, access.project.id, "experiment")
    found = rows.last_deleted(tx, access.project.id, name)
    if found is None:
        raise NotFound(f"There is no Registered Model with name={name} in the trash.")
    return restore_this(tx, access, found)


def restore_this(tx: Transaction, access: Access, found: RegisteredModel) -> RegisteredModelRecord:
    """Take a model out of the trash, whichever was deleted later by the same name."""
    counters.hold(tx, access.project.id, "experiment")
    name = found.name
    _check_free(tx, access, name, is_prompt=found.is_prompt)
    now = clock.now_ms()
    rows.set_deleted(tx, found.id, None, now)
    _rename_experiment(tx, access, found, found.experiment_name, now)
    if found.experiment_iid is not None:
        experiment = experiments.find(tx, access, str(found.experiment_iid))
        experiment_rows.set_deleted(tx, experiment.id, None, now)
        run_rows.restore_with_experiment(tx, experiment.id)
    audit.record(tx, access, Action.RESTORE_MODEL, name)
    return record(tx, found.id)


def set_tag(tx: Transaction, access: Access, name: str, tag: Tag) -> None:
    rules.check_tag(tag)
    found = find(tx, access, name)
    registry_tags.put(tx, Tagged.MODEL, found.id, {tag.key: tag.value})
    webhook_events.model_tag_set(tx, access, found, tag)


def delete_tag(tx: Transaction, access: Access, name: str, key: str) -> None:
    """Remove a tag; what is not there stays so, as on MLflow's own server."""
    found = find(tx, access, name)
    if registry_tags.delete(tx, Tagged.MODEL, found.id, key):
        webhook_events.model_tag_deleted(tx, access, found, key)


def _check_free(tx: Transaction, access: Access, name: str, *, is_prompt: bool) -> None:
    """Raise AlreadyExists for the name of a model, and for that of an experiment unless the project shares names."""
    held = rows.by_name(tx, access.project.id, name)
    if held is not None:
        raise _taken(held, is_prompt=is_prompt)
    if is_prompt:
        return
    own = rules.experiment_name(name)
    if experiment_rows.by_name(tx, access.project.id, own) is not None:
        raise AlreadyExists(
            f"Registered Model (name={name}) cannot be created: there is an experiment named '{own}', and that name is "
            "for the model's own. Rename the experiment, or take another name."
        )
    if experiment_rows.by_name(tx, access.project.id, name) is not None and not _shares_names(tx, access):
        raise AlreadyExists(f"Registered Model (name={name}) cannot be created. {_experiment_has_name(name)}")


def _shares_names(tx: Transaction, access: Access) -> bool:
    return projects.shares_names(tx, access.project.id)


def _experiment_has_name(name: str) -> str:
    return (
        f"An experiment has the name '{name}', in use or in the trash, which no model can have then. Take another name "
        "for one of them, or let the project share names: modelstead project share-names."
    )


def _taken(held: RegisteredModel, *, is_prompt: bool) -> AlreadyExists:
    if held.is_prompt == is_prompt:
        noun = "Prompt" if is_prompt else "Registered Model"
        return AlreadyExists(f"{noun} (name={held.name}) already exists.")
    wanted, taken = ("prompt", "registered model") if is_prompt else ("registered model", "prompt")
    return AlreadyExists(
        f"The {wanted} '{held.name}' cannot be created: a {taken} has that name. Take another name for one of them."
    )


def _rename_experiment(tx: Transaction, access: Access, model: RegisteredModel, name: str, now: int) -> None:
    if model.experiment_iid is None:
        return
    experiment = experiments.find(tx, access, str(model.experiment_iid))
    if not experiment_rows.rename(tx, experiment.id, name, now):
        raise AlreadyExists(f"Experiment(name={name}) already exists. Rename it first.")


def _check_description(description: str) -> str:
    return check_length(description, "description", limits.REGISTRY_DESCRIPTION_LENGTH)
