"""What tests of logged models share: create one, call what is below its path."""

from typing import Any

import httpx

from tests.mlflow_api.sending import good
from tests.serving import Mlflow

UNKNOWN = "m-" + "0" * 32


def create(client: Mlflow, **fields: Any) -> dict[str, Any]:
    """Create a model in experiment 0 and return it."""
    model: dict[str, Any] = good(client.post("logged-models", **{"experiment_id": "0", **fields}))["model"]
    return model


def new_id(client: Mlflow, **fields: Any) -> str:
    model_id: str = create(client, **fields)["info"]["model_id"]
    return model_id


def get(client: Mlflow, model_id: str, **query: Any) -> dict[str, Any]:
    model: dict[str, Any] = good(client.get(f"logged-models/{model_id}", **query))["model"]
    return model


def patch(client: Mlflow, path: str, **body: Any) -> httpx.Response:
    return client.http.patch(f"{client.base}logged-models/{path}", json=body, headers=client.headers)


def delete(client: Mlflow, path: str) -> httpx.Response:
    return client.http.delete(f"{client.base}logged-models/{path}", headers=client.headers)


def pairs(**values: str) -> list[dict[str, str]]:
    return [{"key": key, "value": value} for key, value in values.items()]
