"""The same calls, good and bad, on PostgreSQL."""

from collections.abc import Iterator

import pytest

from modelstead.http.endpoint import Endpoint
from modelstead.mlflow_api.endpoints import ENDPOINTS
from tests.mlflow_api.samples import EVERY, SAMPLES, call, check_success, label, make
from tests.mlflow_api.sending import data_of, good, send, stored
from tests.mlflow_api.test_bad_input_documents import BODIES
from tests.mlflow_api.test_bad_input_ids import IDS
from tests.people import settle
from tests.postgresql import Postgresql
from tests.serving import Mlflow, running


@pytest.fixture(scope="module")
def client(postgresql: Postgresql, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mlflow]:
    """Return a developer's client of a server on PostgreSQL."""
    with running(
        tmp_path_factory.mktemp("server"), database_url=postgresql.database(kept=True), database_pool=3
    ) as server:
        people = settle(server.server, "team/project")
        yield server.client(people.developer, people.project.id)


@pytest.mark.parametrize("endpoint", EVERY, ids=label)
def test_a_sample_of_each_call_succeeds(client: Mlflow, endpoint: Endpoint) -> None:
    check_success(endpoint, call(client, endpoint, SAMPLES[endpoint.path](make(client))))


@pytest.mark.parametrize("endpoint", ENDPOINTS, ids=label)
def test_no_body_is_a_5xx(client: Mlflow, endpoint: Endpoint) -> None:
    for name, body in BODIES.items():
        assert send(client, endpoint.path, body, method=endpoint.method).status_code < 500, name


@pytest.mark.parametrize("wrong", [*IDS, "0" * 19, "9223372036854775807", "\x7f"], ids=range(len(IDS) + 3))
def test_no_id_is_a_5xx(client: Mlflow, wrong: str) -> None:
    made = make(client).whole()
    for endpoint in EVERY:
        for name in (
            "address",
            "path",
            "experiment_id",
            "run_id",
            "run_uuid",
            "experiment_name",
            "metric_key",
            "key",
            "page_token",
            "model_id",
            "tag_key",
            "name",
            "version",
            "alias",
            "stage",
            "source",
        ):
            if name in endpoint.request.__struct_fields__:
                fields = SAMPLES[endpoint.path](made) | {name: wrong}
                assert call(client, endpoint, fields).status_code < 500, (endpoint.path, name)


def test_numbers_and_texts_are_kept_exactly(client: Mlflow) -> None:
    run_id = client.run(start_time=2**63 - 1)
    ends = [(2**63 - 1, -(2**63), "-Infinity"), (0, 2**63 - 1, "NaN"), (0, 0, 5e-324)]
    metrics = [{"key": f"m{n}", "timestamp": t, "step": s, "value": v} for n, (t, s, v) in enumerate(ends)]
    params = [{"key": "p", "value": "Ωμέγα 🚀 \u202e \x01 \\ ' % ?"}]
    good(client.post("runs/log-batch", run_id=run_id, metrics=metrics, params=params))
    metrics[0]["value"] = -1.7976931348623157e308
    assert data_of(client, run_id) == {"metrics": metrics, "params": params}
    assert stored(client, run_id)["info"]["start_time"] == 2**63 - 1


def test_pages_over_ties_hold_each_point_once(client: Mlflow) -> None:
    run_id = client.run()
    values = ["-Infinity", -1, 0, "NaN", 1e-9, "Infinity"]
    metrics = [{"key": "m", "timestamp": 1, "step": 0, "value": value} for value in values]
    good(client.post("runs/log-batch", run_id=run_id, metrics=metrics))
    seen: list[object] = []
    token = ""
    for _ in values:
        page = good(client.get("metrics/get-history", run_id=run_id, metric_key="m", max_results=1, page_token=token))
        seen += [point["value"] for point in page["metrics"]]
        token = page.get("next_page_token", "")
    assert token == ""
    assert seen == [-1.7976931348623157e308, -1.0, 0.0, "NaN", 1e-9, 1.7976931348623157e308]


def test_names_are_ordered_as_on_sqlite(client: Mlflow) -> None:
    run_id = client.run()
    keys = ["Z", "_", "a", "a b", "a-b", "a/c", "b", "ä", "я"]
    tags = [{"key": key, "value": "1"} for key in reversed(keys)]
    good(client.post("runs/log-batch", run_id=run_id, tags=tags, params=tags))
    data = data_of(client, run_id)
    assert [param["key"] for param in data["params"]] == keys
    assert [tag["key"] for tag in data["tags"]] == keys
