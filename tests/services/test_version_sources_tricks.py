"""Sources of hostile clients: a path that leads elsewhere is refused, and what is not ours is never opened."""

import pytest

from modelstead.domain.actor import Access
from modelstead.domain.model_version import NO_FILES
from modelstead.errors import InvalidParameter, ModelsteadError, NotFound
from modelstead.services import logged_models, model_versions
from modelstead.store.database import Database
from tests.registering import NAME, model, run_with_files, version

PROXY = "https://ml.example.com/api/2.0/mlflow-artifacts/artifacts"
FORMS = (
    "runs:/{run}/{path}",
    "runs:///{run}/{path}",
    "models:/{model}/{path}",
    "mlflow-artifacts:/runs/{run}/artifacts/{path}",
    "mlflow-artifacts://host/runs/{run}/artifacts/{path}",
    "mlflow-artifacts:/models/{model}/artifacts/{path}",
    "mlflow-artifacts:/versions/1/artifacts/{path}",
    PROXY + "/runs/{run}/artifacts/{path}",
    PROXY + "/versions/1/artifacts/{path}",
    PROXY + "/models/{model}/artifacts/{path}",
)
TRICKS = (
    "..",
    "../",
    "a/../b",
    "../../../etc/passwd",
    "./a",
    ".",
    "%2e%2e",
    "%2E%2e/a",
    "a/%2e%2e/b",
    "%252e%252e/a",
    "a%2fb",
    "a%5cb",
    "%00",
    "a\\b",
    "..\\a",
    "a//b",
    "a\n",
    "C:/a",
    "file:/a",
    "x" * 256,
    "/".join("a" * 33),
)


@pytest.fixture
def ids(database: Database, access: Access) -> dict[str, str]:
    """Create a run, a logged model, and a version with the number 1."""
    run_id = database.write_now(run_with_files, access, "secret")
    database.write_now(model, access)
    database.write_now(version, access, run_id=run_id)
    return {"run": run_id, "model": database.write_now(logged_models.create, access, "0", name="tree").model.model_id}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_path_that_leads_elsewhere_is_refused(
    database: Database, access: Access, ids: dict[str, str], form: str
) -> None:
    for trick in TRICKS:
        with pytest.raises(InvalidParameter, match=r"^Invalid path"):
            database.write_now(version, access, source=form.format(path=trick, **ids))
    assert database.read_now(model_versions.get, access, NAME, "latest").number == 1


@pytest.mark.parametrize(
    "source",
    [
        "runs:/../secret",
        "runs:/%2e%2e/secret",
        "models:/../1",
        "models:/churn/../1",
        "models:/churn/%2e%2e",
        "models:/churn%2f1/1",
        "mlflow-artifacts:/runs/../artifacts/secret",
        "mlflow-artifacts:/versions/../artifacts/secret",
        "mlflow-artifacts:/runs/",
        "mlflow-artifacts:/runs/x",
        "mlflow-artifacts:/versions/1",
        "mlflow-artifacts:/versions/1/secret",
        "mlflow-artifacts:/models/artifacts",
        PROXY + "/runs/../../x/artifacts/secret",
        PROXY + "/versions/01x/artifacts/secret",
    ],
)
def test_an_owner_that_is_none_is_refused(database: Database, access: Access, ids: dict[str, str], source: str) -> None:
    with pytest.raises((InvalidParameter, NotFound)):
        database.write_now(version, access, source=source)
    assert database.read_now(model_versions.get, access, NAME, "latest").run_id == ids["run"]


@pytest.mark.parametrize(
    "source",
    [
        "s3://bucket/../key",
        "s3://b",
        "gs://bucket/key",
        "file:///etc/passwd",
        "file:../../etc/passwd",
        "/etc/passwd",
        "../../etc/passwd",
        "C:\\Windows",
        "http://169.254.169.254/latest/meta-data",
        "https://host/model?x=/mlflow-artifacts/artifacts/versions/1/artifacts",
        "https://host/model#/mlflow-artifacts/artifacts/versions/1/artifacts",
        "ftp://host/mlflow-artifacts/artifacts/versions/1/artifacts",
        "dbfs:/model",
        "mlflow-artifacts:/experiments/0",
        "mlflow-artifacts:/../versions/1/artifacts",
        "RUNS:/x/model",
        "runs:/",
        "models:/",
        "runs:model",
        "dummy-source",
        "$(id)",
        "\u202e",
        "x" * 2_000,
    ],
)
def test_what_is_not_ours_is_kept_as_a_label(
    database: Database, access: Access, ids: dict[str, str], source: str
) -> None:
    made = database.write_now(version, access, source=source, run_id=ids["run"])
    assert (made.source, made.files_sha256, made.run_id) == (source, NO_FILES, ids["run"])
    assert database.read_now(model_versions.get, access, NAME, "2") == made


def test_a_refused_source_leaves_nothing(database: Database, access: Access, ids: dict[str, str]) -> None:
    for source in ("runs:/x/y", f"runs:/{ids['run']}/..", "models:/churn", "models:/nobody/1"):
        with pytest.raises(ModelsteadError):
            database.write_now(version, access, source=source)
    made = database.write_now(version, access)
    assert (made.number, made.iid, made.semantic_version) == (2, 2, "1.0.1")
