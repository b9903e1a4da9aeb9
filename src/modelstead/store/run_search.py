"""Find the runs of a page: which rows, in which order, behind which.

There are three ways to the same rows. One walks the runs of the experiments, last started first, or sorts them. One
walks the index of a metric's values, when the runs are ordered by it first. One begins at an index of values, when a
comparison that must hold selects fewer runs than a walk would pass. Small counts decide between them, not the
engine's statistics: they are right at every moment and on both engines.
"""

from collections.abc import Sequence
from typing import NamedTuple

from modelstead import limits
from modelstead.domain.experiment import ViewType
from modelstead.domain.page import check_row
from modelstead.domain.search.expression import Comparison, Expression, Order, comparisons, conjuncts
from modelstead.domain.search.fields import ATTRIBUTES, CI, METRICS, Field, Kind
from modelstead.domain.search.operators import Operator
from modelstead.store import run_keys
from modelstead.store.search_sql import (
    ABSENT,
    KEY_KINDS,
    KEY_TABLES,
    NAN,
    PRESENT,
    SHORT_TEXT,
    Fragment,
    RunFields,
    SortColumn,
    behind,
    condition,
    in_view,
    joined,
    order_by,
)
from modelstead.store.transaction import Row, Transaction

FEW = 2_000  # runs that are looked up one by one without asking for a better way
MANY = 30_000  # runs beyond which a comparison is no place to begin at
SAMPLE = 500  # runs at the beginning of a walk that tell how long it will be
WALKED_TOGETHER = 20  # experiments, each of which is searched for a page of its own
PROBES = 8  # comparisons whose rows are counted

_ONE_OF = frozenset({Operator.EQUAL, Operator.IN})
_RANGES = frozenset({Operator.EQUAL, Operator.LESS, Operator.AT_MOST, Operator.MORE, Operator.AT_LEAST})
_START_TIME = SortColumn("r.start_time", int, ascending=False)
_RUN_ID = SortColumn("r.run_id", str)
_NOT_IN_TRASH = "o0.run_id NOT IN (SELECT d.id FROM runs d WHERE d.experiment_id = ? AND d.deleted_at IS NOT NULL)"
_BY_TIME = Field(ATTRIBUTES, "start_time", Kind.NUMBER)


class Query(NamedTuple):
    """What to look for in which experiments (row ids)."""

    experiment_ids: Sequence[int]
    view: ViewType
    expression: Expression | None
    order: tuple[Order, ...]


def find(
    tx: Transaction, query: Query, limit: int, after: Sequence[object] | None, offset: int = 0
) -> list[tuple[int, Row]]:
    """Return (row id, sort columns) of at most `limit` runs in order, behind the run with these sort columns.

    `offset` more are left out first.
    """
    search = _Search(tx, query)
    if after is not None:
        check_row(after, [column.kind for column in search.columns])
    if query.order or not 1 < len(query.experiment_ids) <= WALKED_TOGETHER:
        return search.page(limit, after, offset)
    # The index has the runs of one experiment in order, not those of several.
    alone = [_Search(tx, query._replace(experiment_ids=[each])) for each in query.experiment_ids]
    found = [row for each in alone for row in each.page(offset + limit, after)]
    return sorted(found, key=lambda row: (-row[1][0], row[1][1]))[offset : offset + limit]


def count(tx: Transaction, query: Query, most: int) -> int:
    """Return how many runs a query selects; of a filter's, at most `most` are counted."""
    return _Search(tx, query).count(most)


class _Search:
    def __init__(self, tx: Transaction, query: Query) -> None:
        self._tx = tx
        self._query = query
        fields = [each.field for each in comparisons(query.expression)] + [each.field for each in query.order]
        wanted = {(KEY_KINDS[field.entity], field.key) for field in fields if field.entity in KEY_KINDS}
        self._fields = RunFields(tx, run_keys.of_experiments(tx, query.experiment_ids, wanted))
        self._conjuncts = conjuncts(query.expression)
        self._terms = [self._fields.sort(order, f"o{place}") for place, order in enumerate(query.order)]
        self.columns = self._columns()

    def page(self, limit: int, after: Sequence[object] | None, offset: int = 0) -> list[tuple[int, Row]]:
        if any(self._is_impossible(each) for each in self._conjuncts):
            return []
        if self._count(self._all_runs(), FEW) > FEW:
            selective = self._selective(FEW)[:1] or self._selective(self._worth_counting(offset + limit))
            if selective:
                source, conditions = self._from_comparisons(selective)
                return self._rows(source, conditions, self.columns, limit, after, offset)
            if self._walks_metric():
                return self._by_metric(limit, after, offset)
            if offset and after is None and self._is_countable() and self._is_by_time():
                after, offset = self._run_at(offset - 1), 0
                if after is None:
                    return []
        return self._rows(Fragment("runs r"), self._conditions("r.id"), self.columns, limit, after, offset)

    def count(self, most: int) -> int:
        """Return how many runs there are: all of an experiment, or at most `most` of those that a filter selects."""
        if any(self._is_impossible(each) for each in self._conjuncts):
            return 0
        if self._is_countable():
            return self._count(self._all_runs()) - self._count(self._all_runs("r.deleted_at IS NOT NULL"))
        if self._count(self._all_runs(), FEW) > FEW and (selective := self._selective(MANY)):
            source, conditions = self._from_comparisons(selective)
        else:
            source, conditions = Fragment("runs r"), self._conditions("r.id")
        return self._count(self._part(source, conditions), most)

    def _from_comparisons(self, selective: Sequence[Comparison]) -> tuple[Fragment, list[Fragment]]:
        """Begin at the runs that the first comparison selects; those of the others are sets that a run must be in.

        To make a set of an index costs a fifth of looking each run up.
        """
        first, *sets = map(self._selected, selective)
        source = Fragment(f"({first.sql}) c CROSS JOIN runs r", first.values)  # SQLite keeps a CROSS JOIN's order
        conditions = [
            Fragment("r.id = c.run_id"),
            *(Fragment(f"+c.run_id IN ({rows.sql})", rows.values) for rows in sets),  # + lest SQLite seeks each of it
            *self._conditions("c.run_id", without=selective),
        ]
        return source, conditions

    def _is_countable(self) -> bool:
        """Tell whether indexes alone say which runs there are: the active ones of one experiment, without a filter."""
        query = self._query
        return not self._conjuncts and len(query.experiment_ids) == 1 and query.view is ViewType.ACTIVE_ONLY

    def _is_by_time(self) -> bool:
        return [order.field for order in self._query.order] in ([], [_BY_TIME])

    def _run_at(self, place: int) -> Row | None:
        """Return the sort columns of the run at a place in the order of time, by an index that has them all."""
        among = self._among_experiments()
        return self._tx.one(
            f"SELECT {', '.join(column.sql for column in self.columns)} FROM runs r WHERE {among.sql} AND r.run_id "
            "NOT IN (SELECT d.run_id FROM runs d WHERE d.experiment_id = ? AND d.deleted_at IS NOT NULL) "
            f"ORDER BY {order_by(self.columns)} LIMIT 1 OFFSET ?",
            (*among.values, *self._query.experiment_ids, place),
        )

    def _passed(self, key: Fragment, offset: int) -> tuple[Fragment, int]:
        """Return the condition that leaves out what comes before a place among a metric's values, and how many it does.

        An index alone knows both. What has the same value as the run at the place is not left out.
        """
        among = f"FROM latest_metrics o0 WHERE {key.sql} AND o0.is_nan = 0 AND {_NOT_IN_TRASH}"
        values = (*key.values, *self._query.experiment_ids)
        ascending = self._query.order[0].ascending
        order = order_by([SortColumn("o0.value", float, ascending)])
        found = self._tx.one(f"SELECT o0.value {among} ORDER BY {order} LIMIT 1 OFFSET ?", (*values, offset))
        if found is None:
            return Fragment("1 = 0"), self._count(Fragment(f"SELECT 1 {among}", values))
        beyond = Fragment(f"o0.value {'>=' if ascending else '<='} ?", (found[0],))
        if self._count(Fragment(f"SELECT 1 {among} AND o0.value = ?", (*values, found[0])), 1) == 1:
            return beyond, offset
        before = Fragment(f"SELECT 1 {among} AND o0.value {'<' if ascending else '>'} ?", (*values, found[0]))
        return beyond, self._count(before)

    def _by_metric(self, limit: int, after: Sequence[object] | None, offset: int) -> list[tuple[int, Row]]:
        """Return first the runs with a value, then those with NaN, then those without, each from its own index."""
        key = self._fields.key(self._query.order[0].field, "o0")
        none = f"NOT EXISTS (SELECT 1 FROM latest_metrics o0 WHERE o0.run_id = r.id AND {key.sql})"
        _, value, *rest = self.columns
        found: list[tuple[int, Row]] = []
        for part in (PRESENT, NAN, ABSENT):
            if len(found) == limit or (after is not None and part < int(str(after[0]))):
                continue
            columns = [value, *rest] if part == PRESENT else rest
            if part == ABSENT and self._is_countable() and self._has_every_run(key):
                continue
            if part == ABSENT:
                source, row_id, where = Fragment("runs r"), "r.id", none
            else:
                source, row_id = Fragment("latest_metrics o0 CROSS JOIN runs r"), "o0.run_id"
                where = f"{key.sql} AND o0.is_nan = {part} AND r.id = o0.run_id"
            conditions = [Fragment(where, key.values), *self._conditions(row_id)]
            if after is not None and part == after[0]:
                conditions.append(behind(columns, after[-len(columns) :]))
            elif part == PRESENT and offset and self._is_countable():
                beyond, passed = self._passed(key, offset)
                conditions, offset = [*conditions, beyond], offset - passed
            rows = self._rows(source, conditions, columns, limit - len(found), None, offset, joined_terms=1)
            head = {PRESENT: (PRESENT,), NAN: (NAN, 0.0), ABSENT: (ABSENT, None)}[part]
            found += [(row_id, (*head, *sort)) for row_id, sort in rows]
            offset = 0 if rows or not offset else offset - self._count(self._part(source, conditions), offset)
        return found

    def _has_every_run(self, key: Fragment) -> bool:
        """Tell by indexes alone whether every run has a metric, so that none is to be looked for that has not."""
        having = f"SELECT 1 FROM latest_metrics o0 WHERE {key.sql} AND {_NOT_IN_TRASH}"
        return self._count(Fragment(having, (*key.values, *self._query.experiment_ids))) >= self.count(0)

    def _part(self, source: Fragment, conditions: Sequence[Fragment]) -> Fragment:
        wanted = joined(" AND ", [*conditions, *self._scope()])
        return Fragment(f"SELECT 1 FROM {source.sql} WHERE {wanted.sql}", (*source.values, *wanted.values))

    def _rows(
        self,
        source: Fragment,
        conditions: Sequence[Fragment],
        columns: Sequence[SortColumn],
        limit: int,
        after: Sequence[object] | None,
        offset: int,
        *,
        joined_terms: int = 0,
    ) -> list[tuple[int, Row]]:
        """Run the one statement that every way comes to; the first terms of the order are in the source already."""
        joins = [term.join for term in self._terms[joined_terms:]]
        beyond = [] if after is None else [behind(columns, after)]
        wanted = joined(" AND ", [*conditions, *self._scope(), *beyond])
        selected = ", ".join(column.sql for column in columns)
        rows = self._tx.all(
            f"SELECT r.id, {selected} FROM {source.sql}{''.join(each.sql for each in joins)} WHERE {wanted.sql} "
            f"ORDER BY {order_by(columns)} LIMIT ? OFFSET ?",
            (*source.values, *(value for each in joins for value in each.values), *wanted.values, limit, offset),
        )
        return [(row[0], row[1:]) for row in rows]

    def _columns(self) -> list[SortColumn]:
        """Return every sort column: those of the order, then last started first, then by id."""
        columns = [column for term in self._terms for column in term.columns]
        by_time = any(each.field == _BY_TIME for each in self._query.order)
        return [*columns, *([] if by_time else [_START_TIME]), _RUN_ID]

    def _conditions(self, row_id: str, without: Sequence[Expression] = ()) -> list[Fragment]:
        """Return the filter's conditions on the run whose row id stands somewhere."""
        parts = [part for part in self._conjuncts if part not in without]
        return [condition(part, lambda each: self._fields.condition(each, row_id)) for part in parts]

    def _scope(self) -> list[Fragment]:
        return [self._among_experiments(), in_view(self._query.view)]

    def _among_experiments(self) -> Fragment:
        ids = self._query.experiment_ids
        if len(ids) == 1:
            return Fragment("r.experiment_id = ?", (ids[0],))
        return Fragment("r.experiment_id = ANY(?)", (self._tx.array(ids),))

    def _all_runs(self, condition: str = "1 = 1") -> Fragment:
        among = self._among_experiments()
        return Fragment(f"SELECT 1 FROM runs r WHERE {among.sql} AND {condition}", among.values)

    def _is_impossible(self, part: Expression) -> bool:
        """Tell whether nothing can hold: a comparison with a key that no run of the experiments has."""
        return (
            isinstance(part, Comparison)
            and part.operator is not Operator.IS_NULL
            and part.field.entity in KEY_KINDS
            and not self._fields.numbers(part.field)
        )

    def _walks_metric(self) -> bool:
        order = self._query.order
        return bool(order) and order[0].field.entity == METRICS and len(self._fields.numbers(order[0].field)) <= 1

    def _worth_counting(self, limit: int) -> int:
        """Return how many runs a comparison may select and be a better beginning than a walk, which passes as many."""
        if not self._conjuncts:
            return 0
        if self._query.order and not self._walks_metric():
            return MANY  # there is nothing to walk: every run would have to be sorted
        hits = self._count(self._sampled(), SAMPLE)
        passed = limit * SAMPLE // hits if hits else MANY
        if passed <= FEW:
            return 0
        # To be in a set costs a third of a look-up, which each run on a walk needs for each comparison.
        sets = sum(isinstance(part, Comparison) and _has_index(part) for part in self._conjuncts)
        return min(passed * 3 if sets > 1 else passed, MANY)

    def _sampled(self) -> Fragment:
        """Return the query of the runs that the filter selects among the first ones of a walk."""
        if self._walks_metric():
            order = self._query.order[0]
            key = self._fields.key(order.field, "o0")
            ids, values = f"run_id FROM latest_metrics o0 WHERE {key.sql} AND o0.is_nan = 0", key.values
            column = SortColumn("o0.value", float, order.ascending)
        else:
            among = self._among_experiments()
            ids, values, column = f"r.id AS run_id FROM runs r WHERE {among.sql}", among.values, _START_TIME
        wanted = joined(" AND ", [*self._scope(), *self._conditions("c.run_id")])
        return Fragment(
            f"SELECT 1 FROM (SELECT {ids} ORDER BY {order_by([column])} LIMIT {SAMPLE}) c CROSS JOIN runs r "
            f"WHERE r.id = c.run_id AND {wanted.sql}",
            (*values, *wanted.values),
        )

    def _selective(self, most: int) -> list[Comparison]:
        """Return the comparisons that select at most so many runs, those with the fewest first."""
        counts: list[tuple[int, Comparison]] = []
        for part in self._conjuncts if most else ():
            if isinstance(part, Comparison) and _has_index(part) and len(counts) < PROBES:
                counts.append((self._count(self._selected(part), most), part))
        return [part for count, part in sorted(counts, key=lambda each: each[0]) if count <= most]

    def _selected(self, part: Comparison) -> Fragment:
        """Return the query of the runs that a comparison selects by an index."""
        field = part.field
        if field.entity == ATTRIBUTES:
            wanted = self._fields.condition(part)
            return Fragment(f"SELECT r.id AS run_id FROM runs r WHERE {wanted.sql}", wanted.values)
        if field.entity == CI:
            return self._fields.of_jobs(part, self._query.experiment_ids)
        key, wanted = self._fields.key(field), self._fields.value(part)
        short = "" if field.entity == METRICS else f" AND length(s.value) <= {SHORT_TEXT}"  # as the index says it
        return Fragment(
            f"SELECT s.run_id FROM {KEY_TABLES[field.entity]} s WHERE {key.sql} AND {wanted.sql}{short}",
            (*key.values, *wanted.values),
        )

    def _count(self, rows: Fragment, most: int = limits.INT64_MAX - 1) -> int:
        """Return how many rows a query has, counting at most one more than `most`."""
        found = self._tx.one(f"SELECT count(*) FROM ({rows.sql} LIMIT ?) q", (*rows.values, most + 1))
        assert found is not None
        return int(found[0])


def _has_index(part: Comparison) -> bool:
    """Tell whether an index leads from a value to the runs that have it."""
    field, operator = part.field, part.operator
    if field.entity == METRICS:
        return operator in _RANGES
    if field.entity == ATTRIBUTES:
        return field.key == "run_id" and operator in _ONE_OF
    if field.entity == CI:
        return field.key in ("job", "pipeline") and operator in _ONE_OF
    texts = part.operand if isinstance(part.operand, tuple) else (str(part.operand),)
    return field.entity in KEY_KINDS and operator in _ONE_OF and all(len(text) <= SHORT_TEXT for text in texts)
