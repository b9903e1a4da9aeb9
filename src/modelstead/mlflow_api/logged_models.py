"""MLflow's calls about logged models."""

from modelstead.domain.actor import Access
from modelstead.mlflow_api.messages.artifacts import file_info
from modelstead.mlflow_api.messages.logged_model_search import SearchLoggedModels
from modelstead.mlflow_api.messages.logged_models import (
    CreateLoggedModel,
    DeleteLoggedModelTag,
    FinalizeLoggedModel,
    GetLoggedModel,
    LoggedModelArtifacts,
    LoggedModelFiles,
    LoggedModelReference,
    LoggedModels,
    LogLoggedModelParams,
    OneLoggedModel,
    SetLoggedModelTags,
    logged_model,
)
from modelstead.services import artifacts, logged_model_search, logged_models
from modelstead.store.transaction import Transaction


def create(tx: Transaction, access: Access, request: CreateLoggedModel) -> OneLoggedModel:
    record = logged_models.create(
        tx,
        access,
        request.experiment_id,
        name=request.name,
        model_type=request.model_type,
        source_run_id=request.source_run_id,
        params=request.params,
        tags=request.tags,
    )
    return OneLoggedModel(logged_model(record))


def get(tx: Transaction, access: Access, request: GetLoggedModel) -> OneLoggedModel:
    record = logged_models.get(tx, access, request.model_id, allow_deleted=request.allow_deleted)
    return OneLoggedModel(logged_model(record))


def finalize(tx: Transaction, access: Access, request: FinalizeLoggedModel) -> OneLoggedModel:
    return OneLoggedModel(logged_model(logged_models.finalize(tx, access, request.model_id, request.meant)))


def delete(tx: Transaction, access: Access, request: LoggedModelReference) -> None:
    logged_models.delete(tx, access, request.model_id)


def search(tx: Transaction, access: Access, request: SearchLoggedModels) -> LoggedModels:
    found, token = logged_model_search.search(
        tx,
        access,
        request.experiment_ids,
        filter_text=request.filter,
        datasets=request.on,
        order_by=request.order,
        max_results=request.max_results,
        token=request.page_token,
    )
    return LoggedModels([logged_model(record) for record in found], token)


def set_tags(tx: Transaction, access: Access, request: SetLoggedModelTags) -> OneLoggedModel:
    return OneLoggedModel(logged_model(logged_models.set_tags(tx, access, request.model_id, request.tags)))


def delete_tag(tx: Transaction, access: Access, request: DeleteLoggedModelTag) -> None:
    logged_models.delete_tag(tx, access, request.model_id, request.tag_key)


def log_params(tx: Transaction, access: Access, request: LogLoggedModelParams) -> None:
    logged_models.log_params(tx, access, request.model_id, request.params)


def list_artifacts(tx: Transaction, access: Access, request: LoggedModelArtifacts) -> LoggedModelFiles:
    folder = request.of_folder
    root = logged_models.find_visible(tx, access, request.model_id).artifact_uri
    found = artifacts.entries(tx, access, folder)
    return LoggedModelFiles(root, [file_info(each, folder.path) for each in found])
