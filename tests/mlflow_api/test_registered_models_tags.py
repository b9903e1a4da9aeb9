"""Tags of registered models and of their versions: set-tag and delete-tag."""

from typing import Any

import pytest

from tests.mlflow_api.registry import delete, get_model, get_version, new_model, new_version, pairs
from tests.mlflow_api.sending import assert_invalid, good
from tests.serving import Mlflow

OF_MODEL: dict[str, Any] = {"name": "churn"}
OF_VERSION: dict[str, Any] = {"name": "churn", "version": "1.0.0"}
BOTH = pytest.mark.parametrize(
    ("noun", "owner"), [("registered-models", OF_MODEL), ("model-versions", OF_VERSION)], ids=["model", "version"]
)


@pytest.fixture
def client(developer: Mlflow) -> Mlflow:
    """Return a client whose project has a model and a version of it."""
    new_model(developer)
    new_version(developer)
    return developer


def tags(client: Mlflow, noun: str) -> list[dict[str, str]]:
    found = get_model(client) if noun == "registered-models" else get_version(client, "1")
    held: list[dict[str, str]] = found.get("tags", [])
    return held


@BOTH
def test_tags_overwrite_and_go(client: Mlflow, noun: str, owner: dict[str, Any]) -> None:
    for key, value in (("b", "1"), ("a/b", ""), ("b", "2"), ("é", "𝄞" * 100)):
        assert good(client.post(f"{noun}/set-tag", **owner, key=key, value=value)) == {}
    assert tags(client, noun) == [*pairs(**{"a/b": ""}), *pairs(b="2"), *pairs(é="𝄞" * 100)]
    assert good(delete(client, f"{noun}/delete-tag", **owner, key="b")) == {}
    assert tags(client, noun) == [*pairs(**{"a/b": ""}), *pairs(é="𝄞" * 100)]


@BOTH
def test_deleting_a_tag_twice_is_fine_as_on_mlflows_own_server(
    client: Mlflow, noun: str, owner: dict[str, Any]
) -> None:
    for _ in range(2):
        assert good(delete(client, f"{noun}/delete-tag", **owner, key="nothing")) == {}


@BOTH
def test_a_long_value_is_kept_whole(client: Mlflow, noun: str, owner: dict[str, Any]) -> None:
    good(client.post(f"{noun}/set-tag", **owner, key="k", value="x" * 100_000))
    assert tags(client, noun) == pairs(k="x" * 100_000)


@BOTH
@pytest.mark.parametrize(
    ("fields", "part"),
    [
        ({"key": ""}, "'key'"),
        ({"key": "k" * 251}, "'key' exceeds the maximum length of 250"),
        ({"key": "a//b"}, "'key'"),
        ({"key": "k", "value": "v" * 100_001}, "'value' exceeds the maximum length of 100000"),
        ({"key": "a\0"}, "NUL"),
        ({"key": "k", "value": "\0"}, "NUL"),
        ({"key": ["k"]}, "'key'"),
        ({"key": "k", "value": {}}, "'value'"),
        ({}, "Missing value for required parameter 'key'"),
    ],
)
def test_a_bad_tag_is_named_and_not_set(
    client: Mlflow, noun: str, owner: dict[str, Any], fields: dict[str, Any], part: str
) -> None:
    assert_invalid(client.post(f"{noun}/set-tag", **owner, **fields), part)
    assert tags(client, noun) == []


def test_a_version_is_tagged_by_any_of_its_names(client: Mlflow) -> None:
    for place, name in enumerate(["1", 1, "1.0.0", "1.0", "latest"]):
        good(client.post("model-versions/set-tag", name="churn", version=name, key=f"k{place}", value="v"))
    assert [tag["key"] for tag in tags(client, "model-versions")] == ["k0", "k1", "k2", "k3", "k4"]
    for place, name in enumerate(["1", 1, "1.0.0", "1.0", "latest"]):
        good(delete(client, "model-versions/delete-tag", name="churn", version=name, key=f"k{place}"))
    assert tags(client, "model-versions") == []
