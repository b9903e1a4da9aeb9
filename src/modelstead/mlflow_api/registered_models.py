"""MLflow's calls about registered models, and ours that takes one out of the trash."""

from modelstead.domain.actor import Access
from modelstead.domain.tag import Tag
from modelstead.mlflow_api.messages.model_versions import ModelVersions, OneModelVersion, model_version
from modelstead.mlflow_api.messages.registered_models import (
    AliasReference,
    CreateRegisteredModel,
    DeleteRegisteredModelTag,
    GetLatestVersions,
    ModelReference,
    OneRegisteredModel,
    RegisteredModels,
    RenameRegisteredModel,
    SearchRegisteredModels,
    SetAlias,
    SetRegisteredModelTag,
    UpdateRegisteredModel,
    registered_model,
)
from modelstead.services import aliases, model_versions, registered_models, registry_search
from modelstead.store.transaction import Transaction


def create(tx: Transaction, access: Access, request: CreateRegisteredModel) -> OneRegisteredModel:
    record = registered_models.create(tx, access, request.name, description=request.description, tags=request.tags)
    return OneRegisteredModel(registered_model(record))


def get(tx: Transaction, access: Access, request: ModelReference) -> OneRegisteredModel:
    return OneRegisteredModel(registered_model(registered_models.get(tx, access, request.name)))


def update(tx: Transaction, access: Access, request: UpdateRegisteredModel) -> OneRegisteredModel:
    record = registered_models.describe(tx, access, request.name, request.description)
    return OneRegisteredModel(registered_model(record))


def rename(tx: Transaction, access: Access, request: RenameRegisteredModel) -> OneRegisteredModel:
    return OneRegisteredModel(registered_model(registered_models.rename(tx, access, request.name, request.new_name)))


def delete(tx: Transaction, access: Access, request: ModelReference) -> None:
    registered_models.delete(tx, access, request.name)


def restore(tx: Transaction, access: Access, request: ModelReference) -> OneRegisteredModel:
    return OneRegisteredModel(registered_model(registered_models.restore(tx, access, request.name)))


def search(tx: Transaction, access: Access, request: SearchRegisteredModels) -> RegisteredModels:
    found, token = registry_search.search_models(
        tx,
        access,
        filter_text=request.filter,
        order_by=request.order_by,
        max_results=request.max_results,
        token=request.page_token,
    )
    return RegisteredModels([registered_model(record) for record in found], token)


def get_latest_versions(tx: Transaction, access: Access, request: GetLatestVersions) -> ModelVersions:
    found = model_versions.latest(tx, access, request.name, request.stages)
    return ModelVersions([model_version(version) for version in found])


def set_tag(tx: Transaction, access: Access, request: SetRegisteredModelTag) -> None:
    registered_models.set_tag(tx, access, request.name, Tag(request.key, request.value))


def delete_tag(tx: Transaction, access: Access, request: DeleteRegisteredModelTag) -> None:
    registered_models.delete_tag(tx, access, request.name, request.key)


def get_alias(tx: Transaction, access: Access, request: AliasReference) -> OneModelVersion:
    return OneModelVersion(model_version(aliases.follow(tx, access, request.name, request.alias)))


def set_alias(tx: Transaction, access: Access, request: SetAlias) -> None:
    aliases.put(tx, access, request.name, request.alias, request.version_name)


def delete_alias(tx: Transaction, access: Access, request: AliasReference) -> None:
    aliases.delete(tx, access, request.name, request.alias)
