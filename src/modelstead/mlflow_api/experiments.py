"""MLflow's calls about experiments."""

from modelstead.domain.actor import Access
from modelstead.domain.tag import Tag
from modelstead.mlflow_api.messages.experiments import (
    CreateExperiment,
    DeleteExperimentTag,
    ExperimentCreated,
    Experiments,
    GetExperiment,
    GetExperimentByName,
    OneExperiment,
    SearchExperiments,
    SetExperimentTag,
    UpdateExperiment,
    experiment,
    view_type,
)
from modelstead.services import experiment_search, experiments
from modelstead.store.transaction import Transaction


def create(tx: Transaction, access: Access, request: CreateExperiment) -> ExperimentCreated:
    iid = experiments.create(tx, access, request.name, request.artifact_location, request.tags)
    return ExperimentCreated(str(iid))


def get(tx: Transaction, access: Access, request: GetExperiment) -> OneExperiment:
    return OneExperiment(experiment(experiments.get(tx, access, request.experiment_id)))


def get_by_name(tx: Transaction, access: Access, request: GetExperimentByName) -> OneExperiment:
    return OneExperiment(experiment(experiments.get_by_name(tx, access, request.experiment_name)))


def search(tx: Transaction, access: Access, request: SearchExperiments) -> Experiments:
    found, token = experiment_search.search(
        tx,
        access,
        filter_text=request.filter,
        order_by=request.order_by,
        view=view_type(request.view_type),
        max_results=request.max_results,
        token=request.page_token,
    )
    return Experiments([experiment(each) for each in found], token)


def update(tx: Transaction, access: Access, request: UpdateExperiment) -> None:
    experiments.rename(tx, access, request.experiment_id, request.new_name)


def delete(tx: Transaction, access: Access, request: GetExperiment) -> None:
    experiments.delete(tx, access, request.experiment_id)


def restore(tx: Transaction, access: Access, request: GetExperiment) -> None:
    experiments.restore(tx, access, request.experiment_id)


def set_tag(tx: Transaction, access: Access, request: SetExperimentTag) -> None:
    experiments.set_tag(tx, access, request.experiment_id, Tag(request.key, request.value))


def delete_tag(tx: Transaction, access: Access, request: DeleteExperimentTag) -> None:
    experiments.delete_tag(tx, access, request.experiment_id, request.key)
