"""What tests of the model registry's calls share: create models and versions, and send what clients send."""

from typing import Any

import httpx

from tests.mlflow_api.sending import good
from tests.serving import Mlflow

UNKNOWN_MODEL = "Registered Model with name=nobody not found."


def new_model(client: Mlflow, name: str = "churn", **fields: Any) -> dict[str, Any]:
    """Create a model and return it."""
    made: dict[str, Any] = good(client.post("registered-models/create", name=name, **fields))["registered_model"]
    return made


def new_version(client: Mlflow, name: str = "churn", semantic: str = "", **fields: Any) -> dict[str, Any]:
    """Create a version, of the next number or with a semantic version, and return it."""
    if semantic:
        fields["tags"] = [*fields.get("tags", []), {"key": "gitlab.version", "value": semantic}]
    made: dict[str, Any] = good(client.post("model-versions/create", name=name, **fields))["model_version"]
    return made


def get_model(client: Mlflow, name: str = "churn") -> dict[str, Any]:
    found: dict[str, Any] = good(client.get("registered-models/get", name=name))["registered_model"]
    return found


def get_version(client: Mlflow, version: object, name: str = "churn") -> dict[str, Any]:
    found: dict[str, Any] = good(client.get("model-versions/get", name=name, version=version))["model_version"]
    return found


def patch(client: Mlflow, call: str, **body: Any) -> httpx.Response:
    return client.http.patch(client.base + call, json=body, headers=client.headers)


def delete(client: Mlflow, call: str, **body: Any) -> httpx.Response:
    """Send a DELETE with a body, as clients do."""
    return client.http.request("DELETE", client.base + call, json=body, headers=client.headers)


def pairs(**values: str) -> list[dict[str, str]]:
    return [{"key": key, "value": value} for key, value in values.items()]
