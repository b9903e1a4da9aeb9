"""model-versions/create: versions without a run and with a source elsewhere, each connection those of its own model."""

from collections.abc import Generator
from dataclasses import dataclass

from bench.api import Api
from bench.endpoint import Endpoint
from bench.load import Answers
from bench.registry import Answer
from bench.row import Cell, Outcome, outcome


@dataclass(frozen=True, slots=True)
class NewVersions:
    """Create one version of the connection's model after the other."""

    models: tuple[str, ...]

    def requests(self, endpoint: Endpoint, connection: int) -> Generator[bytes, bytes, None]:
        """Yield whole HTTP requests for ever."""
        body = f'{{"name":"{self.models[connection]}","source":"s3://bucket/model"}}'.encode()
        request = endpoint.post("model-versions/create")(body)
        while True:
            yield request


def measure(cell: Cell, connections: int) -> Outcome:
    """Return requests/s, p50 and p99 in ms."""
    models = tuple(f"new-{connections}-{connection}" for connection in range(connections))
    with Api(cell.site.endpoint) as api:
        for model in models:
            api.post("registered-models/create", {"name": model}, Answer)
    answers = cell.load(NewVersions(models), connections)
    return outcome(answers, (answers.rate, answers.p50, answers.p99), _mismatches(cell, models, answers))


def _mismatches(cell: Cell, models: tuple[str, ...], answers: Answers) -> list[str]:
    found = []
    with Api(cell.site.endpoint) as api:
        for connection in answers.sample:
            made, model = answers.good[connection], models[connection]
            query = {"filter": f"name = '{model}'", "max_results": str(made + 1)}
            stored = [version.version for version in api.get("model-versions/search", query, Answer).model_versions]
            if stored != [str(number) for number in range(made, 0, -1)]:
                found.append(f"{made} versions of {model} were acknowledged, {len(stored)} are stored")
    return found
