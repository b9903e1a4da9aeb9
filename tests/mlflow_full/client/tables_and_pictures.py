"""Tables, images and figures."""

import inspect
import json
import re
from io import BytesIO
from pathlib import Path
from typing import Any

import mlflow
import numpy as np  # type: ignore[import-not-found] # it is in the clients' environments only
from matplotlib.figure import Figure  # type: ignore[import-not-found]
from PIL import Image  # type: ignore[import-not-found]

from tests.mlflow_compat.client.expectations import NotInThisClientError, new_experiment, same
from tests.mlflow_full.client.files import files_of_run

FILE = "tables/answers.json"
# 2.22 makes names such as images/dog face%step%12%timestamp%1700000000012%…, which look encoded and are not.
STEPS = [0, 1, 12]


def a_table_logged_twice_has_the_rows_of_both() -> None:
    first = {"question": ["what?", "größer?"], "score": [0.5, 0.25]}
    second = {"question": ["why?"], "score": [1.0]}
    mlflow.set_experiment(experiment_id=new_experiment())
    with mlflow.start_run() as active:
        mlflow.log_table(first, FILE)
        mlflow.log_table(second, FILE)
        loaded = mlflow.load_table(FILE, run_ids=[active.info.run_id], extra_columns=["run_id"])
    same(loaded["question"].tolist(), ["what?", "größer?", "why?"])
    same(loaded["score"].tolist(), [0.5, 0.25, 1.0])
    same(set(loaded["run_id"]), {active.info.run_id})
    tag = json.loads(mlflow.get_run(active.info.run_id).data.tags["mlflow.loggedArtifacts"])
    same(tag, [{"path": FILE, "type": "table"}])


def a_table_is_loaded_from_every_run_of_the_experiment() -> None:
    mlflow.set_experiment(experiment_id=new_experiment())
    for number in range(3):
        with mlflow.start_run():
            mlflow.log_table({"number": [number]}, FILE)
    same(sorted(mlflow.load_table(FILE)["number"]), [0, 1, 2])


def an_image_comes_back_with_its_pixels() -> None:
    pixels = _pixels(5)
    with mlflow.start_run(experiment_id=new_experiment()) as active:
        mlflow.log_image(pixels, "images/one.png")
    same(_read(active.info.run_id, "images/one.png").tolist(), pixels.tolist())


def images_of_several_steps_keep_their_steps_and_pixels() -> None:
    if "step" not in inspect.signature(mlflow.log_image).parameters:
        raise NotInThisClientError("log_image with steps")
    with mlflow.start_run(experiment_id=new_experiment()) as active:
        for step in STEPS:
            mlflow.log_image(_pixels(step), key="dog face", step=step, timestamp=1_700_000_000_000 + step)
        mlflow.flush_artifact_async_logging()
    run_id = active.info.run_id
    steps = {path: int(re.split("step[%+]([0-9]+)", path)[1]) for path in files_of_run(run_id)}
    same(sorted(step for path, step in steps.items() if path.endswith(".webp")), STEPS)  # small copies for lists
    whole = {step: path for path, step in steps.items() if path.endswith(".png")}
    same(sorted(whole), STEPS)
    for step, path in whole.items():
        same(_read(run_id, path).tolist(), _pixels(step).tolist())
    same(mlflow.get_run(run_id).data.tags["mlflow.loggedImages"], "True")


def a_figure_comes_back_as_a_picture() -> None:
    figure = Figure(figsize=(1, 1), dpi=50)
    figure.subplots().plot([0, 1, 4])
    with mlflow.start_run(experiment_id=new_experiment()) as active:
        mlflow.log_figure(figure, "figures/growth.png")
        mlflow.log_text("größer", "figures/caption.txt")
        mlflow.log_dict({"a": [1, 2.5, None]}, "figures/data.json")
    run_id = active.info.run_id
    same(_read(run_id, "figures/growth.png").shape[:2], (50, 50))
    same(mlflow.artifacts.load_text(f"runs:/{run_id}/figures/caption.txt"), "größer")
    same(mlflow.artifacts.load_dict(f"runs:/{run_id}/figures/data.json"), {"a": [1, 2.5, None]})


def _pixels(seed: int) -> Any:
    return np.random.default_rng(seed).integers(0, 256, (8, 6, 3), dtype=np.uint8)


def _read(run_id: str, path: str) -> Any:
    downloaded = Path(mlflow.artifacts.download_artifacts(run_id=run_id, artifact_path=path))
    return np.array(Image.open(BytesIO(downloaded.read_bytes())))
