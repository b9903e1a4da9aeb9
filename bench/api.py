"""Call a target's MLflow API one request at a time: to prepare a row and to read back what it wrote."""

import http.client
from collections.abc import Mapping
from contextlib import closing
from types import TracebackType
from typing import Self, TypeVar
from urllib.parse import urlencode, urlsplit

import msgspec

from bench.endpoint import HOST, Endpoint

TIMEOUT_SECONDS = 120
# What MLflow's own server gives at most in one page of a metric's history.
HISTORY_PAGE = 25_000
WALK_PAGE = 10_000

T = TypeVar("T")


class ApiError(Exception):
    """An answer that is not 200, or not what MLflow's contract promises."""


class Metric(msgspec.Struct, frozen=True):
    """Hold a metric's latest point."""

    key: str
    value: float
    step: int = 0


class Pair(msgspec.Struct, frozen=True):
    """Hold a parameter or a tag."""

    key: str
    value: str


class RunInfo(msgspec.Struct, frozen=True):
    """Hold what a run is, without its data."""

    run_id: str
    status: str = ""
    artifact_uri: str = ""


class RunData(msgspec.Struct, frozen=True):
    """Hold what a run has logged."""

    metrics: list[Metric] = []
    params: list[Pair] = []
    tags: list[Pair] = []


class Run(msgspec.Struct, frozen=True):
    """Hold a run."""

    info: RunInfo
    data: RunData = msgspec.field(default_factory=RunData)

    @property
    def points(self) -> dict[str, tuple[int, float]]:
        """Return the latest step and value of each metric."""
        return {metric.key: (metric.step, metric.value) for metric in self.data.metrics}


class Page(msgspec.Struct, frozen=True):
    """Hold a page of runs."""

    runs: list[Run] = []
    next_page_token: str = ""


class _RunAnswer(msgspec.Struct, frozen=True):
    run: Run


class _ExperimentAnswer(msgspec.Struct, frozen=True):
    experiment_id: str


class _Point(msgspec.Struct, frozen=True):
    step: int = 0


class _HistoryAnswer(msgspec.Struct, frozen=True):
    metrics: list[_Point] = []
    next_page_token: str = ""


class Api:
    """Hold one connection to a target; use it in a `with` block."""

    def __init__(self, endpoint: Endpoint, timeout_seconds: float = TIMEOUT_SECONDS) -> None:
        self._endpoint = endpoint
        self._connection = http.client.HTTPConnection(HOST, endpoint.port, timeout=timeout_seconds)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._connection.close()

    def create_experiment(self, name: str) -> str:
        """Create an experiment and return its id."""
        return self.post("experiments/create", {"name": name}, _ExperimentAnswer).experiment_id

    def create_run(self, experiment: str) -> str:
        """Create a run and return its id."""
        body = {"experiment_id": experiment, "start_time": 1_700_000_000_000, "tags": []}
        return self.post("runs/create", body, _RunAnswer).run.info.run_id

    def get_run(self, run: str) -> Run:
        """Return a run with its latest metrics, params and tags."""
        return self.get("runs/get", {"run_id": run}, _RunAnswer).run

    def artifact_root(self, run: str) -> str:
        """Return the folder of a run's files in the artifact proxy."""
        address = urlsplit(self.get_run(run).info.artifact_uri)
        if address.scheme != "mlflow-artifacts":
            raise ApiError(f"the files of a run are at {address.geturl()}, which is not behind the artifact proxy")
        return address.path.strip("/")

    def get_file(self, address: str) -> bytes:
        """Return a file from the artifact proxy."""
        return self._exchange("GET", self._endpoint.artifact_path(address), None, self._endpoint.authorization)

    def search_runs(self, body: dict[str, object]) -> Page:
        """Return a page of runs."""
        return self.post("runs/search", body, Page)

    def token_behind(self, body: dict[str, object], runs: int) -> str:
        """Return the token of the page behind the first `runs` of a search, walking there."""
        token = ""
        for behind in range(0, runs, WALK_PAGE):
            size = min(runs - behind, WALK_PAGE)
            token = self.search_runs(body | {"max_results": size, "page_token": token}).next_page_token
            if not token:
                raise ApiError(f"nothing is listed behind {runs:,} runs")
        return token

    def count_points(self, run: str, key: str) -> int:
        """Return how many points the history of a metric has."""
        query = {"run_id": run, "metric_key": key, "max_results": str(HISTORY_PAGE)}
        count = 0
        while True:
            page = self.get("metrics/get-history", query, _HistoryAnswer)
            count += len(page.metrics)
            if not page.next_page_token:
                return count
            query["page_token"] = page.next_page_token

    def post(self, call: str, body: Mapping[str, object], answer: type[T]) -> T:
        """Return the answer of any call by POST."""
        return self._call("POST", self._endpoint.path(call), msgspec.json.encode(body), answer)

    def get(self, call: str, query: Mapping[str, str], answer: type[T]) -> T:
        """Return the answer of any call by GET."""
        return self._call("GET", f"{self._endpoint.path(call)}?{urlencode(query)}", None, answer)

    def _call(self, method: str, path: str, body: bytes | None, answer: type[T]) -> T:
        data = self._exchange(method, path, body, self._endpoint.headers)
        try:
            # MLflow's JSON may write a 64-bit integer as a string.
            return msgspec.json.decode(data, type=answer, strict=False)
        except msgspec.MsgspecError as error:
            raise ApiError(f"{method} {path}: {error}") from error

    def _exchange(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> bytes:
        self._connection.request(method, path, body, headers)
        with closing(self._connection.getresponse()) as response:
            data = response.read()
        if response.status != 200:
            raise ApiError(f"{method} {path} was answered {response.status}: {data[:300].decode(errors='replace')}")
        return data
