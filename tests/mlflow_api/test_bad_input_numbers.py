"""Bad input: numbers that no column holds."""

import pytest

from tests.mlflow_api.sending import assert_invalid, data_of, good, send, stored
from tests.serving import Mlflow

TOO_LARGE = ["9223372036854775808", "-9223372036854775809", "1" + "0" * 30, "1e30", '"9223372036854775808"', "1.5"]


@pytest.mark.parametrize("number", TOO_LARGE)
def test_a_step_beyond_int64_is_refused(developer: Mlflow, number: str) -> None:
    run_id = developer.run()
    point = f'"key": "m", "value": 1, "timestamp": 1, "step": {number}'
    assert_invalid(send(developer, "runs/log-metric", f'{{"run_id": "{run_id}", {point}}}'.encode()), "'step'")
    answer = send(developer, "runs/log-batch", f'{{"run_id": "{run_id}", "metrics": [{{{point}}}]}}'.encode())
    assert_invalid(answer, "'metrics[0].step'")
    assert data_of(developer, run_id) == {}


@pytest.mark.parametrize("number", [*TOO_LARGE, "-1", '"-1"'])
def test_a_time_below_0_or_beyond_int64_is_refused(developer: Mlflow, number: str) -> None:
    run_id = developer.run()
    before = stored(developer, run_id)
    bodies = {
        "runs/log-metric": f'"run_id": "{run_id}", "key": "m", "value": 1, "timestamp": {number}',
        "runs/update": f'"run_id": "{run_id}", "status": "FINISHED", "end_time": {number}',
        "runs/create": f'"experiment_id": "0", "start_time": {number}',
    }
    for call, fields in bodies.items():
        assert_invalid(send(developer, call, f"{{{fields}}}".encode()), "time")
    assert stored(developer, run_id) == before
    assert len(good(developer.post("runs/search", experiment_ids=["0"]))["runs"]) == 1


def test_the_ends_of_int64_are_kept_exactly(developer: Mlflow) -> None:
    run_id = developer.run(start_time=2**63 - 1)
    good(developer.post("runs/update", run_id=run_id, end_time=2**63 - 1))
    info = stored(developer, run_id)["info"]
    assert (info["start_time"], info["end_time"]) == (2**63 - 1, 2**63 - 1)


@pytest.mark.parametrize("number", ["9223372036854775808", "x", "1.5", "-9223372036854775809"])
def test_a_bound_of_an_interval_beyond_int64_is_refused(developer: Mlflow, number: str) -> None:
    query = {"run_ids": developer.run(), "metric_key": "m"}
    for bound in ("start_step", "end_step"):
        answer = developer.get("metrics/get-history-bulk-interval", **query, **{bound: number})
        assert_invalid(answer, f"'{bound}'")
