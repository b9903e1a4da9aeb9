"""Any expression and any order of a language of the registry."""

from hypothesis import strategies as st

from modelstead.domain.search.expression import AllOf, AnyOf, Comparison, Expression, Not, Order
from modelstead.domain.search.fields import Column, Entity, Field, Kind, Language
from modelstead.domain.search.operators import MEANINGS, Form, Operand, Operator
from tests.search_registry import data

_VERSIONS = [version for model in data.MODELS for version in model.versions]
_TAGS = [each.tags for each in data.MODELS] + [each.tags for each in _VERSIONS]
KEYS = sorted({key for tags in _TAGS for key in tags} | {"nobody"})
TEXTS = sorted(
    {value for tags in _TAGS for value in tags.values()}
    | {model.name for model in data.MODELS}
    | {text for each in _VERSIONS for text in (each.source, each.run_id or "", each.semantic, each.stage)}
)

texts = st.sampled_from(TEXTS)
patterns = st.one_of(texts, st.text("%_aAäÄ1.\\'", max_size=5), texts.map(lambda text: text[:2] + "%"))
numbers = st.sampled_from([0, 1, 2, 1.5, *sorted({each.updated for each in _VERSIONS})])


def expressions(language: Language) -> st.SearchStrategy[Expression]:
    """Draw comparisons that the language allows, and what joins them."""
    columns = [(entity, column) for entity in language.entities for column in entity.columns]
    return st.recursive(st.sampled_from(columns).flatmap(lambda each: _comparison(*each)), _joined, max_leaves=5)


@st.composite
def orders(draw: st.DrawFn, language: Language) -> tuple[Order, ...]:
    """Draw up to three fields to order by."""
    entity = language.entities[0]
    columns = draw(st.lists(st.sampled_from(entity.columns), max_size=3, unique_by=lambda column: column.name))
    return tuple(Order(Field(entity.name, each.name, each.kind), draw(st.booleans())) for each in columns)


@st.composite
def _comparison(draw: st.DrawFn, entity: Entity, column: Column) -> Expression:
    key = column.name or draw(st.sampled_from(KEYS))
    operator = draw(st.sampled_from((*column.operators, *column.beyond)))
    return Comparison(Field(entity.name, key, column.kind), operator, draw(_operand(column, operator)))


def _operand(column: Column, operator: Operator) -> st.SearchStrategy[Operand]:
    form = MEANINGS[operator].form
    if form is Form.NOTHING:
        return st.none()
    if column.kind is Kind.NUMBER:
        return numbers
    if form is Form.LIST:
        return st.lists(texts, min_size=1, max_size=3).map(tuple)
    return patterns if operator in (Operator.LIKE, Operator.ILIKE) else texts


def _joined(parts: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    several = st.lists(parts, min_size=2, max_size=3).map(tuple)
    return st.one_of(several.map(AllOf), several.map(AnyOf), parts.map(Not))
