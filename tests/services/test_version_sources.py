"""Where a new version's files come from: the run that its source names."""

import pytest

from modelstead.domain.actor import Access
from modelstead.domain.artifact import Address
from modelstead.errors import InvalidParameter, InvalidState, NotFound
from modelstead.services import artifacts, model_versions, runs
from modelstead.store.database import Database
from tests.registering import NAME, address, files, model, run_with_files, version
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


@pytest.mark.parametrize(
    ("below", "expected"),
    [
        ("/model", MODEL),
        ("/model/", MODEL),
        ("/model/data", {"weights"}),
        ("/model/data/weights", {"weights"}),
        ("", set(PATHS)),
        ("/", set(PATHS)),
        ("/nothing", set()),
    ],
)
@pytest.mark.parametrize("named", [True, False])
def test_a_path_below_a_run(
    database: Database, access: Access, run_id: str, below: str, expected: set[str], *, named: bool
) -> None:
    fields = {"run_id": run_id} if named else {}
    for scheme in ("runs:/", "runs://", "runs:///"):
        assert copied(database, access, f"{scheme}{run_id}{below}", **fields) == expected


@pytest.mark.parametrize("host", [*HOSTS, *SERVERS])
def test_the_address_of_a_runs_files(database: Database, access: Access, run_id: str, host: str) -> None:
    for slash in ("", "/"):
        assert copied(database, access, f"{host}/runs/{run_id}/artifacts{slash}") == set(PATHS)
        assert copied(database, access, f"{host}/runs/{run_id}/artifacts/model{slash}", run_id=run_id) == MODEL
    assert copied(database, access, f"{host}/runs/{run_id}/artifacts/model/data/weights") == {"weights"}


def test_a_source_below_a_run_alone_promotes_no_run(database: Database, access: Access, run_id: str) -> None:
    made = database.write_now(version, access, source=f"runs:/{run_id}/model")
    assert made.run_id != run_id
    assert database.write_now(version, access, source=f"runs:/{run_id}/model", run_id=run_id).run_id == run_id


def test_a_run_without_a_source_gives_all_its_files(database: Database, access: Access, run_id: str) -> None:
    assert copied(database, access, "", run_id=run_id) == set(PATHS)


def test_a_run_beside_a_label_gives_none(database: Database, access: Access, run_id: str) -> None:
    assert copied(database, access, "s3://bucket/key", run_id=run_id) == set()


def test_a_source_and_a_run_that_contradict_each_other_are_refused(
    database: Database, access: Access, run_id: str
) -> None:
    other = database.write_now(run_with_files, access)
    with pytest.raises(InvalidParameter, match=f"^Invalid model version source: 'runs:/{run_id}/model' is not below"):
        database.write_now(version, access, source=f"runs:/{run_id}/model", run_id=other)


@pytest.mark.parametrize("form", ["runs:/{}/model", "mlflow-artifacts:/runs/{}/artifacts/model", ""])
def test_a_run_in_the_trash_is_refused(database: Database, access: Access, run_id: str, form: str) -> None:
    database.write_now(runs.delete, access, run_id)
    for fields in ({"run_id": run_id}, {"source": form.format(run_id)}):
        if any(fields.values()):
            with pytest.raises(InvalidState, match=f"The run {run_id} must be in the 'active' state"):
                database.write_now(version, access, **fields)
    assert database.read_now(model_versions.latest, access, NAME, ()) == []


def test_runs_of_another_project_and_unknown_ones_are_not_found(
    database: Database, elsewhere: Access, run_id: str
) -> None:
    database.write_now(model, elsewhere)
    for unknown in (run_id, "0" * 32, "x"):
        for fields in (
            {"run_id": unknown},
            {"source": f"runs:/{unknown}/model"},
            {"source": f"runs:/{unknown}/model", "run_id": unknown},
            {"source": f"mlflow-artifacts:/runs/{unknown}/artifacts/model"},
            {"source": f"{SERVERS[0]}/runs/{unknown}/artifacts/model"},
        ):
            with pytest.raises(NotFound, match=f"Run with id={unknown} not found"):
                database.write_now(version, elsewhere, **fields)
    assert database.read_now(model_versions.latest, elsewhere, NAME, ()) == []


def test_a_version_is_not_changed_by_what_happens_to_its_source(
    database: Database, access: Access, run_id: str
) -> None:
    made = database.write_now(version, access, source=f"runs:/{run_id}/model")
    database.write_now(put_file, access, Address.of_run(run_id, "model/late"), b"x")
    database.write_now(artifacts.delete, access, Address.of_run(run_id, "model/MLmodel"))
    assert database.read_now(files, made) == MODEL
    assert database.read_now(artifacts.find, access, address(made, "MLmodel")).path == "MLmodel"
