"""A model's page: versions in SemVer order with runs and metrics, metrics over versions, its trash."""

import pytest

from modelstead.domain.actor import Access
from modelstead.domain.metric import MetricPoint
from modelstead.domain.tag import Tag
from modelstead.errors import InvalidState, NotFound
from modelstead.services import model_head, model_page, model_versions, registered_models
from modelstead.services.model_head import ModelHead
from modelstead.store.database import Database
from modelstead.store.transaction import Transaction
from tests import factories
from tests.counting import Counted
from tests.registering import model, run_with_files, version


def promoted(tx: Transaction, /, access: Access, semantic: str, **metrics: float) -> None:
    """Make a version of a run of a CI job."""
    run_id = run_with_files(tx, access, "model/weights.bin")
    points = [MetricPoint(key, value, 1) for key, value in metrics.items()]
    factories.log_one(tx, factories.batch(access, run_id, metrics=points, tags=[Tag("gitlab.CI_JOB_ID", "77")]))
    version(tx, access, semantic=semantic, source=f"runs:/{run_id}/model", run_id=run_id)


@pytest.fixture
def head(database: Database, access: Access) -> ModelHead:
    """Return a model of four versions, of which one has a run of its own."""

    def work(tx: Transaction) -> ModelHead:
        iid = model(tx, access).model.iid
        promoted(tx, access, "1.10.0", accuracy=0.9, loss=0.3)
        promoted(tx, access, "1.9.0", accuracy=0.8)
        promoted(tx, access, "2.0.0-rc.1", accuracy=0.95, loss=float("nan"))
        version(tx, access, semantic="0.1.0")
        return model_head.get(tx, access, iid)

    return database.write_now(work)


def test_versions_stand_in_the_order_of_semver(database: Database, head: ModelHead) -> None:
    found = database.read_now(model_page.versions, head, "active", ["accuracy", "loss"], 1)
    assert [line.semantic_version for line in found.lines] == ["2.0.0-rc.1", "1.10.0", "1.9.0", "0.1.0"]
    assert [line.metrics for line in found.lines] == [[0.95, None], [0.9, 0.3], [0.8, None], [None, None]]
    top, *_, own = found.lines
    assert top.run is not None
    assert top.ci_job is not None
    assert (top.ci_job.label, top.run.is_own, top.files, top.bytes) == ("#77", False, 1, len("model/weights.bin"))
    assert own.run is not None
    assert own.run.is_own
    assert found.offered[0] == "accuracy"


def test_metrics_go_from_the_lowest_version_to_the_highest(database: Database, head: ModelHead) -> None:
    found = database.read_now(model_page.metrics, head, [])
    assert [each.semantic_version for each in found.versions] == ["0.1.0", "1.9.0", "1.10.0", "2.0.0-rc.1"]
    assert {line.key: line.values for line in found.lines} == {
        "accuracy": [None, 0.8, 0.9, 0.95],
        "loss": [None, None, 0.3, None],
    }


def test_many_versions_take_as_many_statements_as_few(database: Database, access: Access, head: ModelHead) -> None:
    def statements(tx: Transaction) -> int:
        counted = Counted(tx)
        found = model_head.get(counted, access, head.iid)
        model_page.versions(counted, found, "active", [], 1)
        model_page.metrics(counted, found, [])
        model_page.runs(counted, access, found)
        return counted.statements

    few = database.read_now(statements)
    for number in range(12):
        database.write_now(promoted, access, f"3.{number}.0")
    assert database.read_now(statements) == few <= 20


def test_a_deleted_version_is_in_the_trash_of_its_model(database: Database, access: Access, head: ModelHead) -> None:
    database.write_now(model_versions.delete, access, head.name, "1.9.0")
    again = database.read_now(model_head.get, access, head.iid)
    assert (again.versions, again.deleted_versions) == (3, 1)
    found = database.read_now(model_page.versions, again, "deleted", [], 1)
    assert [line.semantic_version for line in found.lines] == ["1.9.0"]


def test_of_two_deleted_models_of_one_name_the_one_that_was_meant_is_restored(
    database: Database, access: Access, head: ModelHead
) -> None:
    database.write_now(model_head.delete, access, head.iid)
    second = database.write_now(model, access).model
    database.write_now(registered_models.delete, access, second.name)
    with pytest.raises(InvalidState, match="in the trash"):
        database.write_now(model_head.rename, access, head.iid, "other")
    database.write_now(model_head.restore, access, head.iid)
    assert database.read_now(model_head.get, access, head.iid).deleted_at is None
    assert database.read_now(model_head.get, access, second.iid).deleted_at is not None
    with pytest.raises(InvalidState, match="not in the trash"):
        database.write_now(model_head.restore, access, head.iid)


def test_a_model_of_another_project_is_not_found(database: Database, elsewhere: Access, head: ModelHead) -> None:
    with pytest.raises(NotFound):
        database.read_now(model_head.get, elsewhere, head.iid)
