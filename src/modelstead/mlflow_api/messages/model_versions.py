"""Requests and answers about model versions; field names are MLflow's."""

from typing import Annotated

import msgspec

from modelstead import limits
from modelstead.domain.model_version import ModelVersion
from modelstead.domain.tag import Tag
from modelstead.errors import InvalidParameter
from modelstead.mlflow_api.messages.reference import Required

READY = "READY"

VersionName = str | int
"""A version by its number, which some callers send as one, its semantic version, a range, an alias, or latest."""


def version_name(given: VersionName) -> str:
    """Return a version's name as text; raise InvalidParameter for an empty one."""
    if given == "":
        raise InvalidParameter("Missing value for required parameter 'version'.")
    return str(given)


class CreateModelVersion(msgspec.Struct, frozen=True):
    """model-versions/create."""

    name: Required
    source: str = ""
    run_id: str = ""
    tags: list[Tag] = []
    run_link: str = ""
    description: str = ""
    model_id: str = ""


class VersionReference(msgspec.Struct, frozen=True):
    """A version of a model."""

    name: Required
    version: VersionName

    @property
    def version_name(self) -> str:
        return version_name(self.version)


class UpdateModelVersion(VersionReference, frozen=True):
    """model-versions/update."""

    description: str | None = None


class TransitionStage(VersionReference, frozen=True):
    """model-versions/transition-stage."""

    stage: Required
    archive_existing_versions: bool = False


class SetModelVersionTag(VersionReference, frozen=True):
    """model-versions/set-tag."""

    key: Required
    value: str = ""


class DeleteModelVersionTag(VersionReference, frozen=True):
    """model-versions/delete-tag."""

    key: Required


class RestoreModelVersion(msgspec.Struct, frozen=True):
    """model-versions/restore: only its number is a version's alone for ever."""

    name: Required
    version: Annotated[int, msgspec.Meta(ge=1, le=limits.INT64_MAX)]


class SearchModelVersions(msgspec.Struct, frozen=True):
    """model-versions/search."""

    filter: str = ""
    max_results: Annotated[int, msgspec.Meta(ge=1, le=limits.MODEL_VERSIONS_PAGE_MAX)] = limits.MODEL_VERSIONS_PAGE
    order_by: list[str] = []
    page_token: str | None = None


class WireModelVersion(msgspec.Struct, frozen=True, omit_defaults=True):
    """A model version in an answer. `semantic_version` and `files_sha256` are ours; clients pass them over.

    An empty description is there, as on MLflow's own server: clients show None for one that is missing.
    """

    name: str
    version: str
    creation_timestamp: int
    last_updated_timestamp: int
    current_stage: str
    status: str
    run_id: str
    source: str
    description: str
    run_link: str
    semantic_version: str
    files_sha256: str
    user_id: str = ""
    tags: tuple[Tag, ...] = ()
    aliases: tuple[str, ...] = ()
    model_id: str | None = None


class OneModelVersion(msgspec.Struct, frozen=True):
    """One model version."""

    model_version: WireModelVersion


class ModelVersions(msgspec.Struct, frozen=True, omit_defaults=True):
    """A page of model versions."""

    model_versions: list[WireModelVersion] = []
    next_page_token: str | None = None


class DownloadUri(msgspec.Struct, frozen=True):
    """Where the files of a version are."""

    artifact_uri: str


def model_version(found: ModelVersion) -> WireModelVersion:
    """Return a version for an answer; its first alias is its semantic version, unless it is a prompt's."""
    return WireModelVersion(
        name=found.name,
        version=str(found.number),
        creation_timestamp=found.created_at,
        last_updated_timestamp=found.updated_at,
        current_stage=found.stage.label,
        status=READY,
        run_id=found.run_id,
        source=found.source or found.artifact_uri,
        description=found.description,
        run_link=found.run_link,
        semantic_version=found.semantic_version,
        files_sha256=found.files_sha256.hex(),
        user_id=found.user,
        tags=found.tags,
        aliases=found.aliases if found.is_prompt else (found.semantic_version, *found.aliases),
        model_id=found.logged_model_id,
    )
