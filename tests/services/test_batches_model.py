"""services.batches: whatever is logged, together or one by one, the rows are those of a plain model; on each engine."""

import math
from collections.abc import Iterator, Sequence

from hypothesis import example, given
from hypothesis import strategies as st

from modelstead.domain.actor import Access
from modelstead.domain.batch import Batch
from modelstead.domain.metric import MetricPoint, clamp
from modelstead.domain.param import Param
from modelstead.domain.run import RunRecord
from modelstead.domain.tag import Tag
from modelstead.errors import InvalidParameter
from modelstead.services import batches, runs
from modelstead.services.metrics import history as history_of
from modelstead.store.database import Database
from modelstead.store.transaction import Transaction
from tests import factories
from tests.properties import on_database

VALUES = (0.0, -0.0, 1.0, -1.0, 0.5, math.nan, math.inf, -math.inf, 1.7976931348623157e308)
KEYS = ("loss", "acc")

points = st.builds(
    MetricPoint, st.sampled_from(KEYS), st.sampled_from(VALUES), st.integers(0, 2), st.sampled_from([-1, 0, 1])
)
params = st.lists(
    st.builds(Param, st.sampled_from(["lr", "depth"]), st.sampled_from("ab")),
    max_size=2,
    unique_by=lambda each: each.key,
)
tags = st.lists(st.builds(Tag, st.sampled_from(["note", "mlflow.runName"]), st.sampled_from("xyz")), max_size=3)
logged = st.tuples(st.integers(0, 1), st.lists(points, max_size=6), params, tags)


class Model:
    """What a run should hold, by dictionaries."""

    def __init__(self, record: RunRecord) -> None:
        self.points: dict[str, set[tuple[int, int, float, bool]]] = {}
        self.params: dict[str, str] = {}
        self.tags = {tag.key: tag.value for tag in record.tags}

    def log(self, batch: Batch) -> bool:
        """Store a batch unless it changes a param; tell whether it was stored."""
        if any(self.params.get(param.key, param.value) != param.value for param in batch.params):
            return False
        self.params |= {param.key: param.value for param in batch.params}
        self.tags |= {tag.key: tag.value for tag in batch.tags}
        for point in batch.metrics:
            nan = math.isnan(point.value)
            row = (point.timestamp, point.step, 0.0 if nan else clamp(point.value), nan)
            self.points.setdefault(point.key, set()).add(row)
        return True

    @property
    def latest(self) -> list[str]:
        """Return the highest (step, timestamp, value) of each metric, NaN as 0, but a real 0 before it."""
        best = {
            key: max(rows, key=lambda row: (row[1], row[0], row[2], not row[3])) for key, rows in self.points.items()
        }
        return [repr(shown(key, best[key])) for key in sorted(best)]

    def history(self, key: str) -> list[str]:
        return [repr(shown(key, row)) for row in sorted(self.points.get(key, ()))]


def shown(key: str, row: tuple[int, int, float, bool]) -> MetricPoint:
    return MetricPoint(key, math.nan if row[3] else row[2], row[0], row[1])


def log_in_groups(tx: Transaction, groups: Sequence[Sequence[Batch]]) -> Iterator[bool]:
    """Log each group in one call and tell of each batch whether it was stored."""
    for group in groups:
        for outcome in batches.log(tx, group):
            assert outcome is None or isinstance(outcome, InvalidParameter)
            yield outcome is None


def cut(items: Sequence[Batch], sizes: Sequence[int]) -> list[Sequence[Batch]]:
    groups, start = [], 0
    for size in sizes:
        groups.append(items[start : start + size])
        start += size
    return [*groups, items[start:]]


NAN_THEN_ZERO = [MetricPoint("loss", value, 0) for value in (math.nan, 0.0, -0.0)]


@given(st.lists(logged, max_size=10), st.lists(st.integers(0, 5), max_size=6))
@example([(0, NAN_THEN_ZERO, [], []), (1, NAN_THEN_ZERO[::-1], [], [])], [])
@example([(0, [point], [], []) for point in NAN_THEN_ZERO], [1, 1, 1])
@example([(0, [], [Param("lr", value)], [Tag("note", value)]) for value in "abab"], [1, 2])
@on_database
def test_any_sequence_in_any_grouping(
    database: Database,
    access: Access,
    sequence: list[tuple[int, list[MetricPoint], list[Param], list[Tag]]],
    sizes: list[int],
) -> None:
    def log_and_look(tx: Transaction) -> None:
        made = [factories.run(tx, access) for _ in range(2)]
        models = [Model(record) for record in made]
        all_batches = [
            Batch(access.project.id, made[run].run.run_id, metrics, params, tags)
            for run, metrics, params, tags in sequence
        ]
        wanted = [models[run].log(batch) for (run, *_), batch in zip(sequence, all_batches, strict=True)]
        assert list(log_in_groups(tx, cut(all_batches, sizes))) == wanted
        for record, model in zip(made, models, strict=True):
            found = runs.get(tx, access, record.run.run_id)
            assert [repr(point) for point in found.metrics] == model.latest
            assert {param.key: param.value for param in found.params} == model.params
            assert {tag.key: tag.value for tag in found.tags} == model.tags
            assert found.run.name == model.tags["mlflow.runName"]
            for key in KEYS:
                history, _ = history_of(tx, access, record.run.run_id, key, None, None)
                assert [repr(point) for point in history] == model.history(key)

    database.write_now(log_and_look)
