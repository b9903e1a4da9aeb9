"""Any expression and any order, with texts that mean them."""

from collections.abc import Sequence

from hypothesis import strategies as st

from modelstead.domain.search.expression import AllOf, AnyOf, Comparison, Expression, Not, Order
from modelstead.domain.search.fields import ATTRIBUTES, METRICS, RUNS, Column, Entity, Field, Kind
from modelstead.domain.search.operators import MEANINGS, Form, Operand, Operator
from tests.search import data

KEYS = {
    "metrics": sorted({key for run in data.RUNS for key in run.metrics} | {"no such metric"}),
    "params": sorted({key for run in data.RUNS for key in run.params} | {"no such param"}),
    "tags": sorted({key for run in data.RUNS for key in run.tags} | {"no such tag"}),
}
TEXTS = sorted(
    {value for run in data.RUNS for value in (*run.params.values(), *run.tags.values(), run.name, run.user)}
    | {run.run_id for run in data.RUNS}
    | {value for tags in data.JOBS.values() for value in tags.values()}
    | {"FINISHED", "RUNNING", "train", "eval", "it's", 'a "b"', "", "%"}
)
TIMES = sorted({run.start for run in data.RUNS} | {0, -1})

texts = st.sampled_from([each for each in TEXTS if len(each) < 500])
patterns = st.one_of(texts, st.text("%_aAäÄx\\'1", max_size=6), texts.map(lambda text: text[:3] + "%"))
times = st.sampled_from(TIMES) | st.sampled_from(TIMES).map(lambda time: time + 0.5)
values = st.sampled_from([0.0, 1.0, -1.0, 0.5, 1e300, 5e-324]) | st.floats(allow_nan=False, allow_infinity=False)


@st.composite
def comparisons(draw: st.DrawFn) -> Comparison:
    """Draw a comparison that the language allows."""
    entity = draw(st.sampled_from(RUNS.entities))
    column = draw(st.sampled_from(entity.columns))
    key = column.name or draw(st.sampled_from(KEYS[entity.name]))
    operator = draw(st.sampled_from((*column.operators, *column.beyond)))
    return Comparison(Field(entity.name, key, column.kind), operator, draw(_operands(entity, column, operator)))


def _operands(entity: Entity, column: Column, operator: Operator) -> st.SearchStrategy[Operand]:
    form = MEANINGS[operator].form
    if form is Form.NOTHING:
        return st.none()
    if column.kind is Kind.NUMBER:
        return values if entity.name == METRICS else times
    one = st.sampled_from("0123") if column.is_number_in_quotes else texts
    if form is Form.LIST:
        return st.lists(one, min_size=1, max_size=3).map(tuple)
    return patterns if operator in (Operator.LIKE, Operator.ILIKE) else one


def _joined(parts: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    several = st.lists(parts, min_size=2, max_size=3).map(tuple)
    return st.one_of(several.map(AllOf), several.map(AnyOf), parts.map(Not))


expressions: st.SearchStrategy[Expression] = st.recursive(comparisons(), _joined, max_leaves=5)


@st.composite
def orders(draw: st.DrawFn) -> tuple[Order, ...]:
    """Draw up to three fields to order by."""
    found: dict[Field, Order] = {}
    for _ in range(draw(st.integers(0, 3))):
        entity = draw(st.sampled_from([each for each in RUNS.entities if each.orderable]))
        column = draw(st.sampled_from(entity.columns))
        field = Field(entity.name, column.name or draw(st.sampled_from(KEYS[entity.name])), column.kind)
        found[field] = Order(field, draw(st.booleans()))
    return tuple(found.values())


@st.composite
def written(draw: st.DrawFn, expression: Expression) -> str:
    """Write an expression as a text, in one of the ways there are."""
    match expression:
        case Comparison():
            return draw(_comparison(expression))
        case Not():
            return f"NOT ({draw(written(expression.part))})"
        case AllOf():
            return draw(st.sampled_from((" AND ", " and ", "\nAnd\t"))).join(_inner(draw, expression.parts))
        case AnyOf():
            return draw(st.sampled_from((" OR ", " or "))).join(_inner(draw, expression.parts))


def _inner(draw: st.DrawFn, parts: Sequence[Expression]) -> list[str]:
    texts = [draw(written(part)) for part in parts]
    return [
        text if isinstance(part, (Comparison, Not)) else f"({text})" for part, text in zip(parts, texts, strict=True)
    ]


@st.composite
def _comparison(draw: st.DrawFn, comparison: Comparison) -> str:
    operator = comparison.operator.value
    word = draw(st.sampled_from((operator, operator.lower())))
    space = " " if word[0].isalpha() else draw(st.sampled_from(("", " ")))
    operand = comparison.operand
    if operand is None:
        value = ""
    elif isinstance(operand, tuple):
        value = "(" + ", ".join(_text(draw, each) for each in operand) + ")"
    else:
        value = _text(draw, operand) if isinstance(operand, str) else repr(operand)
    return (
        f"{_field(draw, comparison.field)}{space}{word}{space}{value}".rstrip(" ")
        if operand is None
        else (f"{_field(draw, comparison.field)}{space}{word}{space}{value}")
    )


@st.composite
def written_orders(draw: st.DrawFn, order: Sequence[Order]) -> list[str]:
    """Write an order as the entries of an order_by."""
    return [f"{_field(draw, each.field)} {'asc' if each.ascending else 'DESC'}" for each in order]


def _field(draw: st.DrawFn, meant: Field) -> str:
    """Write a field by one of its names."""
    entity = RUNS.entity(meant.entity)
    assert entity is not None
    if entity.name == ATTRIBUTES:
        column = entity.column(meant.key)
        assert column is not None
        key = draw(st.sampled_from((column.name, *column.aliases)))
        quoted = f"`{key}`" if " " in key else key
        return draw(st.sampled_from((quoted, f"attributes.{quoted}", f"attr.{quoted}")))
    quotes = ["`"] if '"' in meant.key else ["`", '"']
    quote = draw(st.sampled_from(quotes))
    return f"{draw(st.sampled_from((entity.name, *entity.aliases)))}.{quote}{meant.key}{quote}"


def _text(draw: st.DrawFn, text: str) -> str:
    quote = draw(st.sampled_from("'\""))
    return quote + text.replace(quote, quote * 2) + quote
