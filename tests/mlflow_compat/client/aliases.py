"""Aliases of model versions: set, move, delete, follow."""

from typing import Any

from mlflow import MlflowClient

from .expectations import contains, need, refused, same
from .registry import new_model, new_version


def an_alias_is_set_moved_and_deleted() -> None:
    client, name = _client(), new_model()
    new_version(name)
    new_version(name, "2.0.0")
    client.set_registered_model_alias(name, "champion", "1")
    client.set_registered_model_alias(name, "challenger", "2")
    same(client.get_model_version_by_alias(name, "champion").version, "1")
    same(dict(client.get_registered_model(name).aliases), {"champion": "1", "challenger": "2"})
    client.set_registered_model_alias(name, "champion", "2")
    same(client.get_model_version_by_alias(name, "champion").version, "2")
    version = client.get_model_version(name, "champion")
    same((version.version, version.aliases[0], sorted(version.aliases[1:])), ("2", "2.0.0", ["challenger", "champion"]))
    client.delete_registered_model_alias(name, "champion")
    client.delete_registered_model_alias(name, "champion")
    same(dict(client.get_registered_model(name).aliases), {"challenger": "2"})
    contains(refused("INVALID_PARAMETER_VALUE", client.get_model_version_by_alias, name, "champion"), "champion")


def a_range_is_an_alias() -> None:
    client, name = _client(), new_model()
    for number in ("1.0.0", "1.10.0", "1.9.0", "2.0.0-rc.1"):
        new_version(name, number)
    same(client.get_model_version_by_alias(name, "1").version, "2")
    refused("RESOURCE_DOES_NOT_EXIST", client.get_model_version_by_alias, name, "3")


def what_reads_as_a_version_cannot_be_set_as_an_alias() -> None:
    client, name = _client(), new_model()
    new_version(name)
    for alias in ("1.2.0", "1.2", "v3", "1", "latest", "Latest", "", "a/b"):
        refused("INVALID_PARAMETER_VALUE", client.set_registered_model_alias, name, alias, "1")
    same(dict(client.get_registered_model(name).aliases), {})


def an_alias_goes_with_its_version() -> None:
    client, name = _client(), new_model()
    new_version(name)
    client.set_registered_model_alias(name, "champion", "1")
    client.delete_model_version(name, "1")
    refused("INVALID_PARAMETER_VALUE", client.get_model_version_by_alias, name, "champion")
    same(dict(client.get_registered_model(name).aliases), {})


def an_alias_of_an_unknown_version_or_model_does_not_exist() -> None:
    client, name = _client(), new_model()
    refused("RESOURCE_DOES_NOT_EXIST", client.set_registered_model_alias, name, "champion", "1")
    refused("RESOURCE_DOES_NOT_EXIST", client.get_model_version_by_alias, f"{name} 2", "champion")


def _client() -> Any:
    need(MlflowClient, "set_registered_model_alias")
    return MlflowClient()
