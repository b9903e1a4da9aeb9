"""Whole training scripts, each in a process of its own, configured by MLFLOW_TRACKING_URI and MLFLOW_TRACKING_TOKEN."""

import math
from collections.abc import Callable

import pytest

from tests.mlflow_compat.environments import CLIENTS

RunScript = Callable[..., dict[str, object]]

with_every_client = pytest.mark.parametrize("client", CLIENTS)


@with_every_client
def test_two_variables_are_all_that_a_training_script_needs(run_script: RunScript, client: str) -> None:
    seen = run_script(client, "train.py")
    assert str(seen.pop("version")).startswith(f"{client}.")
    assert seen == {
        "experiment_id": "0",
        "experiment": "Default",
        "status": "FINISHED",
        "params": {"rate": "0.1", "epochs": "5"},
        "metrics": {"loss": math.exp(-4), "accuracy": 0.875, "recall": 1.0},
        "team": "vision",
        "losses": [[epoch, math.exp(-epoch)] for epoch in range(5)],
    }


@with_every_client
def test_the_documented_snippet_links_candidates_to_their_ci_job(run_script: RunScript, client: str) -> None:
    seen = run_script(client, "train_in_ci.py", GITLAB_CI="true", CI_JOB_ID="4242")
    assert seen == {"Candidate 0": ["FINISHED", 0.5, "4242"], "Candidate 1": ["FINISHED", 0.75, "4242"]}


@with_every_client
def test_outside_ci_the_snippet_links_nothing(run_script: RunScript, client: str) -> None:
    seen = run_script(client, "train_in_ci.py")
    assert seen == {"Candidate 0": ["FINISHED", 0.5, None], "Candidate 1": ["FINISHED", 0.75, None]}
