"""Credentials and addresses."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from mlflow import MlflowClient
from mlflow.protos.databricks_pb2 import ErrorCode

from .expectations import contains, new_run, refused, same

# 1.x knows fewer codes; given one that it does not know, it raises a ValueError that hides the server's message.
KNOWN = ErrorCode.keys()
NO_CREDENTIAL = "UNAUTHENTICATED" if "UNAUTHENTICATED" in KNOWN else "CUSTOMER_UNAUTHORIZED"


def a_wrong_token_is_unauthenticated() -> None:
    with _environment(MLFLOW_TRACKING_TOKEN="glpat-000000000000000000000"):
        refused(NO_CREDENTIAL, MlflowClient().get_experiment, "0")
        refused(NO_CREDENTIAL, MlflowClient().create_run, "0")


def a_missing_token_is_unauthenticated() -> None:
    with _environment(MLFLOW_TRACKING_TOKEN=None):
        refused(NO_CREDENTIAL, MlflowClient().get_experiment, "0")


def the_token_works_as_a_password() -> None:
    token = os.environ["MLFLOW_TRACKING_TOKEN"]
    with _environment(MLFLOW_TRACKING_TOKEN=None, MLFLOW_TRACKING_USERNAME="anyone", MLFLOW_TRACKING_PASSWORD=token):
        same(MlflowClient().get_experiment("0").name, "Default")
    with _environment(MLFLOW_TRACKING_TOKEN=None, MLFLOW_TRACKING_USERNAME="anyone", MLFLOW_TRACKING_PASSWORD="wrong"):
        refused(NO_CREDENTIAL, MlflowClient().get_experiment, "0")


def every_spelling_of_the_address_reaches_the_same_project() -> None:
    run_id = new_run()
    base, _, _ = os.environ["MLFLOW_TRACKING_URI"].partition("/api/v4/")
    for address in (
        os.environ["MLFLOW_TRACKING_URI"] + "/",
        f"{base}/api/v4/projects/admin%2Ffirst-project/ml/mlflow",
        base,  # the project that is used when none is named
    ):
        same(MlflowClient(tracking_uri=address).get_run(run_id).info.run_id, run_id)


def a_project_that_is_not_there_does_not_exist() -> None:
    address = os.environ["MLFLOW_TRACKING_URI"].replace("/projects/1/", "/projects/987654321/")
    contains(address, "987654321")
    refused("RESOURCE_DOES_NOT_EXIST", MlflowClient(tracking_uri=address).get_experiment, "0")


@contextmanager
def _environment(**variables: str | None) -> Iterator[None]:
    """Set environment variables, remove those that are None, and put the old ones back."""
    before = dict(os.environ)
    for name in variables:
        os.environ.pop(name, None)
    os.environ.update({name: value for name, value in variables.items() if value is not None})
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)
