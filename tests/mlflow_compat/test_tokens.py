"""The stock client gets by each kind of token what its role and scopes allow, and nothing else."""

import json
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from tests.mlflow_compat.server import Server

RunScript = Callable[..., dict[str, object]]

READS = ("read", "search", "list files")
WRITES = ("log", "upload", "register")
EVERYTHING = dict.fromkeys(READS + WRITES, "ok")
READING = dict.fromkeys(READS, "ok") | dict.fromkeys(WRITES, "PERMISSION_DENIED")
NOTHING = dict.fromkeys(READS + WRITES, "PERMISSION_DENIED")
HIDDEN = dict.fromkeys(READS + WRITES, "RESOURCE_DOES_NOT_EXIST")
REFUSED = dict.fromkeys(READS + WRITES, "UNAUTHENTICATED")


@pytest.fixture
def call(server: Server) -> Callable[..., Any]:
    """Return a function that sends calls of the REST API as the administrator."""
    base = server.tracking_uri.partition("/projects/")[0]

    def send(method: str, path: str, **fields: Any) -> Any:
        headers = {"PRIVATE-TOKEN": server.token}
        answer = httpx.request(method, f"{base}/{path}", json=fields or None, headers=headers)
        assert answer.is_success, answer.text
        return answer.json() if answer.content else None

    return send


def person(call: Callable[..., Any], name: str, level: int | None, *scopes: str) -> dict[str, Any]:
    """Make a person with a role in project 1, and a token."""
    user = call("POST", "users", username=name)["id"]
    if level is not None:
        call("POST", "projects/1/members", user_id=user, access_level=level)
    token: dict[str, Any] = call("POST", f"users/{user}/personal_access_tokens", name=name, scopes=scopes)
    return token


def test_each_kind_of_token_gets_what_its_role_and_scopes_allow(
    server: Server, call: Callable[..., Any], run_script: RunScript
) -> None:
    bots, mlflow = "projects/1/access_tokens", "projects/1/ml/mlflow/api/2.0/mlflow"
    run = call("POST", f"{mlflow}/runs/create", experiment_id="0")["run"]["info"]["run_id"]
    tokens = {
        "developer": person(call, "tokens-developer", 30, "api"),
        "reading developer": person(call, "tokens-reading", 30, "read_api"),
        "user reader": person(call, "tokens-user-reader", 40, "read_user"),
        "reporter": person(call, "tokens-reporter", 20, "api"),
        "guest": person(call, "tokens-guest", 10, "api"),
        "stranger": person(call, "tokens-stranger", None, "api"),
        "project bot": call("POST", bots, name="b", scopes=["api"], access_level=30),
        "reading project bot": call("POST", bots, name="b", scopes=["read_api"], access_level=40),
        "reporting project bot": call("POST", bots, name="b", scopes=["api"], access_level=20),
        "group bot": call("POST", "groups/admin/access_tokens", name="b", scopes=["api"], access_level=30),
        "guest group bot": call("POST", "groups/admin/access_tokens", name="b", scopes=["api"], access_level=10),
        "revoked": person(call, "tokens-revoked", 50, "api"),
    }
    rotated = call("POST", f"{bots}/{tokens['project bot']['id']}/rotate")
    call("DELETE", f"personal_access_tokens/{tokens['revoked']['id']}")
    secrets = {name: token["token"] for name, token in tokens.items()} | {"project bot": rotated["token"]}
    seen = run_script("3", "try_tokens.py", TOKENS=json.dumps(secrets), RUN_ID=run)
    assert seen == {
        "developer": EVERYTHING,
        "reading developer": READING,
        "user reader": NOTHING,
        "reporter": READING,
        "guest": READING,
        "stranger": HIDDEN,
        "project bot": EVERYTHING,
        "reading project bot": READING,
        "reporting project bot": READING,
        "group bot": EVERYTHING,
        "guest group bot": READING,
        "revoked": REFUSED,
    }
    assert server.token not in secrets.values()
