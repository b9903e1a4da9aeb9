"""New versions as people make them on pages: a number counted up or given, aliases moved, files chosen."""

from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from modelstead import clock, limits
from modelstead.domain.actor import Access
from modelstead.domain.key import shortened
from modelstead.domain.model_version import BUMP_TAG, VERSION_TAG, ModelVersion
from modelstead.domain.registered_model import RegisteredModel
from modelstead.domain.run import Run
from modelstead.domain.semantic_version import FIRST, Bump, SemanticVersion
from modelstead.domain.tag import Tag
from modelstead.errors import AlreadyExists
from modelstead.services import aliases, artifact_views, model_versions, package_owners, registered_models, run_overview
from modelstead.services.version_overview import MLMODEL
from modelstead.store import artifact_listings
from modelstead.store import model_versions as rows
from modelstead.store import registered_models as model_rows
from modelstead.store.transaction import Transaction

OWN = "own"  # in the place of what to count up: the number is given


class NameTaken(AlreadyExists):
    """The name of a new model is taken."""


class Numbers(msgspec.Struct, frozen=True):
    """The highest number of a model, "" for none, and those that come next."""

    highest: str
    major: str
    minor: str
    patch: str

    @property
    def free(self) -> str:
        """The numbers in words."""
        found = list(dict.fromkeys((self.patch, self.minor, self.major)))
        return found[0] if len(found) == 1 else f"{', '.join(found[:-1])} and {found[-1]}"


class Wanted(NamedTuple):
    """A version to be made. `bump` is a part of the number or OWN; `highest` is what the numbers were counted from."""

    bump: str
    own: str = ""
    highest: str | None = None
    description: str = ""
    aliases: Sequence[str] = ()
    source: str = ""
    run_id: str = ""
    model_id: str = ""


class FileChoice(msgspec.Struct, frozen=True):
    """Files of a run that a version can be made of: all, a folder, or a logged model, which `value` begins with."""

    value: str
    label: str
    is_model: bool = False
    files: int = 0
    size: int = 0


LOGGED = "logged:"  # what the value of a logged model begins with


def numbers(tx: Transaction, model: RegisteredModel | None) -> Numbers:
    """Return the numbers that the next version of a model can have; of one that is not there yet, the first."""
    highest = None if model is None else rows.highest_semantic(tx, model.id)
    if highest is None:
        return Numbers("", FIRST.text, FIRST.text, FIRST.text)
    now = SemanticVersion.parse(highest)
    return Numbers(highest, *(now.next(bump).text for bump in (Bump.MAJOR, Bump.MINOR, Bump.PATCH)))


def create(tx: Transaction, access: Access, name: str, wanted: Wanted) -> ModelVersion:
    """Make a version as model_versions.create does, and let aliases lead to it.

    Raise AlreadyExists where the number is taken, or where others have come since the form was shown.
    """
    model = registered_models.find(tx, access, name)
    model_rows.touch(tx, model.id, clock.now_ms())
    next_ones = numbers(tx, model)
    if wanted.bump == OWN:
        if rows.by_semantic(tx, model.id, wanted.own) is not None:
            raise AlreadyExists(
                f"{shortened(wanted.own)} is taken. Free are {next_ones.free}, and what nobody has yet."
            )
        tag = Tag(VERSION_TAG, wanted.own)
    elif wanted.highest is not None and wanted.highest != next_ones.highest:
        raise AlreadyExists(
            f"{next_ones.highest or name} was made meanwhile. The next numbers are {next_ones.free} now."
        )
    else:
        tag = Tag(BUMP_TAG, wanted.bump)
    made = model_versions.create(
        tx,
        access,
        name,
        source=wanted.source,
        run_id=wanted.run_id,
        model_id=wanted.model_id,
        description=wanted.description,
        tags=(tag,),
    )
    for alias in wanted.aliases:
        aliases.put(tx, access, name, alias, str(made.number))
    return made


def create_in_new_model(tx: Transaction, access: Access, name: str, wanted: Wanted) -> ModelVersion:
    """Make a model with a first version; raise NameTaken where there is one of that name."""
    try:
        registered_models.create(tx, access, name)
    except AlreadyExists as error:
        raise NameTaken(str(error)) from error
    return create(tx, access, name, wanted)


def file_choices(tx: Transaction, access: Access, run: Run) -> list[FileChoice]:
    """Return what a version can be made of: the models of a run first, then all of its files, then its folders."""
    owner = package_owners.of_run(run)
    folders = artifact_listings.folders(tx, owner, limits.ARTIFACT_LIST)
    named = artifact_listings.search(tx, owner, "", MLMODEL, limits.VERSION_MODELS, 0)
    models = {file.path.rpartition("/")[0] for file in named if file.path.rpartition("/")[2] == MLMODEL}
    logged = [
        FileChoice(LOGGED + each.model_id, each.name, is_model=True)
        for each in run_overview.models(tx, access, run)
        if not each.is_input
    ]
    files, size = sum(row.files for row in folders), sum(row.size for row in folders)
    ways = sorted({way for row in folders for way in artifact_views.way_to(row.folder) if way})
    of_folders = [_folder(path, folders, is_model=path in models) for path in ways[: limits.VERSION_CHOICE]]
    everything = FileChoice("", "All files of the run", "" in models, files, size)
    return [
        *logged,
        *(each for each in of_folders if each.is_model),
        everything,
        *(each for each in of_folders if not each.is_model),
    ]


def _folder(path: str, folders: Sequence[artifact_listings.FolderRow], *, is_model: bool) -> FileChoice:
    within = [row for row in folders if row.folder == path or row.folder.startswith(path + "/")]
    return FileChoice(path, path, is_model, sum(row.files for row in within), sum(row.size for row in within))
