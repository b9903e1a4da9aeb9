"""SQLite, which has no statistics, finds the pages of the registry along indexes."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import pytest

from modelstead.domain.search.fields import MODEL_VERSIONS, REGISTERED_MODELS
from modelstead.domain.search.parser import parse_filter, parse_order
from modelstead.domain.search.prompts import ruled
from modelstead.store import model_version_search, registered_model_search
from modelstead.store.database import Database
from modelstead.store.open import open_database
from modelstead.store.transaction import Row, Transaction
from tests.search_registry.cases import Case, by

MODELS = (REGISTERED_MODELS, registered_model_search.find)
VERSIONS = (MODEL_VERSIONS, model_version_search.find)
SORTS = "USE TEMP B-TREE FOR ORDER BY"


class Plan(NamedTuple):
    """Where a search begins, and whether it sorts all that it finds."""

    case: Case
    begins: str
    sorts: bool = False


OF_MODELS = [
    Plan(Case("the default"), "SEARCH r USING INDEX registered_models_names (project_id=?)"),
    Plan(by("downwards", "name DESC"), "SEARCH r USING INDEX registered_models_names (project_id=?)"),
    Plan(Case("a name", "name = 'x'"), "SEARCH r USING INDEX registered_models_names (project_id=? AND name=?)"),
]
OF_VERSIONS = [
    Plan(Case("the default"), "SEARCH r USING INDEX model_versions_updated (project_id=?)"),
    Plan(Case("a tag", "tags.a = 'x'"), "SEARCH r USING INDEX model_versions_updated (project_id=?)"),
    Plan(
        Case("a name", "name = 'x'"),
        "SEARCH m USING INDEX registered_models_names (project_id=? AND name=?)",
        sorts=True,
    ),
    Plan(Case("a run", "run_id = 'x'"), "SEARCH r USING INDEX model_versions_runs (run_id=?)", sorts=True),
    Plan(Case("some runs", "run_id IN ('x')"), "SEARCH r USING INDEX model_versions_runs (run_id=?)", sorts=True),
    Plan(by("by name", "name"), "SEARCH m USING INDEX registered_models_names (project_id=?)"),
]
EACH = [(MODELS, plan) for plan in OF_MODELS] + [(VERSIONS, plan) for plan in OF_VERSIONS]


class Explained:
    """A transaction that notes how SQLite goes about each query."""

    def __init__(self, tx: Transaction) -> None:
        self.array = tx.array
        self.steps: list[str] = []
        self._tx = tx

    def all(self, sql: str, values: Sequence[object] = ()) -> list[Row]:
        self.steps += [row[3] for row in self._tx.all(f"EXPLAIN QUERY PLAN {sql}", values)]
        return []


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    database = open_database(f"sqlite:///{tmp_path_factory.mktemp('plans') / 'test.db'}", pool=2, readers=1)
    database.migrate()
    yield database
    database.close()


@pytest.mark.parametrize(
    ("noun", "plan"), [pytest.param(noun, plan, id=f"{noun[0].noun}: {plan.case.id}") for noun, plan in EACH]
)
def test_a_search_begins_at_an_index(empty: Database, noun: tuple[Any, Any], plan: Plan) -> None:
    language, find = noun

    def steps(tx: Transaction) -> list[str]:
        explained = Explained(tx)
        expression = ruled(parse_filter(language, plan.case.filter))
        find(explained, 1, expression, parse_order(language, plan.case.order_by), 101, None)
        return explained.steps

    found = empty.read_now(steps)
    assert found[0] == plan.begins
    assert (SORTS in found) == plan.sorts
