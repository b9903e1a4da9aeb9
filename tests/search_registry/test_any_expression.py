"""Any expression finds the models, and the versions, that plain Python finds, in any order; on each engine."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from modelstead.domain.search.fields import MODEL_VERSIONS, REGISTERED_MODELS, Language
from modelstead.store import model_version_search, model_versions, registered_model_search, registered_models
from modelstead.store.transaction import Transaction
from tests.properties import pure
from tests.search_registry import evaluation
from tests.search_registry.loading import Loaded
from tests.search_registry.strategies import expressions, orders

MODELS = (REGISTERED_MODELS, registered_model_search.find, registered_models.records_by_rows)
VERSIONS = (MODEL_VERSIONS, model_version_search.find, model_versions.by_rows)
MANY = 1_000  # more than there are

searching = settings(pure, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.mark.parametrize(("language", "find", "read"), [MODELS, VERSIONS], ids=["models", "versions"])
@given(draw=st.data())
@searching
def test_any_expression_finds_what_plain_python_finds(
    loaded: Loaded, draw: st.DataObject, language: Language, find: Any, read: Any
) -> None:
    expression = draw.draw(st.none() | expressions(language))
    order = draw.draw(orders(language))

    def both(tx: Transaction) -> tuple[list[str], list[str]]:
        everything = read(tx, [row_id for row_id, _ in find(tx, loaded.access.project.id, None, (), MANY, None)])
        found = [row_id for row_id, _ in find(tx, loaded.access.project.id, expression, order, MANY, None)]
        return [*map(evaluation.name, read(tx, found))], evaluation.select(everything, expression, order)

    in_sql, in_python = loaded.database.read_now(both)
    assert in_sql == in_python
