"""What the tabs of a version's page show: how it is used, what its run measured, where it is from and where it went."""

import msgspec

from modelstead import limits
from modelstead.domain.actor import Access
from modelstead.domain.artifact import folder_of
from modelstead.domain.key import KeyKind
from modelstead.domain.run import Run
from modelstead.domain.tag import Tag
from modelstead.errors import NotFound
from modelstead.services import run_head, run_overview, version_head
from modelstead.services.run_overview import DatasetUse, LatestMetrics, ModelUse, Text, Texts
from modelstead.services.version_head import Found
from modelstead.store import artifact_listings
from modelstead.store.transaction import Transaction
from modelstead.store.version_head import LinkRow

MLMODEL = "MLmodel"
REQUIREMENTS = "requirements.txt"


class Use(msgspec.Struct, frozen=True):
    """What there is to use: the folder of the model that clients load, None where there is none, and some files."""

    model_folder: str | None
    requirements: str  # the path of the file, "" for none
    first_files: tuple[str, ...]


class Performance(msgspec.Struct, frozen=True):
    """The params and the latest metrics of the version's run."""

    params: Texts
    metrics: LatestMetrics


class Lineage(msgspec.Struct, frozen=True):
    """What the version's run read and made, and the other versions of that run."""

    datasets: list[DatasetUse]
    models: list[ModelUse]
    siblings: list[LinkRow]


def run_of(tx: Transaction, access: Access, found: Found) -> Run | None:
    """Return the run of a version, in use or in the trash; None for one that has none, or whose run is purged."""
    if found.place.run_iid is None:
        return None
    try:
        return run_head.find(tx, access, found.place.run_iid)
    except NotFound:
        return None


def use(tx: Transaction, found: Found) -> Use:
    """Return how the files of a version are used: the model nearest to the top counts."""
    named = artifact_listings.search(tx, found.owner, "", MLMODEL, limits.VERSION_MODELS, 0)
    folders = [folder_of(file.path) for file in named if file.path.rpartition("/")[2] == MLMODEL]
    folder = min(folders, key=lambda path: (path.count("/") + bool(path), path), default=None)
    wanted = f"{folder}/{REQUIREMENTS}" if folder else REQUIREMENTS
    first = artifact_listings.everything(tx, found.owner, "", limits.VERSION_FIRST_FILES)
    held = artifact_listings.names(tx, found.owner, folder or "", REQUIREMENTS, 1)
    return Use(folder, wanted if REQUIREMENTS in held else "", tuple(file.path for file in first))


def tags(found: Found, *, is_every: bool) -> tuple[list[Text], int]:
    """Return the first tags of a version, each with the beginning of its value, and how many there are."""
    most = limits.RUN_ROWS_MAX if is_every else limits.RUN_ROWS
    held = found.version.tags
    return [Text(tag.key, tag.value[: limits.RUN_VALUE_LENGTH], len(tag.value)) for tag in held[:most]], len(held)


def weight(found: Found) -> int:
    """Return about how many bytes a version is as JSON."""
    return len(found.version.description) + sum(len(tag.key) + len(tag.value) for tag in found.version.tags)


def tag(tx: Transaction, access: Access, model_iid: int, iid: int, key: str) -> Tag:
    """Return a tag of a version with the whole of its value."""
    for each in version_head.find(tx, access, model_iid, iid).version.tags:
        if each.key == key:
            return each
    raise NotFound("The version has no tag of that name.")


def performance(tx: Transaction, run: Run, *, find: str, every: frozenset[str]) -> Performance:
    """Return what the run of a version was given and what it measured."""
    return Performance(
        run_overview.texts(tx, KeyKind.PARAM, run, find=find, is_every="params" in every),
        run_overview.metrics(tx, run, find=find, is_every="metrics" in every),
    )


def lineage(tx: Transaction, access: Access, found: Found, run: Run | None) -> Lineage:
    if run is None:
        return Lineage([], [], [])
    return Lineage(
        run_overview.datasets(tx, run), run_overview.models(tx, access, run), version_head.siblings(tx, found)
    )
