"""The model registry: searches, look-ups and new versions among 5,000 models with 10 versions each."""

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import cycle

from bench.api import Api, ApiError
from bench.endpoint import Endpoint
from bench.registry import Answer, Model, Version, as_model, as_version
from bench.row import Cell, Figure, Outcome, Row, outcome
from bench.rows import new_versions
from bench.seeds.data import ALIAS, Seeded, SeededModel, versions_of
from bench.target import Place, Store

MODELS = 5_000
# Each of them is promoted to five versions.
RUNS = 10_000
PLACE = Place(Store.SQLITE, RUNS, MODELS)
PAGE = 100
# The largest page of models.
WALK_PAGE = 1_000
# So many answers of a row are compared with what they must be.
COMPARED = 10

SEARCH_MODELS, SEARCH_VERSIONS = "registered-models/search", "model-versions/search"
# Clients send it with every search of models.
NO_PROMPTS = "tag.`mlflow.prompt.is_prompt` != 'true'"


@dataclass(frozen=True, slots=True)
class Question:
    """Hold a GET, how many models lie before the page that it is about, and what the answer must hold."""

    call: str
    query: dict[str, str]
    right: Sequence[Model | Version]
    skipped: int = field(default=0, kw_only=True)


@dataclass(frozen=True, slots=True)
class Ask:
    """Ask one question after the other, again and again."""

    questions: tuple[tuple[str, dict[str, str]], ...]

    def requests(self, endpoint: Endpoint, _connection: int) -> Generator[bytes, bytes, None]:
        """Yield whole HTTP requests for ever."""
        requests = cycle([endpoint.get(call, query) for call, query in self.questions])
        while True:
            yield next(requests)


def _models_page(models: Sequence[SeededModel], condition: str = "", *, skipped: int = 0) -> list[Question]:
    query = {"max_results": str(PAGE), "filter": " AND ".join(filter(None, (condition, NO_PROMPTS)))}
    page = sorted(models)[skipped : skipped + PAGE]
    return [Question(SEARCH_MODELS, query, [as_model(model) for model in page], skipped=skipped)]


def _first(seeded: Seeded) -> list[Question]:
    return _models_page(seeded.models)


def _deep(seeded: Seeded) -> list[Question]:
    return _models_page(seeded.models, skipped=len(seeded.models) * 9 // 10)


def _by_name(seeded: Seeded) -> list[Question]:
    return _models_page([model for model in seeded.models if "42" in model.name], "name LIKE '%42%'")


def _by_tag(seeded: Seeded) -> list[Question]:
    return _models_page([model for model in seeded.models if model.tags["team"] == "v3"], "tags.team = 'v3'")


def _of_model(seeded: Seeded) -> list[Question]:
    return [
        Question(
            SEARCH_VERSIONS,
            {"max_results": str(PAGE), "filter": f"name = '{model.name}'"},
            [as_version(version) for version in reversed(model.versions)],
        )
        for model in seeded.models
    ]


def _of_run(seeded: Seeded) -> list[Question]:
    right: dict[str, list[Version]] = {run.run_id: [] for run in seeded.runs}
    for version in versions_of(seeded.models):
        right[version.run_id].insert(0, as_version(version))
    return [
        Question(SEARCH_VERSIONS, {"max_results": str(PAGE), "filter": f"run_id = '{run}'"}, versions)
        for run, versions in right.items()
    ]


def _of_tag(seeded: Seeded) -> list[Question]:
    found = [as_version(version) for version in versions_of(seeded.models) if version.tags["build"] == "b7"]
    query = {"max_results": str(PAGE), "filter": "tags.build = 'b7'"}
    return [Question(SEARCH_VERSIONS, query, found[::-1][:PAGE])]


def _alias(seeded: Seeded) -> list[Question]:
    return [
        Question(
            "registered-models/alias",
            {"name": model.name, "alias": ALIAS},
            [as_version(model.versions[model.champion - 1])],
        )
        for model in seeded.models
    ]


def _latest(seeded: Seeded) -> list[Question]:
    return [
        Question("registered-models/get-latest-versions", {"name": model.name}, [as_version(model.versions[-1])])
        for model in seeded.models
    ]


def _measure(cell: Cell, questions: Callable[[Seeded], list[Question]]) -> Outcome:
    asked = questions(cell.site.seeded)
    with Api(cell.site.endpoint) as api:
        for question in asked:
            if question.skipped:
                question.query["page_token"] = _token_behind(cell, api, question)
        compared = asked[:: max(1, len(asked) // COMPARED)]
        wrong = [f"the answer to {each.query} is not the right one" for each in compared if not _is_right(api, each)]
    answers = cell.load(Ask(tuple((question.call, question.query) for question in asked)), 1)
    remarks = (cell.site.seeding(),) if questions is _first else ()
    return outcome(answers, (answers.p50, answers.p99), wrong, remarks)


def _is_right(api: Api, question: Question) -> bool:
    return api.get(question.call, question.query, Answer).held == question.right


def _token_behind(cell: Cell, api: Api, question: Question) -> str:
    """Return the token of the page behind so many models, walking there where a token cannot be made."""
    if cell.site.target.page_token:
        return cell.site.target.page_token(question.skipped)
    token = ""
    for behind in range(0, question.skipped, WALK_PAGE):
        size = min(question.skipped - behind, WALK_PAGE)
        query = question.query | {"max_results": str(size), "page_token": token}
        token = api.get(question.call, query, Answer).next_page_token
        if not token:
            raise ApiError(f"nothing is listed behind {question.skipped:,} models")
    return token


def _row(title: str, questions: Callable[[Seeded], list[Question]], goal: float | None = None) -> Row:
    figures = (Figure("p50 ms", "lower", goal), Figure("p99 ms", "lower"))
    return Row(
        "registry", f"registry of {MODELS:,} models, {title}", figures, partial(_measure, questions=questions), PLACE
    )


def _new_row(connections: int) -> Row:
    figures = (Figure("requests/s", "higher"), Figure("p50 ms", "lower"), Figure("p99 ms", "lower"))
    title = f"registry of {MODELS:,} models, new versions, connections: {connections}"
    return Row("registry", title, figures, partial(new_versions.measure, connections=connections), PLACE)


ROWS = (
    _row("first page of models", _first, 10),
    _row("page of models behind 90 %", _deep),
    _row("models by a part of their name", _by_name),
    _row("models by a tag", _by_tag),
    _row("versions of a model", _of_model),
    _row("versions of a run", _of_run),
    _row("versions by a tag that few have", _of_tag),
    _row("version of an alias", _alias, 1),
    _row("latest version", _latest),
    _new_row(1),
    _new_row(8),
)
