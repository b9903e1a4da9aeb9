"""The call that tests a webhook: it sends an example at once and says what came of it."""

import json
from collections.abc import Iterator

import pytest

from modelstead.domain.delivery import signature
from tests.mlflow_api.sending import assert_invalid, good
from tests.mlflow_api.webhooks import EVENT, OTHER, create, settled
from tests.receiving import LOOPBACK, Answer, receiver
from tests.serving import Mlflow, Running, running


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with running(tmp_path_factory.mktemp("server"), webhook_allowed_addresses=LOOPBACK) as started:
        yield started


@pytest.fixture
def maintainer(server: Running) -> Mlflow:
    people = settled(server)
    return server.client(people.maintainer, people.project.id)


def test_an_example_of_the_first_event_arrives_signed(maintainer: Mlflow) -> None:
    with receiver([Answer(201, body=b"noted")]) as other:
        made = create(maintainer, url=other.url, secret="s3cret", events=[OTHER, EVENT])
        result = good(maintainer.post(f"webhooks/{made['webhook_id']}/test"))
    assert result == {"result": {"success": True, "response_status": 201, "response_body": "noted"}}
    (got,) = other.received
    body = json.loads(got.body)
    assert (body["entity"], body["action"]) == ("model_version_alias", "deleted")
    assert body["data"] == {"name": "example_model", "alias": "example_alias"}
    identity, at = got.headers["x-mlflow-delivery-id"], got.headers["x-mlflow-timestamp"]
    assert got.headers["x-mlflow-signature"] == signature("s3cret", identity, at, got.body.decode())


def test_an_example_of_another_event_may_be_asked_for(maintainer: Mlflow) -> None:
    with receiver() as other:
        made = create(maintainer, url=other.url)
        good(maintainer.post(f"webhooks/{made['webhook_id']}/test", event=OTHER))
    assert json.loads(other.received[0].body)["entity"] == "model_version_alias"
    wrong = {"entity": "MODEL_VERSION", "action": "SET"}
    assert_invalid(maintainer.post(f"webhooks/{made['webhook_id']}/test", event=wrong), "Valid actions")


@pytest.mark.parametrize("status", [302, 404, 500])
def test_a_receiver_that_does_not_take_it_is_no_success(maintainer: Mlflow, status: int) -> None:
    with receiver([Answer(status, body=b"no")]) as other:
        made = create(maintainer, url=other.url)
        result = good(maintainer.post(f"webhooks/{made['webhook_id']}/test"))["result"]
    assert result == {"success": False, "response_status": status, "response_body": "no"}
    assert len(other.received) == 1


def test_a_receiver_that_is_not_there_is_said_in_words(maintainer: Mlflow) -> None:
    with receiver() as other:
        made = create(maintainer, url=other.url)
    result = good(maintainer.post(f"webhooks/{made['webhook_id']}/test"))["result"]
    assert result["success"] is False
    assert result["error_message"].startswith("Failed to test webhook: The server could not be connected to: ")
    assert "/hook" not in result["error_message"]


def test_a_disabled_webhook_can_be_tested(maintainer: Mlflow) -> None:
    with receiver() as other:
        made = create(maintainer, url=other.url, status="DISABLED")
        assert good(maintainer.post(f"webhooks/{made['webhook_id']}/test"))["result"]["success"] is True


def test_others_are_answered_while_a_slow_receiver_is_tested(maintainer: Mlflow) -> None:
    with receiver(slow=True) as other:
        made = create(maintainer, url=other.url)
        call = f"{maintainer.base}webhooks/{made['webhook_id']}/test"
        with maintainer.http.__class__(timeout=0.5) as impatient, pytest.raises(Exception, match="timed out"):
            impatient.post(call, json={}, headers=maintainer.headers)
        assert good(maintainer.post("runs/search", experiment_ids=["0"])) == {}
        assert create(maintainer, name="another")["name"] == "another"
