"""domain.run: lifecycle, status numbers and the artifact address."""

from modelstead.domain.experiment import LifecycleStage
from modelstead.domain.run import Run, RunStatus


def run(deleted_at: int | None) -> Run:
    return Run(7, "ab12", 3, 1, "name", "ada", RunStatus.RUNNING, 0, None, deleted_at)


def test_a_run_is_active_until_it_has_a_time_of_deletion() -> None:
    assert run(None).lifecycle_stage is LifecycleStage.ACTIVE
    assert run(0).lifecycle_stage is LifecycleStage.DELETED


def test_the_artifact_address_depends_on_the_run_id_alone() -> None:
    assert run(None).artifact_uri == "mlflow-artifacts:/runs/ab12/artifacts"


def test_status_has_mlflows_numbers() -> None:
    assert {status.name: int(status) for status in RunStatus} == {
        "RUNNING": 1,
        "SCHEDULED": 2,
        "FINISHED": 3,
        "FAILED": 4,
        "KILLED": 5,
    }
