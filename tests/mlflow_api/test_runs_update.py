"""runs/update."""

import pytest

from tests.mlflow_api.sending import assert_invalid, good, stored
from tests.serving import Mlflow

STATUSES = {"RUNNING": 1, "SCHEDULED": 2, "FINISHED": 3, "FAILED": 4, "KILLED": 5}


def test_ending_a_run_answers_its_info(developer: Mlflow) -> None:
    run_id = developer.run(start_time=5)
    answer = good(developer.post("runs/update", run_id=run_id, status="FINISHED", end_time=9))
    info = stored(developer, run_id)["info"]
    assert answer == {"run_info": info}
    assert (info["status"], info["start_time"], info["end_time"]) == ("FINISHED", 5, 9)


@pytest.mark.parametrize("name", STATUSES)
def test_a_status_is_a_name_or_a_number(developer: Mlflow, name: str) -> None:
    for given in (name, STATUSES[name], str(STATUSES[name])):
        run_id = developer.run()
        assert good(developer.post("runs/update", run_id=run_id, status=given))["run_info"]["status"] == name


@pytest.mark.parametrize("wrong", ["DONE", "", 0, 6, -1, "running", "³", "9" * 5000])
def test_an_unknown_status_is_refused_and_changes_nothing(developer: Mlflow, wrong: object) -> None:
    run_id = developer.run()
    before = stored(developer, run_id)
    answer = developer.post("runs/update", run_id=run_id, status=wrong, end_time=5, run_name="other")
    assert_invalid(answer, "Invalid value", "for parameter 'status' supplied")
    assert len(answer.content) < 5_000
    assert stored(developer, run_id) == before


def test_what_is_not_given_stays(developer: Mlflow) -> None:
    run_id = developer.run(run_name="one")
    good(developer.post("runs/update", run_id=run_id, status="FAILED", end_time=9))
    before = stored(developer, run_id)
    good(developer.post("runs/update", run_id=run_id))
    assert stored(developer, run_id) == before


def test_a_run_that_runs_again_has_no_end(developer: Mlflow) -> None:
    run_id = developer.run()
    good(developer.post("runs/update", run_id=run_id, status="FINISHED", end_time=9))
    assert "end_time" not in good(developer.post("runs/update", run_id=run_id, status="RUNNING"))["run_info"]


def test_an_end_may_be_sent_as_text(developer: Mlflow) -> None:
    run_id = developer.run()
    assert good(developer.post("runs/update", run_id=run_id, end_time="123"))["run_info"]["end_time"] == 123
