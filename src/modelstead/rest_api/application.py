"""GitLab's REST API below `/api/v4`, without what is MLflow's: `/api/v4/projects/<id or path>/ml/mlflow`."""

import re
from urllib.parse import unquote

from modelstead.http.endpoint import Match, Place, Routes
from modelstead.rest_api.dialect import RestDialect
from modelstead.rest_api.endpoints import GROUP, PROJECT, SERVER

_CALL = re.compile(
    r"/api/v4/(?!projects/[^/]+/ml/mlflow(?:/|$))(?:(projects|groups)/([^/]+)(?:/(.*))?|(.*))", re.DOTALL
)


class RestApi:
    """See http.endpoint.Application."""

    def __init__(self, url: str) -> None:
        self.endpoints = PROJECT + GROUP + SERVER
        self._dialect = RestDialect(url)
        self._below = {"projects": Routes(PROJECT), "groups": Routes(GROUP, Place.GROUP)}
        self._server = Routes(SERVER, Place.SERVER)

    def match(self, method: str, path: str) -> Match | None:
        found = _CALL.fullmatch(path)
        if found is None:
            return None
        noun, name, below, call = found.groups()
        if noun is None:
            matched = self._server.match(self._dialect, method, call)
        else:
            matched = self._below[noun].match(self._dialect, method, below or "", unquote(name, errors="replace"))
        return matched or Match(self._dialect, None)
