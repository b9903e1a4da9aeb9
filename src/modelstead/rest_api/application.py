"""GitLab's REST API below `/api/v4`, without what is MLflow's: `/api/v4/projects/<id or path>/ml/mlflow`."""

import re
from urllib.parse import unquote

from modelstead.http.endpoint import Match, Routes
from modelstead.rest_api.dialect import RestDialect
from modelstead.rest_api.endpoints import INSTANCE, PROJECT

_CALL = re.compile(r"/api/v4/(?!projects/[^/]+/ml/mlflow(?:/|$))(?:projects/([^/]+)/)?(.*)", re.DOTALL)


class RestApi:
    """See http.endpoint.Application."""

    def __init__(self, url: str) -> None:
        self.endpoints = PROJECT + INSTANCE
        self._dialect = RestDialect(url)
        self._project = Routes(PROJECT)
        self._instance = Routes(INSTANCE)

    def match(self, method: str, path: str) -> Match | None:
        found = _CALL.fullmatch(path)
        if found is None:
            return None
        project, call = found.groups()
        if project is None:
            matched = self._instance.match(self._dialect, method, call)
        else:
            matched = self._project.match(self._dialect, method, call, unquote(project, errors="replace"))
        return matched or Match(self._dialect, None)
