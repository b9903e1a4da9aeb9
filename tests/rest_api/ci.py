"""Send calls about CI jobs."""

import json
from typing import Any

import httpx

from tests.rest_api.calling import Rest, good


def sent(api: Rest, method: str, path: str, **fields: Any) -> httpx.Response:
    headers = {**api.headers, "Content-Type": "application/json"}
    return api.http.request(method, api.base + path, content=json.dumps(fields), headers=headers)


def put(api: Rest, path: str, **fields: Any) -> Any:
    return good(sent(api, "PUT", path, **fields))
