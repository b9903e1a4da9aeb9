"""A server that may call receivers on loopback, and a maintainer's client of it."""

import itertools
from typing import Any

from tests.mlflow_api.sending import good
from tests.people import People, settle
from tests.serving import Mlflow, Running

EVENT = {"entity": "MODEL_VERSION", "action": "CREATED"}
OTHER = {"entity": "MODEL_VERSION_ALIAS", "action": "DELETED"}

_numbers = itertools.count()


def settled(server: Running) -> People:
    """Make a project with a member of each role."""
    return settle(server.server, f"hooks/project-{next(_numbers)}")


def create(client: Mlflow, **fields: Any) -> dict[str, Any]:
    """Create a webhook and return it as the server answers."""
    wanted = {"name": "hook", "url": "http://127.0.0.1:9/", "events": [EVENT]} | fields
    made: dict[str, Any] = good(client.post("webhooks", **wanted))["webhook"]
    return made


def patch(client: Mlflow, webhook_id: str, **fields: Any) -> Any:
    return client.http.patch(f"{client.base}webhooks/{webhook_id}", json=fields, headers=client.headers)


def delete(client: Mlflow, webhook_id: str) -> Any:
    return client.http.delete(f"{client.base}webhooks/{webhook_id}", headers=client.headers)
