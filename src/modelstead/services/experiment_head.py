"""An experiment as its page shows it, whichever tab: its head, and what the tab about it says."""

import msgspec

from modelstead import clock, limits
from modelstead.domain.actor import Access
from modelstead.domain.experiment import Experiment
from modelstead.domain.run_source import NOTE
from modelstead.domain.star import Starred
from modelstead.domain.tag import Tag
from modelstead.errors import InvalidParameter, InvalidState, NotFound
from modelstead.services import experiments
from modelstead.services.experiment_overview import TagChip, excerpt
from modelstead.store import experiment_overview as rows
from modelstead.store import registered_models, stars
from modelstead.store.transaction import Transaction


class ExperimentHead(Experiment, frozen=True, kw_only=True):
    """An experiment with its notes, its first tags, and the visitor's star; `model` is what it belongs to."""

    notes: str = ""
    excerpt: str = ""
    chips: tuple[TagChip, ...] = ()
    more_tags: int = 0
    is_starred: bool = False
    model: str = ""


class DatasetUse(msgspec.Struct, frozen=True):
    """A dataset that runs of an experiment used."""

    name: str
    digest: str
    source_type: str


class About(msgspec.Struct, frozen=True):
    """Of tags and datasets the first, and how many there are; `statuses` counts the newest runs, `counted` of them."""

    statuses: dict[str, int]
    runs: int
    counted: int
    trashed: int
    tags: list[TagChip]
    tag_total: int
    datasets: list[DatasetUse]
    dataset_total: int


def get(tx: Transaction, access: Access, iid: int) -> ExperimentHead:
    """Return an experiment, in the trash or not."""
    found = experiments.find(tx, access, str(iid))
    total, tags = rows.first_tags(tx, [found.id], limits.EXPERIMENT_CHIPS, limits.EXPERIMENT_CHIP_LENGTH).get(
        found.id, (0, [])
    )
    notes = rows.tag(tx, found.id, NOTE) or ""
    model = registered_models.of_experiment(tx, found.id)
    return ExperimentHead(
        id=found.id,
        iid=found.iid,
        name=found.name,
        artifact_location=found.artifact_location,
        created_at=found.created_at,
        updated_at=found.updated_at,
        deleted_at=found.deleted_at,
        notes=notes,
        excerpt=excerpt(notes[: 4 * limits.EXPERIMENT_EXCERPT_LENGTH]),
        chips=tuple(TagChip(tag.key, tag.value, tag.length > limits.EXPERIMENT_CHIP_LENGTH) for tag in tags),
        more_tags=total - len(tags),
        is_starred=bool(stars.among(tx, access.actor.user_id, Starred.EXPERIMENT, [found.id])),
        model=model.name if model else "",
    )


def about(tx: Transaction, head: ExperimentHead, find: str = "") -> About:
    """Return the rest, of its tags those that hold a text."""
    statuses = rows.statuses(tx, head.id, limits.EXPERIMENT_STATUSES_COUNTED)
    trashed = rows.in_trash(tx, head.id)
    tags, tag_total = rows.tags(tx, head.id, find, limits.EXPERIMENT_TAGS_SHOWN, limits.EXPERIMENT_TAG_LENGTH)
    datasets, dataset_total = rows.datasets(tx, head.id, limits.EXPERIMENT_DATASETS_SHOWN)
    return About(
        statuses={status.name.lower(): number for status, number in sorted(statuses.items())},
        runs=rows.runs(tx, head.id) - trashed,
        counted=sum(statuses.values()),
        trashed=trashed,
        tags=[TagChip(tag.key, tag.value, tag.length > limits.EXPERIMENT_TAG_LENGTH) for tag in tags],
        tag_total=tag_total,
        datasets=[DatasetUse(*each) for each in datasets],
        dataset_total=dataset_total,
    )


def whole_tag(tx: Transaction, head: ExperimentHead, key: str) -> str:
    """Return a tag's whole value; raise NotFound where there is none."""
    value = rows.tag(tx, head.id, key)
    if value is None:
        raise NotFound(f"The experiment has no tag '{key}'.")
    return value


def runs_to_trash(tx: Transaction, head: ExperimentHead) -> int:
    """Return how many runs go to the trash with an experiment."""
    return rows.runs(tx, head.id) - rows.in_trash(tx, head.id)


def set_notes(tx: Transaction, access: Access, iid: int, text: str) -> None:
    """Keep notes, as the tag in which MLflow's clients look for them; without a text there are none."""
    text = text.replace("\r\n", "\n").strip()
    if len(text) > limits.EXPERIMENT_TAG_VALUE_LENGTH:
        raise InvalidParameter(
            f"The notes have {len(text):,} characters; {limits.EXPERIMENT_TAG_VALUE_LENGTH:,} are the most."
        )
    if text:
        experiments.set_tag(tx, access, str(iid), Tag(NOTE, text))
    elif rows.tag(tx, experiments.find_active(tx, access, str(iid)).id, NOTE) is not None:
        experiments.delete_tag(tx, access, str(iid), NOTE)


def star(tx: Transaction, access: Access, iid: int, *, on: bool) -> str:
    """Give an experiment a star of the actor, or take it away; return its name."""
    found = experiments.find(tx, access, str(iid))
    assert access.actor.user_id is not None  # nobody else may
    if on:
        stars.put(tx, access.actor.user_id, Starred.EXPERIMENT, [found.id], clock.now_ms())
    else:
        stars.remove(tx, access.actor.user_id, Starred.EXPERIMENT, [found.id])
    return found.name


def check_active(head: ExperimentHead) -> None:
    """Raise InvalidState for an experiment in the trash, which is changed by nothing but restoring it."""
    if head.deleted_at is not None:
        raise InvalidState("The experiment is in the trash. Restore it, then change it.")
