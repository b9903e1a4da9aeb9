"""registered-models/alias and get-latest-versions."""

import pytest

from tests.mlflow_api.registry import delete, get_model, get_version, new_model, new_version
from tests.mlflow_api.sending import assert_invalid, assert_refused, good
from tests.serving import Mlflow


@pytest.fixture
def client(developer: Mlflow) -> Mlflow:
    """Return a client whose project has a model with versions 1.0.0, 1.2.0, 2.0.0-rc.1."""
    new_model(developer)
    for semantic in ("1.0.0", "1.2.0", "2.0.0-rc.1"):
        new_version(developer, semantic=semantic)
    return developer


def follow(client: Mlflow, alias: str) -> str:
    found = good(client.get("registered-models/alias", name="churn", alias=alias))
    assert list(found) == ["model_version"]
    version: str = found["model_version"]["version"]
    return version


def latest(client: Mlflow, *stages: str, method: str = "GET") -> list[str]:
    call = "registered-models/get-latest-versions"
    fields = {"name": "churn", **({"stages": list(stages)} if stages else {})}
    answer = client.get(call, **fields) if method == "GET" else client.post(call, **fields)
    return [each["version"] for each in good(answer).get("model_versions", [])]


@pytest.mark.parametrize("version", ["1", 1, "1.0.0", "1.0"])
def test_an_alias_is_set_to_a_version_by_any_of_its_names(client: Mlflow, version: object) -> None:
    assert good(client.post("registered-models/alias", name="churn", alias="champion", version=version)) == {}
    assert follow(client, "champion") == "1"
    assert get_version(client, "1")["aliases"] == ["1.0.0", "champion"]
    assert get_model(client)["aliases"] == [{"alias": "champion", "version": "1"}]


def test_an_alias_moves_and_goes(client: Mlflow) -> None:
    for version in ("1", "2"):
        good(client.post("registered-models/alias", name="churn", alias="champion", version=version))
    assert follow(client, "champion") == "2"
    assert get_version(client, "1")["aliases"] == ["1.0.0"]
    for _ in range(2):
        assert good(delete(client, "registered-models/alias", name="churn", alias="champion")) == {}
    answer = client.get("registered-models/alias", name="churn", alias="champion")
    assert_refused(answer, 400, "INVALID_PARAMETER_VALUE", "Registered model alias champion not found.")


def test_semantic_versions_and_ranges_are_aliases(client: Mlflow) -> None:
    names = ("1.0.0", "1.2.0", "1.2", "1", "2", "2.0.0-rc.1", "latest")
    assert [follow(client, name) for name in names] == ["1", "2", "2", "2", "3", "3", "2"]
    answer = client.get("registered-models/alias", name="churn", alias="9.9.9")
    assert (answer.status_code, answer.json()["error_code"]) == (404, "RESOURCE_DOES_NOT_EXIST")


@pytest.mark.parametrize(
    ("alias", "part"),
    [
        ("latest", "'latest' alias name (case insensitive) is reserved."),
        ("LATEST", "'latest' alias name (case insensitive) is reserved."),
        ("v1", "Version alias name 'v1' is reserved"),
        ("1", "is reserved"),
        ("1.2", "is reserved"),
        ("1.0.0", "is reserved"),
        ("\u0663", "is reserved"),
        ("a b", "Invalid alias name: 'a b'"),
        ("a/b", "Invalid alias name"),
        ("", "'alias'"),
        ("x" * 256, "'alias' exceeds the maximum length of 255"),
        ("a\0", "NUL"),
        (["a"], "'alias'"),
        (True, "'alias'"),
    ],
)
def test_an_alias_that_cannot_be_is_refused(client: Mlflow, alias: object, part: str) -> None:
    assert_invalid(client.post("registered-models/alias", name="churn", alias=alias, version="1"), part)
    assert "aliases" not in get_model(client)


def test_an_alias_of_no_version_is_refused(client: Mlflow) -> None:
    answer = client.post("registered-models/alias", name="churn", alias="a", version="9")
    assert (answer.status_code, answer.json()["error_code"]) == (404, "RESOURCE_DOES_NOT_EXIST")
    assert answer.json()["message"].startswith("Model Version (name=churn, version=9) not found.")
    unnamed: tuple[object, ...] = ("", [], None)
    for version in unnamed:
        answer = client.post("registered-models/alias", name="churn", alias="a", version=version)
        assert_invalid(answer, "'version'")


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_the_latest_versions_are_asked_for_by_stages_or_versions(client: Mlflow, method: str) -> None:
    good(client.post("model-versions/transition-stage", name="churn", version="1", stage="Production"))
    for stages, expected in (
        ((), ["2"]),
        (("Production",), ["1"]),
        (("none", "PRODUCTION"), ["2", "1"]),
        (("Staging",), []),
        (("1.2.0",), ["2"]),
        (("1.2",), ["2"]),
        (("3",), ["3"]),
        (("latest",), ["2"]),
    ):
        assert latest(client, *stages, method=method) == expected


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_another_stage_is_refused_in_mlflows_words(client: Mlflow, method: str) -> None:
    call = "registered-models/get-latest-versions"
    fields = {"name": "churn", "stages": ["prod"]}
    answer = client.get(call, **fields) if method == "GET" else client.post(call, **fields)
    message = "Invalid Model Version stage: 'prod'. Value must be one of None, Staging, Production, Archived."
    assert_refused(answer, 400, "INVALID_PARAMETER_VALUE", message)


def test_too_many_stages_are_refused(client: Mlflow) -> None:
    call = "registered-models/get-latest-versions"
    assert_invalid(client.post(call, name="churn", stages=["None"] * 101), "'stages'")
    assert good(client.post(call, name="churn", stages=["None"] * 100))["model_versions"]
    assert_invalid(client.post(call, name="churn", stages=[1]), "'stages[0]'")
