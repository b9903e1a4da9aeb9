"""The spellings of 1.x clients: `preview/` before `mlflow/`, and `registered-models/list`."""

import pytest

from tests.mlflow_api.registry import new_model, new_version
from tests.mlflow_api.sending import good
from tests.serving import Mlflow

PREFIXES = ("api/2.0/preview/mlflow/", "api/3.0/mlflow/", "ajax-api/2.0/mlflow/", "ajax-api/2.0/preview/mlflow/")


@pytest.mark.parametrize("prefix", PREFIXES)
def test_every_prefix_means_the_same(developer: Mlflow, prefix: str) -> None:
    client = Mlflow(developer.http, developer.root + prefix, developer.headers)
    new_model(client)
    made = new_version(client)
    assert good(client.get("model-versions/get", name="churn", version="1"))["model_version"] == made
    request = client.http.request
    call = client.base + "registered-models/delete"
    good(request("DELETE", call, json={"name": "churn"}, headers=client.headers))
    assert client.get("registered-models/get", name="churn").status_code == 404


def test_listing_models_is_searching_them_without_a_filter(developer: Mlflow) -> None:
    for name in ("b", "a", "c"):
        new_model(developer, name)
    page = good(developer.get("registered-models/list", max_results=2))
    assert [each["name"] for each in page["registered_models"]] == ["a", "b"]
    page = good(developer.get("registered-models/list", max_results=2, page_token=page["next_page_token"]))
    assert [each["name"] for each in page["registered_models"]] == ["c"]
    assert "next_page_token" not in page
