"""MLflow's calls about model versions, and ours that takes one out of the trash."""

from modelstead.domain.actor import Access
from modelstead.domain.tag import Tag
from modelstead.mlflow_api.messages.model_versions import (
    CreateModelVersion,
    DeleteModelVersionTag,
    DownloadUri,
    ModelVersions,
    OneModelVersion,
    RestoreModelVersion,
    SearchModelVersions,
    SetModelVersionTag,
    TransitionStage,
    UpdateModelVersion,
    VersionReference,
    model_version,
)
from modelstead.services import model_versions, registry_search
from modelstead.store.transaction import Transaction


def create(tx: Transaction, access: Access, request: CreateModelVersion) -> OneModelVersion:
    version = model_versions.create(
        tx,
        access,
        request.name,
        source=request.source,
        run_id=request.run_id,
        model_id=request.model_id,
        description=request.description,
        run_link=request.run_link,
        tags=request.tags,
    )
    return OneModelVersion(model_version(version))


def get(tx: Transaction, access: Access, request: VersionReference) -> OneModelVersion:
    return OneModelVersion(model_version(model_versions.get(tx, access, request.name, request.version_name)))


def update(tx: Transaction, access: Access, request: UpdateModelVersion) -> OneModelVersion:
    version = model_versions.describe(tx, access, request.name, request.version_name, request.description)
    return OneModelVersion(model_version(version))


def transition_stage(tx: Transaction, access: Access, request: TransitionStage) -> OneModelVersion:
    version = model_versions.move(
        tx,
        access,
        request.name,
        request.version_name,
        request.stage,
        archive_others=request.archive_existing_versions,
    )
    return OneModelVersion(model_version(version))


def delete(tx: Transaction, access: Access, request: VersionReference) -> None:
    model_versions.delete(tx, access, request.name, request.version_name)


def restore(tx: Transaction, access: Access, request: RestoreModelVersion) -> OneModelVersion:
    return OneModelVersion(model_version(model_versions.restore(tx, access, request.name, request.version)))


def search(tx: Transaction, access: Access, request: SearchModelVersions) -> ModelVersions:
    found, token = registry_search.search_versions(
        tx,
        access,
        filter_text=request.filter,
        order_by=request.order_by,
        max_results=request.max_results,
        token=request.page_token,
    )
    return ModelVersions([model_version(version) for version in found], token)


def get_download_uri(tx: Transaction, access: Access, request: VersionReference) -> DownloadUri:
    return DownloadUri(model_versions.download_uri(tx, access, request.name, request.version_name))


def set_tag(tx: Transaction, access: Access, request: SetModelVersionTag) -> None:
    model_versions.set_tag(tx, access, request.name, request.version_name, Tag(request.key, request.value))


def delete_tag(tx: Transaction, access: Access, request: DeleteModelVersionTag) -> None:
    model_versions.delete_tag(tx, access, request.name, request.version_name, request.key)
