"""A search that takes too long is stopped: 503, with what to do."""

import pytest

from modelstead import limits
from tests.mlflow_api.sending import good
from tests.serving import Mlflow

RUNS = 300
PATTERN = "%" + "a%" * 60  # of texts of as many characters, each costs some thousand steps


def test_a_search_beyond_its_time_is_503_with_a_hint_and_the_server_goes_on(
    developer: Mlflow, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(RUNS):
        run = developer.run()
        good(developer.post("runs/log-parameter", run_id=run, key="p", value="a" * 59 + "b" * 400))
    slow = " AND ".join([f"NOT params.p LIKE '{PATTERN}'"] * 100)
    with monkeypatch.context() as shorter:
        shorter.setattr(limits, "SEARCH_SECONDS", 0.002)
        answer = developer.post("runs/search", experiment_ids=["0"], filter=slow)
    assert answer.status_code == 503, answer.text
    assert answer.json()["error_code"] == "TEMPORARILY_UNAVAILABLE"
    assert "Narrow it" in answer.json()["message"]
    assert answer.headers["retry-after"] == "30"
    assert len(good(developer.post("runs/search", experiment_ids=["0"], max_results=5))["runs"]) == 5
