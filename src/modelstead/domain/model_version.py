"""Model versions: releases of a registered model, each with its own files."""

import hashlib
from collections.abc import Iterable
from enum import IntEnum

import msgspec

from modelstead.domain.artifact import Artifact
from modelstead.domain.key import quoted
from modelstead.domain.tag import Tag
from modelstead.errors import InvalidParameter

VERSION_TAG = "gitlab.version"  # sets a new version's number
BUMP_TAG = "modelstead.bump"  # says which part of the highest one's to count up


class Stage(IntEnum):
    """Where a version stands in MLflow's older scheme; the numbers are stored."""

    NONE = 0
    STAGING = 1
    PRODUCTION = 2
    ARCHIVED = 3

    @property
    def label(self) -> str:
        return self.name.capitalize()


class ModelVersion(msgspec.Struct, frozen=True):
    """A version's row. `id` is the row, `iid` the project's number for pages, `number` counts in the model.

    `source` and `run_link` are what the client named; the files of the version are its own. `run_id` is "" for the
    version of a prompt. `files_sha256` is the digest of the list of files. Times are milliseconds.
    """

    id: int
    iid: int
    model_id: int
    name: str
    is_prompt: bool
    number: int
    semantic_version: str
    stage: Stage
    description: str
    source: str
    run_link: str
    run_id: str
    logged_model_id: str | None
    files_sha256: bytes
    user: str
    created_at: int
    updated_at: int
    deleted_at: int | None = None
    tags: tuple[Tag, ...] = ()
    aliases: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """How people call a version: the model's name and the semantic version."""
        return f"{self.name} {self.semantic_version}"

    @property
    def artifact_uri(self) -> str:
        return f"mlflow-artifacts:/versions/{self.iid}/artifacts"


def stage(text: str) -> Stage | None:
    """Return the stage of a name in any case, None when it names none."""
    return _STAGES.get(text.lower())


def check_stage(text: str) -> Stage:
    """Return the stage of a name in any case; raise InvalidParameter when it names none."""
    found = stage(text)
    if found is None:
        raise InvalidParameter(
            f"Invalid Model Version stage: {quoted(text)}. Value must be one of {', '.join(s.label for s in Stage)}."
        )
    return found


def files_digest(files: Iterable[Artifact]) -> bytes:
    """Return the SHA-256 of a list of files: a line of digest and path for each, as sha256sum writes it, by path."""
    lines = sorted((file.path, file.sha256) for file in files)
    return hashlib.sha256("".join(f"{sha256.hex()}  {path}\n" for path, sha256 in lines).encode()).digest()


_STAGES = {each.name.lower(): each for each in Stage}
NO_FILES = files_digest(())
