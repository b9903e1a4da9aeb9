"""Lets jobs of GitHub Actions send their ID token, which is good for minutes only, and a new one in time.

MLflow finds `GitHubToken` by the entry point group `mlflow.request_header_provider` and asks it before each request. It
does nothing unless MLFLOW_TRACKING_AUDIENCE names the server that tokens are for, and the job may ask for them.
"""

import base64
import json
import os
import threading
import time
import urllib.parse
import urllib.request

AUDIENCE = "MLFLOW_TRACKING_AUDIENCE"
ASK_AT, ASK_WITH = "ACTIONS_ID_TOKEN_REQUEST_URL", "ACTIONS_ID_TOKEN_REQUEST_TOKEN"
OTHER_WAYS = ("MLFLOW_TRACKING_TOKEN", "MLFLOW_TRACKING_USERNAME")  # MLflow's own, which come first
EARLY_SECONDS = 60  # before its end a token is replaced, so that none ends on its way
TIMEOUT_SECONDS = 10
ANSWER_BYTES = 65_536


class GitHubToken:
    """What MLflow calls a request header provider."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._token, self._good_until = "", 0.0

    def in_context(self) -> bool:
        """Tell whether this job is to ask for tokens."""
        names = (AUDIENCE, ASK_AT, ASK_WITH)
        return all(map(os.environ.get, names)) and not any(map(os.environ.get, OTHER_WAYS))

    def request_headers(self) -> dict[str, str]:
        """Return the header with a token that is good."""
        with self._lock:  # many threads of a client, one question
            if time.time() >= self._good_until - EARLY_SECONDS:
                self._token = _new_token()
                self._good_until = _end_of(self._token)
            return {"Authorization": f"Bearer {self._token}"}


def _new_token() -> str:
    address = os.environ[ASK_AT]
    if not address.startswith(("https://", "http://")):
        raise ValueError(f"{ASK_AT} is no address of the web")
    wanted = urllib.parse.urlencode({"audience": os.environ[AUDIENCE]})
    asked = urllib.request.Request(  # noqa: S310 - its scheme is looked at above
        f"{address}{'&' if '?' in address else '?'}{wanted}",
        headers={"Authorization": f"Bearer {os.environ[ASK_WITH]}", "Accept": "application/json"},
    )
    with urllib.request.urlopen(asked, timeout=TIMEOUT_SECONDS) as answer:  # noqa: S310
        return str(json.loads(answer.read(ANSWER_BYTES))["value"])


def _end_of(token: str) -> float:
    """Return when a token ends, as it says itself; whether it is genuine is for the server to say."""
    payload = token.split(".")[1]
    return float(json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))["exp"])
