"""runs/set-tag and runs/delete-tag."""

from tests.mlflow_api.sending import assert_refused, data_of, good
from tests.serving import Mlflow


def test_a_tag_is_set_overwritten_and_deleted(developer: Mlflow) -> None:
    run_id = developer.run()
    for value in ("1", "", "2"):
        assert good(developer.post("runs/set-tag", run_id=run_id, key="t", value=value)) == {}
        assert data_of(developer, run_id) == {"tags": [{"key": "t", "value": value}]}
    assert good(developer.post("runs/delete-tag", run_id=run_id, key="t")) == {}
    assert data_of(developer, run_id) == {}


def test_deleting_a_tag_that_is_not_there_is_not_found(developer: Mlflow) -> None:
    run_id = developer.run()
    answer = developer.post("runs/delete-tag", run_id=run_id, key="t")
    message = f"No tag with name: t in run with id {run_id}."
    assert_refused(answer, 404, "RESOURCE_DOES_NOT_EXIST", message)


def test_deleting_a_tag_of_one_run_leaves_that_of_another(developer: Mlflow) -> None:
    runs = [developer.run(tags=[{"key": "t", "value": "v"}]) for _ in range(2)]
    good(developer.post("runs/delete-tag", run_id=runs[0], key="t"))
    assert (data_of(developer, runs[0]), data_of(developer, runs[1])) == ({}, {"tags": [{"key": "t", "value": "v"}]})


def test_a_tag_that_no_rule_of_keys_would_take_today_is_deleted_or_not_found_by_its_exact_name(
    developer: Mlflow,
) -> None:
    run_id = developer.run(tags=[{"key": "a/b", "value": "v"}])
    for other in ("a", "A/b", "a//b", "a/b ", "%"):
        assert developer.post("runs/delete-tag", run_id=run_id, key=other).status_code == 404
    assert data_of(developer, run_id) == {"tags": [{"key": "a/b", "value": "v"}]}
