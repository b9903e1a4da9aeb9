"""MLflow's calls about runs."""

from modelstead.domain.actor import Access
from modelstead.mlflow_api.messages.experiments import view_type
from modelstead.mlflow_api.messages.reference import RunReference
from modelstead.mlflow_api.messages.runs import (
    CreateRun,
    DeleteTag,
    LogInputs,
    LogModel,
    LogOutputs,
    OneRun,
    OneRunInfo,
    Runs,
    SearchRuns,
    UpdateRun,
    run,
    run_info,
    run_status,
)
from modelstead.services import inputs, run_search, runs, tags
from modelstead.store.transaction import Transaction


def create(tx: Transaction, access: Access, request: CreateRun) -> OneRun:
    record = runs.create(
        tx,
        access,
        request.experiment_id,
        name=request.run_name,
        user_id=request.user_id,
        start_time=request.start_time,
        tags=request.tags,
    )
    return OneRun(run(record))


def get(tx: Transaction, access: Access, request: RunReference) -> OneRun:
    return OneRun(run(runs.get(tx, access, request.run)))


def update(tx: Transaction, access: Access, request: UpdateRun) -> OneRunInfo:
    status = run_status(request.status)
    found = runs.update(tx, access, request.run, status=status, end_time=request.end_time, name=request.run_name)
    return OneRunInfo(run_info(found))


def delete(tx: Transaction, access: Access, request: RunReference) -> None:
    runs.delete(tx, access, request.run)


def restore(tx: Transaction, access: Access, request: RunReference) -> None:
    runs.restore(tx, access, request.run)


def search(tx: Transaction, access: Access, request: SearchRuns) -> Runs:
    found, token = run_search.search(
        tx,
        access,
        request.experiment_ids,
        filter_text=request.filter,
        order_by=request.order_by,
        view=view_type(request.run_view_type),
        max_results=request.max_results,
        token=request.page_token,
    )
    return Runs([run(record) for record in found], token)


def delete_tag(tx: Transaction, access: Access, request: DeleteTag) -> None:
    tags.delete(tx, access, request.run, request.key)


def log_inputs(tx: Transaction, access: Access, request: LogInputs) -> None:
    inputs.log(tx, access, request.run, request.datasets, request.models)


def log_outputs(tx: Transaction, access: Access, request: LogOutputs) -> None:
    inputs.log_outputs(tx, access, request.run, request.models)


def log_model(tx: Transaction, access: Access, request: LogModel) -> None:
    inputs.log_model(tx, access, request.run, request.model_json)
