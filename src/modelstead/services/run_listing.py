"""Changes of the runs that somebody has chosen in a table: all of them, or none."""

from collections.abc import Sequence

from modelstead import clock, limits
from modelstead.domain.actor import Access
from modelstead.domain.key import KeyKind
from modelstead.domain.star import Starred
from modelstead.domain.tag import RUN_NAME, Tag, check_tag
from modelstead.errors import InvalidParameter, InvalidState, LimitExceeded, NotFound, Unauthenticated
from modelstead.store import model_versions, run_changes, run_tags, runs, stars
from modelstead.store.run_changes import Chosen
from modelstead.store.run_tags import TagRow
from modelstead.store.transaction import Transaction


def delete(tx: Transaction, access: Access, iids: Sequence[int]) -> int:
    """Put runs in the trash, those that are there stay; return how many are new there.

    Raise InvalidState, and leave all where they are, when a model version is made of one.
    """
    found = [run for run in _chosen(tx, access, iids) if run.deleted_at is None]
    for run in found:
        if run.has_version and (version := model_versions.of_run(tx, run.id)) is not None:
            raise InvalidState(
                f"Nothing was deleted: the run {run.iid} is that of the version {version.label}. "
                "Delete the version first, or leave the run out."
            )
    run_changes.set_deleted(tx, [run.id for run in found], clock.now_ms())
    return len(found)


def restore(tx: Transaction, access: Access, iids: Sequence[int]) -> int:
    """Take runs out of the trash; raise InvalidState, and restore none, when one belongs to a model version there."""
    found = [run for run in _chosen(tx, access, iids) if run.deleted_at is not None]
    for run in found:
        if run.is_of_version:
            raise InvalidState(
                f"Nothing was restored: the run {run.iid} belongs to a model version in the trash. Restore the version."
            )
        if run.deleted_at == 0:
            raise NotFound(f"Nothing was restored: the run {run.iid} is being removed for good.")
    run_changes.set_deleted(tx, [run.id for run in found], None)
    return len(found)


def set_tag(tx: Transaction, access: Access, iids: Sequence[int], tag: Tag) -> int:
    """Set a tag of runs, over what was there."""
    check_tag(tag)
    found = _active(tx, access, iids)
    run_tags.set_all(tx, [TagRow(run.id, run.experiment_id, tag.key, tag.value) for run in found])
    if tag.key == RUN_NAME:
        runs.rename(tx, [(tag.value, run.id) for run in found])
    return len(found)


def remove_tag(tx: Transaction, access: Access, iids: Sequence[int], key: str) -> int:
    """Remove a tag of runs; return how many had it."""
    if key == RUN_NAME:
        raise InvalidParameter(f"The tag {RUN_NAME} is the name of a run, and every run has one.")
    return run_changes.delete_tag(tx, [run.id for run in _active(tx, access, iids)], key, KeyKind.TAG)


def star(tx: Transaction, access: Access, iids: Sequence[int]) -> int:
    """Give runs a star of the caller."""
    found = _chosen(tx, access, iids)
    stars.put(tx, _somebody(access), Starred.RUN, [run.id for run in found], clock.now_ms())
    return len(found)


def unstar(tx: Transaction, access: Access, iids: Sequence[int]) -> int:
    """Take the caller's star from runs."""
    found = _chosen(tx, access, iids)
    stars.remove(tx, _somebody(access), Starred.RUN, [run.id for run in found])
    return len(found)


def _active(tx: Transaction, access: Access, iids: Sequence[int]) -> list[Chosen]:
    found = _chosen(tx, access, iids)
    deleted = next((run for run in found if run.deleted_at is not None), None)
    if deleted is not None:
        raise InvalidState(f"Nothing was changed: the run {deleted.iid} is in the trash. Restore it first.")
    return found


def _chosen(tx: Transaction, access: Access, iids: Sequence[int]) -> list[Chosen]:
    wanted = set(iids)
    if not wanted:
        raise InvalidParameter("Choose runs first: mark the box at the beginning of their rows.")
    if len(wanted) > limits.BULK_RUNS_CHANGED:
        raise LimitExceeded(
            f"At most {limits.BULK_RUNS_CHANGED:,} runs are changed at once; these are {len(wanted):,}."
        )
    found = run_changes.chosen(tx, access.project.id, wanted)
    if len(found) < len(wanted):
        missing = min(wanted - {run.iid for run in found})
        raise NotFound(f"Nothing was changed: there is no run {missing} in this project.")
    return found


def _somebody(access: Access) -> int:
    if access.actor.user_id is None:
        raise Unauthenticated("Sign in to star runs.")
    return access.actor.user_id
