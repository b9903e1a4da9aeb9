"""Find the model versions of a page: which rows, in which order, behind which."""

from collections.abc import Iterator, Sequence

from modelstead.domain.model_version import Stage
from modelstead.domain.registered_model import IS_PROMPT
from modelstead.domain.search.expression import Comparison, Expression, Order, conjuncts
from modelstead.domain.search.fields import ATTRIBUTES, Kind
from modelstead.domain.search.operators import MEANINGS, Operator
from modelstead.domain.search.prompts import PROMPTS
from modelstead.store import registry_search
from modelstead.store.registry_tags import Tagged
from modelstead.store.search_sql import Fragment, SortColumn, compared, condition
from modelstead.store.transaction import Row, Transaction

_ATTRIBUTES = {
    "name": "m.name",
    "version_number": "r.number",
    "source_path": "r.source",
    "creation_timestamp": "r.created_at",
    "last_updated_timestamp": "r.updated_at",
    "semantic_version": "r.semantic_version",
}
_SORTED = _ATTRIBUTES | {
    "run_id": "(SELECT u.run_id FROM runs u WHERE u.id = r.run_id)",
    "semantic_version": "r.precedence",
    "stage": "r.stage",
}
_UPDATED = SortColumn("r.updated_at", int, ascending=False)
_TIES = {"name": SortColumn("m.name", str), "version_number": SortColumn("r.number", int, ascending=False)}

# MLflow's rule: where one version is a prompt's, in the trash or not, every version of that model is. The CROSS JOIN
# lets SQLite begin at the index of the prompts' tags, which is why key and value are written out.
_OF_PROMPT = (
    "r.model_id IN (SELECT o.model_id FROM model_version_tags s CROSS JOIN model_versions o "
    f"WHERE s.key = '{IS_PROMPT}' AND s.value = 'true' AND o.id = s.owner_id AND o.project_id = ?)"
)


def find(
    tx: Transaction,
    project_id: int,
    expression: Expression | None,
    order: Sequence[Order],
    limit: int,
    after: Sequence[object] | None,
) -> list[tuple[int, Row]]:
    """Return (row id, sort columns) of at most `limit` versions in order, behind the version with these sort columns.

    Ties go by name, then to the later version; without an order, the last updated come first.
    """
    columns = [column for each in order for column in _sort(each)] or [_UPDATED]
    columns += [column for key, column in _TIES.items() if all(each.field.key != key for each in order)]
    source, conditions = _source(project_id, [*map(_begins, conjuncts(expression))], columns[0])
    if expression is not None:
        conditions.append(condition(expression, lambda each: _condition(tx, project_id, each)))
    return registry_search.page(tx, source, conditions, columns, limit, after)


def _source(project_id: int, begins: Sequence[str], first: SortColumn) -> tuple[str, list[Fragment]]:
    """Return what to search in and what holds for all of it. SQLite keeps a CROSS JOIN's order, and has no better one.

    It begins at the versions of some runs, at the models of some names or by name, or walks the last updated.
    """
    scope = [
        Fragment("m.id = r.model_id"),
        Fragment("m.project_id = ?", (project_id,)),
        Fragment("m.deleted_at IS NULL"),
        Fragment("r.deleted_at IS NULL"),
    ]
    if "name" in begins or ("run_id" not in begins and first.sql != _UPDATED.sql):
        return "registered_models m CROSS JOIN model_versions r", scope
    if "run_id" not in begins:
        scope.append(Fragment("r.project_id = ?", (project_id,)))
    return "model_versions r CROSS JOIN registered_models m", scope


def _begins(part: Expression) -> str:
    """Return the field of a comparison that selects few versions by an index, "" for any other part of a filter."""
    if isinstance(part, Comparison) and part.operator in (Operator.EQUAL, Operator.IN):
        return part.field.key if part.field.entity == ATTRIBUTES else ""
    return ""


def _condition(tx: Transaction, project_id: int, comparison: Comparison) -> Fragment:
    field = comparison.field
    if field == PROMPTS:
        return Fragment(_OF_PROMPT, (project_id,))
    if field.entity != ATTRIBUTES:
        return registry_search.tag(tx, Tagged.VERSION, comparison)
    if field.key == "run_id":
        return _run_id(tx, comparison)
    if field.key == "stage":  # the labels are compared here, and the numbers in the database
        holds = MEANINGS[comparison.operator].holds
        numbers = [str(each.value) for each in Stage if holds(each.label, comparison.operand)]
        return Fragment(f"r.stage IN ({', '.join(numbers)})" if numbers else "1 = 0")
    return compared(tx, _ATTRIBUTES[field.key], comparison)


def _run_id(tx: Transaction, comparison: Comparison) -> Fragment:
    """Compare the id of a version's run, which the version of a prompt has not."""
    if comparison.operator is Operator.IS_NULL:
        return Fragment("r.run_id IS NULL")
    if comparison.operator is Operator.IS_NOT_NULL:
        return Fragment("r.run_id IS NOT NULL")
    wanted = compared(tx, "u.run_id", comparison)
    if _begins(comparison):
        rows = f"SELECT u.id FROM runs u WHERE {wanted.sql}"
        return Fragment(f"(r.run_id IS NOT NULL AND r.run_id IN ({rows}))", wanted.values)
    return Fragment(f"EXISTS (SELECT 1 FROM runs u WHERE u.id = r.run_id AND {wanted.sql})", wanted.values)


def _sort(order: Order) -> Iterator[SortColumn]:
    """Yield the columns of an order; versions without a run sort last."""
    key, column = order.field.key, _SORTED[order.field.key]
    if key == "run_id":
        yield SortColumn(f"CASE WHEN {column} IS NULL THEN 1 ELSE 0 END", int)
    yield SortColumn(column, int if order.field.kind is Kind.NUMBER or key == "stage" else str, order.ascending)
