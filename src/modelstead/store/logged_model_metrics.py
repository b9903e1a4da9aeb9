"""Rows of logged models' metrics: every point, with the run that logged it and the dataset it was measured on."""

from collections.abc import Iterable, Sequence

from modelstead.domain.logged_model import ModelMetric, ModelPoint
from modelstead.domain.metric import NAN, clamp
from modelstead.store.transaction import Transaction

MetricRow = tuple[int, str, int, int, int, int, float, int, str | None, str | None]
"""model, key, timestamp, step, run, dataset, value, is_nan; the dataset's name and digest."""

LATEST_FIRST = ", ".join(f"s.{each} DESC" for each in ("timestamp", "step", "run_id", "dataset", "value", "is_nan"))
"""The primary key backwards: which of a metric's points, `s`, counts when models are ordered by it."""

_PLACE = "s.model_id, s.key, s.timestamp, s.step, s.run_id, s.dataset, s.value, s.is_nan"
_SELECT = (
    "SELECT s.model_id, m.model_id, s.key, s.value, s.is_nan, s.timestamp, s.step, s.dataset_name, s.dataset_digest, "
    "r.run_id FROM logged_model_metrics s JOIN logged_models m ON m.id = s.model_id JOIN runs r ON r.id = s.run_id"
)


def row(model_id: int, run_id: int, point: ModelPoint) -> MetricRow:
    value, is_nan = (clamp(point.value), 0) if point.value == point.value else (0.0, 1)
    key = (model_id, point.key, point.timestamp, point.step, run_id, point.dataset, value, is_nan)
    return (*key, point.dataset_name or None, point.dataset_digest or None)


def append(tx: Transaction, rows: Iterable[MetricRow]) -> None:
    """Store points; those that are there already stay as they are."""
    tx.execute_many(
        "INSERT INTO logged_model_metrics (model_id, key, timestamp, step, run_id, dataset, value, is_nan, "
        "dataset_name, dataset_digest) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        rows,
    )


def of_models(tx: Transaction, row_ids: Sequence[int], most: int) -> dict[int, list[ModelMetric]]:
    """Return at most so many points of each model, by key and in the order of a history.

    Where there are more, as many of the latest of each metric. They are looked up metric by metric: to rank all points
    of 100 models that were trained for long takes seconds.
    """
    counts = tx.all(
        "SELECT model_id, count(*) FROM logged_model_metrics WHERE model_id = ANY(?) GROUP BY model_id",
        (tx.array(row_ids),),
    )
    whole = [row_id for row_id, count in counts if count <= most]
    rows = tx.all(f"{_SELECT} WHERE s.model_id = ANY(?) ORDER BY {_PLACE}", (tx.array(whole),)) if whole else []
    for row_id, count in counts:
        if count > most:
            keys = _keys(tx, row_id)[:most]
            for key in keys:
                latest = (row_id, key, most // len(keys))
                rows += reversed(
                    tx.all(f"{_SELECT} WHERE s.model_id = ? AND s.key = ? ORDER BY {LATEST_FIRST} LIMIT ?", latest)
                )
    found: dict[int, list[ModelMetric]] = {}
    for row_id, model_id, key, value, is_nan, timestamp, step, name, digest, run_id in rows:
        point = ModelPoint(key, NAN if is_nan else value, timestamp, step, model_id, name or "", digest or "")
        found.setdefault(row_id, []).append(ModelMetric(point, run_id))
    return found


def _keys(tx: Transaction, row_id: int) -> list[str]:
    """Return the metrics of a model, stepping from each to the next over all points between."""
    smallest = "SELECT min(s.key) FROM logged_model_metrics s WHERE s.model_id = ?"
    rows = tx.all(
        f"WITH RECURSIVE keys (key) AS (SELECT ({smallest}) UNION ALL SELECT ({smallest} AND s.key > keys.key) "
        "FROM keys WHERE keys.key IS NOT NULL) SELECT key FROM keys WHERE key IS NOT NULL ORDER BY key",
        (row_id, row_id),
    )
    return [row[0] for row in rows]
