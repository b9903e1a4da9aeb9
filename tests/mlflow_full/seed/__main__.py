"""Run the blocks one after the other in one interpreter, as a user pastes them, and ask the server after each.

Write {"block": outcome} as JSON to the given file.
"""

import ast
import io
import json
import os
import sys
from pathlib import Path
from typing import Any

import mlflow
import numpy as np  # type: ignore[import-not-found] # it is in the clients' environments only
from matplotlib.figure import Figure  # type: ignore[import-not-found]
from mlflow import MlflowClient
from mlflow.entities import Metric, Param, RunTag
from PIL import Image  # type: ignore[import-not-found]

from tests.mlflow_compat.client.outcomes import outcome_of
from tests.mlflow_full.seed.blocks import Block, blocks
from tests.mlflow_full.seed.checks import CHECKS, FILE, JOB, PLACEHOLDERS, Names, a_model_is_created, a_model_is_deleted


def prepared() -> Names:
    """Return the names that a user has whose training has ended, in a CI job."""
    os.environ.update({"GITLAB_CI": "true", "CI_JOB_ID": JOB})
    Path("file.txt").write_bytes(FILE)
    figure = Figure(figsize=(1, 1), dpi=50)
    figure.subplots().plot([0, 1, 4])
    return {
        "os": os,
        "json": json,
        "mlflow": mlflow,
        "MlflowClient": MlflowClient,
        "index": 0,
        "metric_list": [Metric("loss", 0.5, 1_700_000_000_000, 3)],
        "param_list": [Param("rate", "0.1")],
        "tag_list": [RunTag("team", "vision")],
        "figure": figure,
        "my_dict": {"classes": ["stays", "leaves"], "größe": 2.5},
        "image": Image.fromarray(np.arange(8 * 6 * 3, dtype=np.uint8).reshape(8, 6, 3)),
        "pixels_of": pixels_of,
    }


def pixels_of(image: Any) -> Any:
    """Return the pixels of a picture, or of a file that holds one."""
    return np.array(Image.open(io.BytesIO(image)) if isinstance(image, bytes) else image).tolist()


def run(block: Block, names: Names) -> None:
    """Run a block as a notebook does: `_` is the value of a last line that is an expression."""
    parsed = ast.parse(block.filled(PLACEHOLDERS), block.name)
    last = parsed.body[-1]
    if isinstance(last, ast.Expr):
        parsed.body[-1] = ast.copy_location(ast.Assign([ast.Name("_", ast.Store())], last.value), last)
    exec(compile(ast.fix_missing_locations(parsed), block.name, "exec"), names)  # noqa: S102 - as a user runs it


def main(report: Path) -> None:
    """Run them all."""
    names, outcomes = prepared(), {}
    held = blocks()
    for block, check in zip(held, CHECKS, strict=True):

        def both(block: Block = block, check: Any = check) -> None:
            run(block, names)
            check(names)
            if check is a_model_is_deleted:  # the blocks behind it need a model
                run(held[CHECKS.index(a_model_is_created)], names)

        outcomes[block.name] = outcome_of(both)
    report.write_text(json.dumps(outcomes), encoding="utf-8")


main(Path(sys.argv[1]))
