"""Model versions: create, get, describe, move between stages, tag, trash."""

from collections.abc import Mapping, Sequence

from modelstead import clock, limits
from modelstead.domain import registered_model as model_rules
from modelstead.domain.actor import Access
from modelstead.domain.artifact import Owner, OwnerKind
from modelstead.domain.audit_event import Action
from modelstead.domain.key import check_length, quoted
from modelstead.domain.model_version import BUMP_TAG, NO_FILES, VERSION_TAG, ModelVersion, Stage, check_stage
from modelstead.domain.registered_model import RegisteredModel
from modelstead.domain.run import Run, RunStatus
from modelstead.domain.semantic_version import FIRST, Bump, SemanticVersion
from modelstead.domain.tag import Tag
from modelstead.errors import AlreadyExists, InvalidParameter, NotFound
from modelstead.services import (
    audit,
    ci_links,
    registered_models,
    runs,
    version_files,
    version_references,
    version_sources,
    webhook_events,
)
from modelstead.store import artifacts, counters, registry_tags
from modelstead.store import model_versions as rows
from modelstead.store import registered_models as model_rows
from modelstead.store import runs as run_rows
from modelstead.store.model_versions import NewVersion
from modelstead.store.registry_tags import Tagged
from modelstead.store.transaction import Transaction

_ACTIVE_STAGES = (Stage.STAGING, Stage.PRODUCTION)


def create(
    tx: Transaction,
    access: Access,
    name: str,
    *,
    source: str = "",
    run_id: str = "",
    model_id: str = "",
    description: str = "",
    run_link: str = "",
    tags: Sequence[Tag] = (),
) -> ModelVersion:
    """Create a version of a model, with the files that the source names and the run that it promotes.

    Without a run it gets one of its own, in the experiment of the model.
    """
    check_length(source, "source", limits.VERSION_SOURCE_LENGTH)
    check_length(run_link, "run_link", limits.VERSION_SOURCE_LENGTH)
    check_length(description, "description", limits.REGISTRY_DESCRIPTION_LENGTH)
    model_rules.check_tags(tags)
    held = {tag.key: tag.value for tag in tags}
    model = registered_models.find(tx, access, name)
    origin = version_sources.find(tx, access, source, run_id, model_id)
    now = clock.now_ms()
    number = model_rows.take_number(tx, model.id, now)
    if number is None:
        raise registered_models.not_found(tx, access, name)
    semantic = _semantic_version(tx, model, held, copied=origin.copied)
    run = origin.run or _own_run(tx, access, model, semantic)
    new = NewVersion(
        iid=counters.take(tx, access.project.id, "model version"),
        model_id=model.id,
        number=number,
        semantic=semantic,
        description=description,
        source=source,
        run_link=run_link,
        run_row=None if run is None else run.id,
        logged_model_id=origin.logged_model_id,
        files_sha256=NO_FILES,
        created_by=access.actor.user_id,
        now=now,
    )
    row_id = rows.insert(tx, access.project.id, new)
    if row_id is None:
        raise _taken(model.name, semantic.text)
    registry_tags.put(tx, Tagged.VERSION, row_id, held)
    if access.actor.ci is not None or ci_links.tells(tags):
        ci_links.link_version(tx, access, row_id, held)
    if run is not None and origin.run is None:
        run_rows.set_version(tx, run.id, row_id)
    owner = Owner(OwnerKind.MODEL_VERSION, row_id)
    if origin.owner is not None and artifacts.copy(tx, origin.owner, origin.path, owner, now):
        rows.set_files(tx, row_id, version_files.digest(tx, owner))
    made = rows.by_rows(tx, [row_id])[0]
    webhook_events.version_created(tx, access, made)
    return made


def get(tx: Transaction, access: Access, name: str, version: str) -> ModelVersion:
    """Return the version that is meant, by whichever of its names."""
    return version_references.find(tx, registered_models.find(tx, access, name), version)


def latest(tx: Transaction, access: Access, name: str, stages: Sequence[str]) -> list[ModelVersion]:
    """Return the highest version, or that of each stage."""
    return version_references.latest(tx, registered_models.find(tx, access, name), stages)


def describe(tx: Transaction, access: Access, name: str, version: str, description: str | None) -> ModelVersion:
    """Give a version another description, Markdown; None leaves it."""
    found = get(tx, access, name, version)
    if description is not None:
        check_length(description, "description", limits.REGISTRY_DESCRIPTION_LENGTH)
        rows.describe(tx, found.id, description, clock.now_ms())
        webhook_events.version_updated(tx, access, _again(tx, found))
    return _again(tx, found)


def move(
    tx: Transaction, access: Access, name: str, version: str, stage_name: str, *, archive_others: bool
) -> ModelVersion:
    """Move a version to a stage, and perhaps the others of that stage to the archive."""
    stage = check_stage(stage_name)
    if archive_others and stage not in _ACTIVE_STAGES:
        raise InvalidParameter(
            f"Model version transition cannot archive existing model versions because {quoted(stage.label)} is not an "
            "Active stage. Valid stages are Staging, Production."
        )
    now = clock.now_ms()
    found = _hold(tx, access, name, version, now)
    if archive_others:
        rows.archive(tx, found.model_id, stage, now, but=found.id)
    rows.set_stage(tx, found.id, stage, now)
    moved = _again(tx, found)
    webhook_events.version_updated(tx, access, moved)
    return moved


def download_uri(tx: Transaction, access: Access, name: str, version: str) -> str:
    """Return where a client gets the files: here, or at a source elsewhere when there are none here."""
    found = get(tx, access, name, version)
    is_elsewhere = found.files_sha256 == NO_FILES and version_sources.is_elsewhere(found.source)
    return found.source if is_elsewhere else found.artifact_uri


def delete(tx: Transaction, access: Access, name: str, version: str) -> None:
    """Put a version in the trash, and its own run unless another version has it too; no alias leads to it any more."""
    now = clock.now_ms()
    found = _hold(tx, access, name, version, now)
    rows.set_deleted(tx, found.id, now, now)
    run = _run_of(tx, access, found)
    if run is not None and rows.of_run(tx, run.id) is None:
        run_rows.set_deleted(tx, run.id, now)
    audit.record(tx, access, Action.DELETE_VERSION, found.label)
    webhook_events.version_deleted(tx, access, found)


def restore(tx: Transaction, access: Access, name: str, number: int) -> ModelVersion:
    """Take a version out of the trash by its sequence number, with its own run."""
    model, now = registered_models.find(tx, access, name), clock.now_ms()
    model_rows.touch(tx, model.id, now)
    found = rows.deleted_by_number(tx, model.id, number)
    if found is None:
        raise NotFound(f"There is no Model Version (name={name}, version={number}) in the trash.")
    taken = rows.by_semantic(tx, model.id, found.semantic_version)
    if taken is not None:
        raise AlreadyExists(
            f"Model Version (name={name}, version={found.semantic_version}): Version has already been taken, by the "
            f"version {taken.number}. Delete that one first."
        )
    rows.set_deleted(tx, found.id, None, now)
    run = _run_of(tx, access, found)
    if run is not None:
        run_rows.set_deleted(tx, run.id, None)
    audit.record(tx, access, Action.RESTORE_VERSION, found.label)
    return _again(tx, found)


def set_tag(tx: Transaction, access: Access, name: str, version: str, tag: Tag) -> None:
    """Set a tag; that of the version's number says how it was chosen, and changes nothing any more."""
    model_rules.check_tag(tag)
    found = get(tx, access, name, version)
    registry_tags.put(tx, Tagged.VERSION, found.id, {tag.key: tag.value})
    webhook_events.version_tag_set(tx, access, found, tag)


def delete_tag(tx: Transaction, access: Access, name: str, version: str, key: str) -> None:
    """Remove a tag; what is not there stays so, as on MLflow's own server."""
    found = get(tx, access, name, version)
    if registry_tags.delete(tx, Tagged.VERSION, found.id, key):
        webhook_events.version_tag_deleted(tx, access, found, key)


def _semantic_version(
    tx: Transaction, model: RegisteredModel, tags: Mapping[str, str], *, copied: str
) -> SemanticVersion:
    """Return the number of a new version: as a tag says, or behind the highest one.

    A copy has the tags of what it is a copy of, so that its number is a wish that may be taken already.
    """
    given, bump = tags.get(VERSION_TAG), tags.get(BUMP_TAG, Bump.PATCH.value)
    if given is not None and not (given == copied and rows.by_semantic(tx, model.id, given) is not None):
        return SemanticVersion.parse(given, VERSION_TAG)
    if bump not in {each.value for each in Bump}:
        raise InvalidParameter(
            f"Invalid value {quoted(bump)} for the tag '{BUMP_TAG}': use {', '.join(each.value for each in Bump)}."
        )
    highest = rows.highest_semantic(tx, model.id)
    return FIRST if highest is None else SemanticVersion.parse(highest).next(Bump(bump))


def _own_run(tx: Transaction, access: Access, model: RegisteredModel, semantic: SemanticVersion) -> Run | None:
    """Return a new run in the experiment of a model, finished, since nothing runs; None for a prompt."""
    if model.experiment_iid is None:
        return None
    made = runs.create(
        tx, access, str(model.experiment_iid), name=semantic.text, user_id="", start_time=None, tags=()
    ).run
    runs.update(tx, access, made.run_id, status=RunStatus.FINISHED, end_time=made.start_time, name="")
    return runs.find(tx, access, made.run_id)


def _run_of(tx: Transaction, access: Access, version: ModelVersion) -> Run | None:
    """Return the run that is a version's own."""
    run = run_rows.get(tx, access.project.id, version.run_id) if version.run_id else None
    return run if run is not None and run.version_id == version.id else None


def _hold(tx: Transaction, access: Access, name: str, version: str, now: int) -> ModelVersion:
    """Return the version that is meant; whoever else changes the model's versions waits for this transaction."""
    model = registered_models.find(tx, access, name)
    model_rows.touch(tx, model.id, now)
    return version_references.find(tx, model, version)


def _again(tx: Transaction, version: ModelVersion) -> ModelVersion:
    return rows.by_rows(tx, [version.id])[0]


def _taken(name: str, semantic_version: str) -> AlreadyExists:
    return AlreadyExists(
        f"Model Version (name={name}, version={semantic_version}): Version has already been taken. Take another one "
        f"for the tag '{VERSION_TAG}', or leave it out to get the next free one."
    )
