"""Params: written once, kept as text."""

import mlflow
from mlflow import MlflowClient
from mlflow.entities import Param

from .expectations import contains, new_experiment, new_run, refused, same


def params_of_any_type_come_back_as_text() -> None:
    logged = {"rate": 0.01, "layers": 3, "flag": True, "nothing": None, "list": [1, "two"], "empty": "", "name": "adam"}
    with mlflow.start_run(experiment_id=new_experiment()) as active:
        mlflow.log_params(logged)
        mlflow.log_param("alone", 1e-5)
    expected = {key: str(value) for key, value in logged.items()} | {"alone": "1e-05"}
    same(mlflow.get_run(active.info.run_id).data.params, expected)


def odd_but_legal_keys_and_any_text_come_back() -> None:
    logged = {
        "a/b.c d-e_f": "a/b",
        "größe/метрика 1": "naïve 数 \N{ROCKET}",
        "lines": "a\nb\tc \"d\" 'e' \\",
        "0": " x ",
    }
    MlflowClient().log_batch(run_id := new_run(), params=[Param(key, value) for key, value in logged.items()])
    same(mlflow.get_run(run_id).data.params, logged)


def the_same_value_again_is_fine() -> None:
    run_id = new_run()
    for _ in range(2):
        MlflowClient().log_param(run_id, "rate", 0.1)
        MlflowClient().log_batch(run_id, params=[Param("rate", "0.1"), Param("layers", "3")])
    same(mlflow.get_run(run_id).data.params, {"rate": "0.1", "layers": "3"})


def another_value_is_refused_and_both_are_named() -> None:
    client, run_id = MlflowClient(), new_run()
    client.log_param(run_id, "rate", "first-value")
    again = refused("INVALID_PARAMETER_VALUE", client.log_param, run_id, "rate", "second-value")
    contains(again, "rate", "first-value", "second-value", run_id)
    batch = [Param("layers", "3"), Param("rate", "third-value")]
    contains(refused("INVALID_PARAMETER_VALUE", client.log_batch, run_id, (), batch), "first-value", "third-value")
    same(mlflow.get_run(run_id).data.params, {"rate": "first-value"})


def a_hundred_params_in_one_call_come_back() -> None:
    logged = {f"param {number:03}": str(number**3) for number in range(100)}
    with mlflow.start_run(experiment_id=new_experiment()) as active:
        mlflow.log_params(logged)
    same(mlflow.get_run(active.info.run_id).data.params, logged)


def a_value_of_6000_characters_comes_back_whole() -> None:
    value = "".join(chr(ord("a") + number % 26) for number in range(5_998)) + "öž"
    client, run_id = MlflowClient(), new_run()
    client.log_param(run_id, "alone", value)
    client.log_batch(run_id, params=[Param("batched", value)])
    same(mlflow.get_run(run_id).data.params, {"alone": value, "batched": value})


def a_key_of_250_characters_comes_back_and_a_longer_one_is_refused() -> None:
    run_id, key = new_run(), "k" * 250
    MlflowClient().log_param(run_id, key, "v")
    refused("INVALID_PARAMETER_VALUE", MlflowClient().log_param, run_id, key + "k", "v")
    same(mlflow.get_run(run_id).data.params, {key: "v"})
