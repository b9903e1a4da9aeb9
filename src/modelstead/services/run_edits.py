"""What people change of one run on its page: its name, its notes, its tags, their star."""

from modelstead import clock, limits
from modelstead.domain.actor import Access
from modelstead.domain.batch import Batch
from modelstead.domain.key import check_length
from modelstead.domain.run import Run
from modelstead.domain.run_source import NOTE
from modelstead.domain.star import Starred
from modelstead.domain.tag import Tag
from modelstead.errors import InvalidParameter
from modelstead.services import batches, runs, tags
from modelstead.services.run_head import find
from modelstead.store import experiments as experiment_rows
from modelstead.store import run_overview, stars
from modelstead.store.transaction import Transaction


def rename(tx: Transaction, access: Access, iid: int, name: str) -> None:
    """Give a run another name."""
    name = name.strip()
    if not name:
        raise InvalidParameter("A run needs a name.")
    if len(name) > limits.RUN_NAME_LENGTH:
        raise InvalidParameter(f"The name has {len(name):,} characters; {limits.RUN_NAME_LENGTH} are the most.")
    runs.update(tx, access, find(tx, access, iid).run_id, status=None, end_time=None, name=name)


def set_notes(tx: Transaction, access: Access, iid: int, text: str) -> None:
    """Keep notes about a run, as the tag in which MLflow's clients look for them; without a text there are none."""
    run = find(tx, access, iid)
    text = text.replace("\r\n", "\n").strip()
    if text:
        if len(text) > limits.TAG_VALUE_LENGTH:
            raise InvalidParameter(
                f"The notes have {len(text):,} characters; {limits.TAG_VALUE_LENGTH:,} are the most. "
                "Longer texts are better kept as an artifact."
            )
        _set(tx, access, run, Tag(NOTE, text))
    elif NOTE in _tags(tx, access, run, NOTE):
        tags.delete(tx, access, run.run_id, NOTE)


def set_tag(tx: Transaction, access: Access, iid: int, key: str, value: str) -> None:
    """Set a tag of a run, over what was there."""
    run = find(tx, access, iid)
    check_length(value, "value", limits.TAG_VALUE_LENGTH)
    _set(tx, access, run, Tag(key.strip(), value))


def remove_tag(tx: Transaction, access: Access, iid: int, key: str) -> None:
    tags.delete(tx, access, find(tx, access, iid).run_id, key)


def star(tx: Transaction, access: Access, iid: int, *, on: bool) -> None:
    """Give a run a star of the actor, or take it away."""
    run = find(tx, access, iid)
    assert access.actor.user_id is not None  # nobody else may
    if on:
        stars.put(tx, access.actor.user_id, Starred.RUN, [run.id], clock.now_ms())
    else:
        stars.remove(tx, access.actor.user_id, Starred.RUN, [run.id])


def _set(tx: Transaction, access: Access, run: Run, tag: Tag) -> None:
    batch = Batch(access.project.id, run.run_id, tags=(tag,)).check()
    error = batches.log(tx, (batch,))[0]
    if error is not None:
        raise error


def _tags(tx: Transaction, access: Access, run: Run, key: str) -> dict[str, str]:
    experiment = experiment_rows.by_iid(tx, access.project.id, run.experiment_iid)
    assert experiment is not None
    return run_overview.tags_named(tx, experiment.id, run.id, (key,))
