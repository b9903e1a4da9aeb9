"""webhook: what operators see of webhooks and their deliveries."""

import time
from typing import Any

from tests.cli.commands import Serving, answer, complaint
from tests.receiving import Answer, receiver

Store = tuple[str, str]
CALLS = "/api/v4/projects/1/ml/mlflow/api/2.0/mlflow/"


def post(server: Serving, call: str, **fields: Any) -> dict[str, Any]:
    sent = server.http.post(CALLS + call, json=fields, headers={"Authorization": f"Bearer {server.token}"})
    assert sent.status_code == 200, sent.text
    body: dict[str, Any] = sent.json()
    return body


def test_a_delivery_is_listed_and_sent_again(store: Store, server_with_hooks: Serving) -> None:
    with receiver([Answer(400, body=b"no"), Answer(200)]) as other:
        events = [{"entity": "REGISTERED_MODEL", "action": "CREATED"}]
        made = post(server_with_hooks, "webhooks", name="hook", url=other.url, events=events, secret="very-secret")
        webhook_id = made["webhook"]["webhook_id"]
        post(server_with_hooks, "registered-models/create", name="iris")
        first = settled(store, webhook_id, "failed")
        assert (first["event"], first["attempts"], first["status"]) == ("registered_model.created", 1, 400)
        assert answer("webhook", "redeliver", first["id"], *store)["state"] == "waiting"
        again = settled(store, webhook_id, "delivered")
        assert (again["id"], again["status"]) == (first["id"], 200)
    assert [each.headers["x-mlflow-delivery-id"] for each in other.received] == [first["id"]] * 2
    (listed,) = answer("webhook", "list", *store)
    assert listed == {
        "id": webhook_id,
        "project": 1,
        "name": "hook",
        "url": other.url,
        "events": ["registered_model.created"],
        "status": "active",
    }


def test_a_webhook_hears_of_events_that_mlflow_has_not(store: Store, server_with_hooks: Serving) -> None:
    with receiver() as other:
        events = [{"entity": "REGISTERED_MODEL", "action": "CREATED"}]
        made = post(server_with_hooks, "webhooks", name="hook", url=other.url, events=events)["webhook"]
        names = ("model_version.created", "registered_model.updated")
        assert answer("webhook", "listen", made["webhook_id"], *names, *store)["events"] == list(names)
        post(server_with_hooks, "registered-models/create", name="iris")
        post(server_with_hooks, "registered-models/rename", name="iris", new_name="rose")
        assert settled(store, made["webhook_id"], "delivered")["event"] == "registered_model.updated"
    headers = {"Authorization": f"Bearer {server_with_hooks.token}"}
    seen = server_with_hooks.http.get(f"{CALLS}webhooks/{made['webhook_id']}", headers=headers).json()["webhook"]
    assert seen["events"] == [{"entity": "MODEL_VERSION", "action": "CREATED"}]
    assert "MLflow's" in complaint("webhook", "listen", made["webhook_id"], "registered_model.updated", *store)


def test_what_is_not_there_is_said(store: Store) -> None:
    assert answer("webhook", "list", *store) == []
    for words in (("deliveries", "x"), ("listen", "x", "model_version.created")):
        assert "There is no webhook x." in complaint("webhook", *words, *store)
    assert "There is no delivery x" in complaint("webhook", "redeliver", "x", *store)
    assert "no entity 'y'" in complaint("webhook", "listen", "x", "y.created", *store)


def settled(store: Store, webhook_id: str, state: str) -> dict[str, Any]:
    """Wait until the one delivery of a webhook is in a state, and return it."""
    for _ in range(100):
        found = answer("webhook", "deliveries", webhook_id, *store)
        if [each["state"] for each in found] == [state]:
            only: dict[str, Any] = found[0]
            return only
        time.sleep(0.2)
    raise AssertionError(found)
