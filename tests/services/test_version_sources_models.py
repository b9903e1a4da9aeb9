"""Where a new version's files come from: a logged model or another version, which its source names."""

import pytest

from modelstead.domain.actor import Access
from modelstead.domain.artifact import Address
from modelstead.domain.logged_model import LoggedModel
from modelstead.errors import InvalidParameter, InvalidState, NotFound
from modelstead.services import aliases, logged_models, runs
from modelstead.store.database import Database
from tests.registering import NAME, files, model, run_with_files, version, versions
from tests.trashing import put_file

PATHS = ("model/MLmodel", "model/data/weights", "models/other", "notes")
MODEL = {"MLmodel", "data/weights"}
HOSTS = ("mlflow-artifacts:", "mlflow-artifacts://", "mlflow-artifacts://host:8080")
PROXY = "api/2.0/mlflow-artifacts/artifacts"
SERVERS = (f"https://ml.example.com/{PROXY}", f"http://127.0.0.1:8080/api/v4/projects/1/ml/mlflow/{PROXY}")


@pytest.fixture
def run_id(database: Database, access: Access) -> str:
    """Create a model, and a run with files."""
    database.write_now(model, access)
    return database.write_now(run_with_files, access, *PATHS)


def copied(database: Database, access: Access, source: str, **fields: str) -> set[str]:
    """Create a version and return its files."""
    made = database.write_now(version, access, source=source, **fields)
    assert made.source == source
    return database.read_now(files, made)


@pytest.fixture
def logged(database: Database, access: Access, run_id: str) -> LoggedModel:
    """Create a logged model of the run, with files."""
    made = database.write_now(logged_models.create, access, "0", name="tree", source_run_id=run_id).model
    for path in ("MLmodel", "data/tree"):
        database.write_now(put_file, access, Address.of_logged_model(made.model_id, path), path.encode())
    return made


@pytest.mark.parametrize(
    "form",
    ["runs:/{run}/tree", "mlflow-artifacts:/runs/{run}/artifacts/tree", "models:/{model}", "models:///{model}", ""],
)
def test_a_logged_model_gives_its_files(
    database: Database, access: Access, run_id: str, logged: LoggedModel, form: str
) -> None:
    source = form.format(run=run_id, model=logged.model_id)
    for fields in (
        {},
        {"run_id": run_id},
        {"model_id": logged.model_id},
        {"run_id": run_id, "model_id": logged.model_id},
    ):
        if source or "model_id" in fields:
            made = database.write_now(version, access, source=source, **fields)
            assert database.read_now(files, made) == {"MLmodel", "data/tree"}
            assert made.logged_model_id == logged.model_id


def test_a_version_of_a_logged_model_is_the_run_that_the_model_is_from(
    database: Database, access: Access, run_id: str, logged: LoggedModel
) -> None:
    for fields in (
        {"model_id": logged.model_id},
        {"source": f"models:/{logged.model_id}"},
        {"source": f"models:/{logged.model_id}/data"},
        {"source": "s3://bucket/key", "model_id": logged.model_id},
    ):
        assert database.write_now(version, access, **fields).run_id == run_id
    other = database.write_now(run_with_files, access)
    assert database.write_now(version, access, model_id=logged.model_id, run_id=other).run_id == other


@pytest.mark.parametrize("state", ["in the trash", "unknown", "none"])
def test_a_run_of_a_logged_model_that_cannot_be_had_is_left_out(
    database: Database, access: Access, run_id: str, state: str
) -> None:
    named = {"in the trash": run_id, "unknown": "x", "none": ""}[state]
    made = database.write_now(logged_models.create, access, "0", name="tree", source_run_id=named).model
    database.write_now(runs.delete, access, run_id)
    found = database.write_now(version, access, model_id=made.model_id)
    assert found.run_id not in {"", run_id}
    assert found.logged_model_id == made.model_id


@pytest.mark.parametrize("host", [*HOSTS, *SERVERS])
def test_the_address_of_a_logged_models_files(
    database: Database, access: Access, logged: LoggedModel, host: str
) -> None:
    for slash in ("", "/"):
        source = f"{host}/models/{logged.model_id}/artifacts{slash}"
        assert copied(database, access, source) == {"MLmodel", "data/tree"}
    assert copied(database, access, f"{host}/models/{logged.model_id}/artifacts/data") == {"tree"}


def test_a_folder_of_the_run_comes_before_a_logged_model_of_the_same_name(
    database: Database, access: Access, run_id: str, logged: LoggedModel
) -> None:
    database.write_now(put_file, access, Address.of_run(run_id, "tree/own"), b"x")
    made = database.write_now(version, access, source=f"runs:/{run_id}/tree")
    assert (database.read_now(files, made), made.logged_model_id) == ({"own"}, None)
    assert logged.name == "tree"


def test_a_part_of_a_logged_model(database: Database, access: Access, logged: LoggedModel) -> None:
    assert copied(database, access, f"models:/{logged.model_id}/data") == {"tree"}


def test_logged_models_that_are_not_here_are_refused(
    database: Database, access: Access, elsewhere: Access, logged: LoggedModel
) -> None:
    database.write_now(model, elsewhere)
    for unknown in (logged.model_id, "m-" + "0" * 32):
        for fields in (
            {"model_id": unknown},
            {"source": f"models:/{unknown}"},
            {"source": f"mlflow-artifacts:/models/{unknown}/artifacts"},
        ):
            with pytest.raises(NotFound, match=f"Logged model with ID '{unknown}' not found"):
                database.write_now(version, elsewhere, **fields)
    database.write_now(logged_models.delete, access, logged.model_id)
    for fields in ({"model_id": logged.model_id}, {"source": f"models:/{logged.model_id}"}):
        with pytest.raises(InvalidState, match="deleted"):
            database.write_now(version, access, **fields)


@pytest.mark.parametrize(
    "source", ["models:/a@b/1", "models:/a@b/1.0.0", "models:/a@b/latest", "models:/a@b@champion", "models:/a@b@1"]
)
def test_another_version_gives_its_files_and_not_its_run(
    database: Database, access: Access, run_id: str, source: str
) -> None:
    database.write_now(model, access, "a@b")
    database.write_now(version, access, "a@b", run_id=run_id)
    database.write_now(aliases.put, access, "a@b", "champion", "1")
    made = database.write_now(version, access, source=source)
    assert database.read_now(files, made) == set(PATHS)
    assert made.run_id != run_id


@pytest.mark.parametrize("host", [*HOSTS, *SERVERS])
def test_the_address_of_another_versions_files(database: Database, access: Access, run_id: str, host: str) -> None:
    made = database.write_now(version, access, run_id=run_id)
    assert copied(database, access, f"{host}/versions/{made.iid}/artifacts/model") == MODEL
    with pytest.raises(NotFound, match=r"^There is no model version with the number 99\."):
        copied(database, access, f"{host}/versions/99/artifacts/model")


def test_a_version_copied_from_one_knows_its_logged_model(
    database: Database, access: Access, logged: LoggedModel
) -> None:
    database.write_now(version, access, model_id=logged.model_id)
    assert database.write_now(version, access, source=f"models:/{NAME}/1").logged_model_id == logged.model_id


def test_versions_that_are_not_here_are_refused(database: Database, access: Access, elsewhere: Access) -> None:
    database.write_now(versions, access, "")
    database.write_now(model, elsewhere, "mine")
    for source, error in (
        (f"models:/{NAME}/1", NotFound),
        ("models:/mine/1", NotFound),
        ("models:/mine@champion", InvalidParameter),
        ("mlflow-artifacts:/versions/1/artifacts", NotFound),
    ):
        with pytest.raises(error, match=r"not found|There is no model version"):
            database.write_now(version, elsewhere, "mine", source=source)


@pytest.mark.parametrize("source", ["models:/churn", "models:/churn/", "models:/churn@", "models:/@1"])
def test_a_models_address_without_a_version_is_refused(
    database: Database, access: Access, run_id: str, source: str
) -> None:
    with pytest.raises(InvalidParameter, match=r"^Invalid model version source: use models:/"):
        database.write_now(version, access, source=source)
    assert run_id
