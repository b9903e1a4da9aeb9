"""Webhooks: made, listed, changed, tested, deleted; and what arrives when something happens in the registry."""

import base64
import hmac
import json
import queue
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

from mlflow import MlflowClient

from .expectations import contains, need, new_name, refused, same

SECONDS = 20
SECRET = "a secret of both sides"


@contextmanager
def _receiver() -> Iterator[tuple[str, Any]]:
    """Receive on loopback; what arrives comes out of the queue."""
    arrived: Any = queue.Queue()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            arrived.put(({name.lower(): value for name, value in self.headers.items()}, body))
            self.send_response(200)
            self.send_header("Content-Length", "5")
            self.end_headers()
            self.wfile.write(b"noted")

        def log_message(self, *_: object) -> None:
            """Print nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/hook", arrived
    finally:
        server.shutdown()
        server.server_close()
        thread.join(SECONDS)


def _client() -> MlflowClient:
    need(MlflowClient, "create_webhook")
    return MlflowClient()


def _is_signed(headers: dict[str, str], body: bytes) -> bool:
    """Check a signature by the rule that MLflow's pages give to receivers."""
    signed = f"{headers['x-mlflow-delivery-id']}.{headers['x-mlflow-timestamp']}.{body.decode()}"
    digest = base64.b64encode(hmac.digest(SECRET.encode(), signed.encode(), "sha256")).decode()
    return hmac.compare_digest(headers["x-mlflow-signature"], f"v1,{digest}")


def a_webhook_is_made_and_read_back() -> None:
    client = _client()
    made = client.create_webhook(
        name="hook",
        url="http://127.0.0.1:9/hook",
        events=["model_version.created", "prompt.created"],
        description="about it",
        secret=SECRET,
    )
    found = client.get_webhook(made.webhook_id)
    for each in (made, found):
        same((each.name, each.url, each.description), ("hook", "http://127.0.0.1:9/hook", "about it"))
        same(sorted(map(str, each.events)), ["model_version.created", "prompt.created"])
        same((str(each.status), each.secret), ("ACTIVE", None))
    client.delete_webhook(made.webhook_id)


def webhooks_are_listed_page_by_page() -> None:
    client = _client()
    made = [
        client.create_webhook(name=f"page-{number}", url="http://127.0.0.1:9/", events=["model_version.created"])
        for number in range(3)
    ]
    found, token = [], None
    while True:
        page = client.list_webhooks(max_results=2, page_token=token)
        found += [each.webhook_id for each in page]
        token = page.token
        if not token:
            break
    same(
        [each for each in found if each in {hook.webhook_id for hook in made}], [hook.webhook_id for hook in made[::-1]]
    )
    for hook in made:
        client.delete_webhook(hook.webhook_id)


def a_webhook_is_changed() -> None:
    client = _client()
    made = client.create_webhook(name="hook", url="http://127.0.0.1:9/", events=["model_version.created"])
    client.update_webhook(made.webhook_id, name="other", events=["model_version_alias.created"], status="DISABLED")
    found = client.get_webhook(made.webhook_id)
    same((found.name, str(found.status), found.url), ("other", "DISABLED", "http://127.0.0.1:9/"))
    same([str(event) for event in found.events], ["model_version_alias.created"])
    client.delete_webhook(made.webhook_id)


def a_deleted_webhook_is_gone() -> None:
    client = _client()
    made = client.create_webhook(name="hook", url="http://127.0.0.1:9/", events=["model_version.created"])
    client.delete_webhook(made.webhook_id)
    contains(refused("RESOURCE_DOES_NOT_EXIST", client.get_webhook, made.webhook_id), made.webhook_id)


def an_address_inside_the_server_s_network_is_refused() -> None:
    client = _client()
    for url in ("http://10.0.0.1/", "http://169.254.169.254/latest/meta-data/", "ftp://127.0.0.1/"):
        refused("INVALID_PARAMETER_VALUE", client.create_webhook, "hook", url, ["model_version.created"])


def a_test_arrives_signed() -> None:
    client = _client()
    with _receiver() as (url, arrived):
        made = client.create_webhook(name="hook", url=url, events=["model_version.created"], secret=SECRET)
        result = client.test_webhook(made.webhook_id)
        same((result.success, result.response_status, result.response_body), (True, 200, "noted"))
        headers, body = arrived.get(timeout=SECONDS)
        same(_is_signed(headers, body), expected=True)
        same((json.loads(body)["entity"], json.loads(body)["action"]), ("model_version", "created"))
        client.test_webhook(made.webhook_id, "model_version_tag.set")  # one that it does not listen to
        same(json.loads(arrived.get(timeout=SECONDS)[1])["entity"], "model_version_tag")
        client.delete_webhook(made.webhook_id)


def a_new_version_its_tag_and_its_alias_arrive_signed() -> None:
    client = _client()
    name = new_name("model")
    events = [
        "registered_model.created",
        "model_version.created",
        "model_version_tag.set",
        "model_version_alias.created",
    ]
    with _receiver() as (url, arrived):
        made = client.create_webhook(name="hook", url=url, events=events, secret=SECRET)
        client.create_registered_model(name, tags={"team": "vision"}, description="about it")
        client.create_model_version(name, "s3://bucket/model", description="first")
        client.set_model_version_tag(name, "1", "ready", "yes")
        client.set_registered_model_alias(name, "best", "1")
        got = {}
        for _ in events:
            headers, body = arrived.get(timeout=SECONDS)
            same(_is_signed(headers, body), expected=True)
            document = json.loads(body)
            got[f"{document['entity']}.{document['action']}"] = document["data"]
        same(got["registered_model.created"], {"name": name, "tags": {"team": "vision"}, "description": "about it"})
        version = got["model_version.created"]
        same((version["name"], version["version"], version["description"]), (name, "1", "first"))
        same((version["source"], version["tags"]), ("s3://bucket/model", {}))
        same((got["model_version_tag.set"]["key"], got["model_version_tag.set"]["value"]), ("ready", "yes"))
        same(
            (got["model_version_alias.created"]["alias"], got["model_version_alias.created"]["version"]), ("best", "1")
        )
        client.delete_webhook(made.webhook_id)
