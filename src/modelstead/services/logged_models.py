"""Logged models: create, get, finalize, tag, log params, trash."""

from collections.abc import Sequence

import msgspec

from modelstead import clock, ids, limits, nicknames
from modelstead.domain import logged_model as rules
from modelstead.domain.actor import Access
from modelstead.domain.key import check_length, quoted
from modelstead.domain.logged_model import LoggedModel, LoggedModelRecord, LoggedModelStatus
from modelstead.domain.param import Param, check_distinct, check_unchanged
from modelstead.domain.tag import Tag
from modelstead.errors import Conflict, InvalidState, NotFound
from modelstead.services import experiments
from modelstead.store import logged_model_metrics, logged_models, model_versions
from modelstead.store.transaction import Transaction


def create(
    tx: Transaction,
    access: Access,
    experiment_id: str,
    *,
    name: str = "",
    model_type: str = "",
    source_run_id: str = "",
    params: Sequence[Param] = (),
    tags: Sequence[Tag] = (),
) -> LoggedModelRecord:
    """Create a model whose files are still to come; without a name it gets a nickname."""
    rules.check_name(name)
    check_length(model_type, "model_type", limits.LOGGED_MODEL_TYPE_LENGTH)
    check_length(source_run_id, "source_run_id", limits.LOGGED_MODEL_SOURCE_LENGTH)
    rules.check_pairs(params, "params")
    rules.check_pairs(tags, "tags")
    check_distinct(params)
    experiment, now = experiments.find_active(tx, access, experiment_id), clock.now_ms()
    model = LoggedModel(
        id=0,
        model_id=ids.model_id(),
        experiment_iid=experiment.iid,
        name=name or nicknames.nickname(),
        model_type=model_type or None,
        source_run_id=source_run_id or None,
        status=LoggedModelStatus.PENDING,
        status_message=None,
        created_at=now,
        updated_at=now,
        deleted_at=None,
    )
    row_id = logged_models.insert(tx, access.project.id, experiment.id, model, created_by=access.actor.user_id)
    logged_models.insert_params(tx, row_id, params)
    logged_models.set_tags(tx, row_id, {tag.key: tag.value for tag in tags})
    return records(tx, [msgspec.structs.replace(model, id=row_id)])[0]


def find(tx: Transaction, access: Access, model_id: str) -> LoggedModel:
    """Return a model, in the trash or not."""
    found = logged_models.get(tx, access.project.id, model_id) if rules.is_model_id(model_id) else None
    if found is None:
        raise not_found(model_id)
    return found


def find_active(tx: Transaction, access: Access, model_id: str) -> LoggedModel:
    """Return a model that is not in the trash; raise InvalidState for one that is."""
    found = find(tx, access, model_id)
    if found.deleted_at is not None:
        raise in_trash(model_id)
    return found


def not_found(model_id: str) -> NotFound:
    return NotFound(f"Logged model with ID {quoted(model_id)} not found.")


def in_trash(model_id: str) -> InvalidState:
    return InvalidState(f"The logged model {model_id} is deleted, so it stays as it is.")


def find_visible(tx: Transaction, access: Access, model_id: str) -> LoggedModel:
    """Return a model; one in the trash is not found."""
    found = find(tx, access, model_id)
    if found.deleted_at is not None:
        raise not_found(model_id)
    return found


def get(tx: Transaction, access: Access, model_id: str, *, allow_deleted: bool = False) -> LoggedModelRecord:
    """Return a model with all that was logged for it; one in the trash is not found unless allowed."""
    return records(tx, [(find if allow_deleted else find_visible)(tx, access, model_id)])[0]


def records(tx: Transaction, found: Sequence[LoggedModel]) -> list[LoggedModelRecord]:
    """Return models with all that was logged for them, in a number of queries that does not depend on how many."""
    row_ids = [model.id for model in found]
    most = min(limits.LOGGED_MODEL_POINTS, limits.LOGGED_MODELS_POINTS // max(1, len(found)))
    held_metrics = logged_model_metrics.of_models(tx, row_ids, most)
    held_params = logged_models.params_of_models(tx, row_ids)
    held_tags = logged_models.tags_of_models(tx, row_ids)
    registrations = model_versions.of_logged_models(tx, [model.model_id for model in found])
    return [
        LoggedModelRecord(
            model,
            tuple(held_tags.get(model.id, ())),
            tuple(held_params.get(model.id, ())),
            tuple(held_metrics.get(model.id, ())),
            tuple(registrations.get(model.model_id, ())),
        )
        for model in found
    ]


def finalize(tx: Transaction, access: Access, model_id: str, status: LoggedModelStatus) -> LoggedModelRecord:
    """Note whether a model's files are complete."""
    logged_models.set_status(tx, find_active(tx, access, model_id).id, status, clock.now_ms())
    return get(tx, access, model_id)


def delete(tx: Transaction, access: Access, model_id: str) -> None:
    """Put a model in the trash; one that is there stays."""
    found = find(tx, access, model_id)
    if found.deleted_at is None:
        now = clock.now_ms()
        logged_models.set_deleted(tx, found.id, now, now)


def restore(tx: Transaction, access: Access, model_id: str) -> None:
    """Take a model out of the trash; raise InvalidState while its experiment is there."""
    found = find(tx, access, model_id)
    if found.deleted_at == 0:  # being purged
        raise not_found(model_id)
    experiments.find_active(tx, access, str(found.experiment_iid))
    logged_models.set_deleted(tx, found.id, None, clock.now_ms())


def set_tags(tx: Transaction, access: Access, model_id: str, tags: Sequence[Tag]) -> LoggedModelRecord:
    """Set tags, the last of a key winning, and return the model."""
    rules.check_pairs(tags, "tags")
    logged_models.set_tags(tx, find_active(tx, access, model_id).id, {tag.key: tag.value for tag in tags})
    return get(tx, access, model_id)


def delete_tag(tx: Transaction, access: Access, model_id: str, key: str) -> None:
    """Remove a tag; raise NotFound when the model has none of that name."""
    found = find_active(tx, access, model_id)
    if not logged_models.delete_tag(tx, found.id, key):
        raise NotFound(f"No tag with key {quoted(key)} found for model with ID '{model_id}'.")


def log_params(tx: Transaction, access: Access, model_id: str, params: Sequence[Param]) -> None:
    """Log params; the same value again is fine, another value is refused."""
    rules.check_pairs(params, "params")
    check_distinct(params)
    found = find_active(tx, access, model_id)
    held = logged_models.logged_params(tx, found.id, [param.key for param in params])
    check_unchanged(model_id, held, params, noun="logged model")
    fresh = [param for param in params if param.key not in held]
    if fresh and logged_models.insert_params(tx, found.id, fresh) < len(fresh):
        raise Conflict("Another writer logged one of these params just now. Nothing was stored.")
