"""MLflow's REST API below `/api/v4/projects/<id or path>/ml/mlflow`, and, for the default project, at the root.

A tracking URI may end in a slash, so that calls come with two.
"""

import re
from urllib.parse import unquote

from modelstead.http.endpoint import Match, Routes
from modelstead.http.reception import SAFE_METHODS
from modelstead.mlflow_api.dialect import MlflowDialect
from modelstead.mlflow_api.endpoints import ARTIFACTS, ENDPOINTS, PROBES, WEBHOOKS

_PROJECT = re.compile(r"/api/v4/projects/([^/]+)/ml/mlflow(?:/{1,2}(.*))?", re.DOTALL)
_CALL = re.compile(r"(?:ajax-)?api/[23]\.0/(?:preview/)?(mlflow|mlflow-artifacts)/(.*)", re.DOTALL)
_AT_ROOT = re.compile(r"/{1,2}((?:ajax-)?api/.*|get-artifact)", re.DOTALL)


class MlflowApi:
    """See http.endpoint.Application."""

    def __init__(self, default_project: int) -> None:
        self.endpoints = ENDPOINTS + WEBHOOKS + ARTIFACTS + PROBES
        self._dialect = MlflowDialect()
        self._default_project = str(default_project)
        self._calls = {"mlflow": Routes(ENDPOINTS + WEBHOOKS), "mlflow-artifacts": Routes(ARTIFACTS)}
        self._probes = Routes(PROBES)

    def match(self, method: str, path: str) -> Match | None:
        found = _PROJECT.fullmatch(path)
        if found is not None:
            project, rest = unquote(found[1], errors="replace"), found[2] or ""
            if not rest and method in SAFE_METHODS:  # somebody opens a tracking URI in a browser: the pages' to answer
                return None
        else:
            found = _AT_ROOT.fullmatch(path)
            if found is None:
                return None
            project, rest = self._default_project, found[1]
        call = _CALL.fullmatch(rest)
        routes, path = (self._probes, rest) if call is None else (self._calls[call[1]], call[2])
        return routes.match(self._dialect, method, path, project) or Match(self._dialect, None)
