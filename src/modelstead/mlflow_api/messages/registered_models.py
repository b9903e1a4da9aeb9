"""Requests and answers about registered models; field names are MLflow's."""

from typing import Annotated

import msgspec

from modelstead import limits
from modelstead.domain.registered_model import RegisteredModelRecord
from modelstead.domain.tag import Tag
from modelstead.mlflow_api.messages.model_versions import VersionName, WireModelVersion, model_version, version_name
from modelstead.mlflow_api.messages.reference import Required


class CreateRegisteredModel(msgspec.Struct, frozen=True):
    """registered-models/create."""

    name: Required
    tags: list[Tag] = []
    description: str = ""


class ModelReference(msgspec.Struct, frozen=True):
    """A registered model by its name."""

    name: Required


class UpdateRegisteredModel(ModelReference, frozen=True):
    """registered-models/update."""

    description: str | None = None


class RenameRegisteredModel(ModelReference, frozen=True):
    """registered-models/rename."""

    new_name: Required


class SearchRegisteredModels(msgspec.Struct, frozen=True):
    """registered-models/search, and registered-models/list of 1.x clients."""

    filter: str = ""
    max_results: Annotated[int, msgspec.Meta(ge=1, le=limits.REGISTERED_MODELS_PAGE_MAX)] = (
        limits.REGISTERED_MODELS_PAGE
    )
    order_by: list[str] = []
    page_token: str | None = None


class GetLatestVersions(ModelReference, frozen=True):
    """registered-models/get-latest-versions."""

    stages: Annotated[list[str], msgspec.Meta(max_length=limits.REGISTRY_STAGES)] = []


class SetRegisteredModelTag(ModelReference, frozen=True):
    """registered-models/set-tag."""

    key: Required
    value: str = ""


class DeleteRegisteredModelTag(ModelReference, frozen=True):
    """registered-models/delete-tag."""

    key: Required


class AliasReference(ModelReference, frozen=True):
    """An alias of a model."""

    alias: Required


class SetAlias(AliasReference, frozen=True):
    """registered-models/alias."""

    version: VersionName

    @property
    def version_name(self) -> str:
        return version_name(self.version)


class WireAlias(msgspec.Struct, frozen=True):
    """An alias and the sequence number of the version it leads to."""

    alias: str
    version: str


class WireRegisteredModel(msgspec.Struct, frozen=True, omit_defaults=True):
    """A registered model in an answer."""

    name: str
    creation_timestamp: int
    last_updated_timestamp: int
    user_id: str = ""
    description: str = ""
    latest_versions: list[WireModelVersion] = []
    tags: tuple[Tag, ...] = ()
    aliases: list[WireAlias] = []


class OneRegisteredModel(msgspec.Struct, frozen=True):
    """One registered model."""

    registered_model: WireRegisteredModel


class RegisteredModels(msgspec.Struct, frozen=True, omit_defaults=True):
    """A page of registered models."""

    registered_models: list[WireRegisteredModel] = []
    next_page_token: str | None = None


def registered_model(record: RegisteredModelRecord) -> WireRegisteredModel:
    found = record.model
    return WireRegisteredModel(
        name=found.name,
        creation_timestamp=found.created_at,
        last_updated_timestamp=found.updated_at,
        user_id=found.user,
        description=found.description,
        latest_versions=[model_version(version) for version in record.latest_versions],
        tags=record.tags,
        aliases=[WireAlias(alias.name, str(alias.number)) for alias in record.aliases],
    )
