"""Names in a new version's source that mean one thing or another."""

import pytest

from modelstead.domain.actor import Access
from modelstead.domain.artifact import Address
from modelstead.services import logged_models
from modelstead.store.database import Database
from tests.registering import files, model, run_with_files, version
from tests.trashing import put_file


@pytest.mark.parametrize("source", ["runs:/{}/tree", "mlflow-artifacts:/runs/{}/artifacts/tree"])
def test_below_a_run_a_logged_model_is_meant_when_there_is_no_such_folder(
    database: Database, access: Access, source: str
) -> None:
    """Newer clients keep a run's models elsewhere, and their documentation still builds such an address."""
    database.write_now(model, access)
    run_id = database.write_now(run_with_files, access, "notes")
    made = database.write_now(logged_models.create, access, "0", name="tree", source_run_id=run_id).model
    database.write_now(put_file, access, Address.of_logged_model(made.model_id, "MLmodel"), b"x")
    found = database.write_now(version, access, source=source.format(run_id))
    assert (database.read_now(files, found), found.logged_model_id) == ({"MLmodel"}, made.model_id)
    assert found.run_id != run_id
    assert database.write_now(version, access, source=source.format(run_id), run_id=run_id).run_id == run_id


def test_a_registered_model_that_is_named_like_a_logged_one_is_meant_when_a_version_follows(
    database: Database, access: Access
) -> None:
    made = database.write_now(logged_models.create, access, "0", name="tree").model
    database.write_now(put_file, access, Address.of_logged_model(made.model_id, "1"), b"x")
    run_id = database.write_now(run_with_files, access, "weights")
    database.write_now(model, access, made.model_id)
    database.write_now(version, access, made.model_id, run_id=run_id)
    for source, expected in ((f"models:/{made.model_id}/1", {"weights"}), (f"models:/{made.model_id}", {"1"})):
        found = database.write_now(version, access, made.model_id, source=source)
        assert database.read_now(files, found) == expected
