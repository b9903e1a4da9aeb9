"""domain.search.parser: what cannot be read is refused, with the character where that shows."""

import pytest

from modelstead.domain.search.fields import EXPERIMENTS, RUNS
from modelstead.domain.search.parser import parse_filter, parse_order
from modelstead.errors import InvalidSearch

REFUSED = (
    # filter, the character counted from 1, what is said
    ("metrics.m >", 12, "expected a number without quotes for metrics.m, found the end"),
    ("metrics.m > 'x'", 13, "expected a number without quotes for metrics.m, found \"'x'\""),
    ("metrics.m > 1AND metrics.n > 2", 13, "'1AND' is not a number"),
    ("metrics.m > 1_000", 13, "'1_000' is not a number"),
    ("metrics.m > -", 13, "'-' is not a number"),
    ("metrics.m LIKE 'x'", 11, "Invalid comparator 'LIKE' for metrics.m. Use one of =, !=, <, <=, >, >=,"),
    ("metrics.m == 1", 11, "Invalid comparator '==' for metrics.m (write = instead)"),
    ("params.p <> 'x'", 10, "Invalid comparator '<>' for params.p (write != instead)"),
    ("params.p RLIKE 'x'", 10, "Invalid comparator 'RLIKE' for params.p (use LIKE or ILIKE)"),
    ("params.p = x", 12, "Expected a quoted string value for params.p, found 'x'"),
    ("params.p = `x`", 12, "Expected a quoted string value for params.p, found '`x`'"),
    ("params.p = 1", 12, "Expected a quoted string value for params.p, found '1'"),
    ("params.p = params.q", 12, "Expected a quoted string value for params.p, found 'params.q'"),
    ("params.p = 'x", 12, "the quote ' is never closed"),
    ('params.p = "x', 12, 'the quote " is never closed'),
    ("params.`p = 'x'", 7, "a key must follow the dot, in backticks if it holds spaces"),
    ("params. = 'x'", 7, "a key must follow the dot"),
    ("params.`` = 'x'", 1, "a key must follow 'params.'"),
    ("`params = 'x'", 1, "the quote ` is never closed"),
    ("Params.p = 'x'", 1, "Invalid entity type 'Params'. Valid values are attributes, metrics, params, tags, datasets"),
    ("nope = 'x'", 1, "Invalid attribute key 'nope' specified. Valid keys are run_id, run_name, status"),
    ("attributes.nope = 'x'", 1, "Invalid attribute key 'nope' specified"),
    ("datasets.size = 'x'", 1, "Invalid dataset key 'size' specified. Valid keys are name, digest, context"),
    ("'x' = params.p", 1, "expected a field, such as metrics.loss, found \"'x'\""),
    ("1 < metrics.m", 1, "expected a field, such as metrics.loss, found '1'"),
    ("params.p = 'x' AND", 19, "expected a field, such as metrics.loss, found the end"),
    ("AND params.p = 'x'", 1, "Invalid attribute key 'AND'"),
    ("params.p = 'x' params.q = 'y'", 16, "expected AND, OR or the end, found 'params.q'"),
    ("params.p = 'x';", 15, "';' means nothing here"),
    ("params.p = 'x' -- y", 16, "'--' is not a number"),
    ("(params.p = 'x'", 16, "expected AND, OR or a closing bracket, found the end"),
    ("params.p = 'x')", 15, "expected AND, OR or the end, found ')'"),
    ("()", 2, "expected a field, such as metrics.loss, found ')'"),
    ("params.p NOT LIKE 'x'", 14, "expected IN; for anything else write NOT before the whole comparison"),
    ("params.p IS 'x'", 13, "expected NULL"),
    ("params.p IN 'x'", 13, "expected a list in brackets, such as ('a', 'b')"),
    ("params.p IN ()", 14, "Expected a quoted string value for params.p, found ')'"),
    ("params.p IN ('x' 'y')", 18, "expected a comma or a closing bracket"),
    ("params.p IN (1)", 14, "Expected a quoted string value for params.p, found '1'"),
    ("experiment_id = 'x'", 17, "attributes.experiment_id is a number in quotes"),
    ("params.p\u00a0= 'x' \u2028 OR OR", 21, "Invalid attribute key 'OR'"),
)


@pytest.mark.parametrize(("text", "place", "said"), REFUSED, ids=[text for text, *_ in REFUSED])
def test_a_filter_that_cannot_be_read(text: str, place: int, said: str) -> None:
    with pytest.raises(InvalidSearch) as refused:
        parse_filter(RUNS, text)
    assert str(refused.value).startswith(f"Invalid filter at character {place}: {said}")
    assert refused.value.at == place - 1


@pytest.mark.parametrize(
    ("entry", "place", "said"),
    [
        ("", 1, "expected a field, such as metrics.loss, found the end"),
        ("metrics.m DOWN", 11, "expected ASC, DESC or the end: an entry names one field, found 'DOWN'"),
        ("metrics.m DESC, params.p", 15, "expected ASC, DESC or the end"),
        ("metrics.m DESC ASC", 16, "expected ASC, DESC or the end"),
        ("datasets.name", 1, "runs cannot be ordered by datasets"),
        ("'start_time'", 1, "expected a field"),
        ("nope", 1, "Invalid attribute key 'nope'"),
    ],
)
def test_an_order_that_cannot_be_read(entry: str, place: int, said: str) -> None:
    with pytest.raises(InvalidSearch) as refused:
        parse_order(RUNS, ["start_time", entry])
    assert str(refused.value).startswith(f"Invalid order_by clause '{entry}' at character {place}: {said}")


def test_each_noun_has_fields_of_its_own() -> None:
    with pytest.raises(InvalidSearch, match=r"Invalid entity type 'metrics'\. Valid values are attributes, tags"):
        parse_filter(EXPERIMENTS, "metrics.m > 1")
    with pytest.raises(InvalidSearch, match="Invalid attribute key 'name'"):
        parse_filter(RUNS, "name = 'x'")
    with pytest.raises(InvalidSearch, match="experiments cannot be ordered by tags"):
        parse_order(EXPERIMENTS, ["tags.team"])
