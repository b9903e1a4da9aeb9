"""Searches of logged models whose answers are known from MLflow's own store: see expected.json.

Left out is what this server answers otherwise on purpose: a status by its name, which MLflow's SQL store never finds, a
dataset without a digest through its REST API, and what it refuses (OR, IS NULL, say). Imports nothing but the standard
library and data.
"""

from dataclasses import dataclass

from tests.search_logged_models.data import MODELS, T, identity

REFUSED = "refused"
"""What stands in expected.json for a search that is a bad parameter."""

Dataset = tuple[str, str] | tuple[str]
Entry = tuple[str] | tuple[str, bool] | tuple[str, bool, str] | tuple[str, bool, str, str]
"""An entry of order_by: field name, whether ascending, dataset's name and digest."""


@dataclass(frozen=True)
class Case:
    """A search."""

    id: str
    filter: str = ""
    order_by: tuple[Entry, ...] = ()
    datasets: tuple[Dataset, ...] = ()
    experiments: tuple[str, ...] = ("0", "1", "2")


def by(*entries: Entry) -> tuple[Entry, ...]:
    return entries


CASES = (
    Case("everything that is not deleted"),
    Case("one experiment", experiments=("1",)),
    Case("two experiments", experiments=("2", "0")),
    Case("an experiment without models", experiments=("3",)),
    Case("an experiment that does not exist", experiments=("99",)),
    Case("an experiment that exists and one that does not", experiments=("99", "2")),
    # Attributes.
    Case("a name", "name = 'tree'"),
    Case("a name in one experiment", "name = 'tree'", experiments=("1",)),
    Case("a name with its entity", "attributes.name = 'tree'"),
    Case("a name in another case", "name = 'forest'"),
    Case("another name", "name != 'tree'"),
    Case("a name like a pattern", "name LIKE 'f%'"),
    Case("a name like a pattern, whatever the case", "name ILIKE 'F%'"),
    Case("a name like one character", "name LIKE 'a_b'"),
    Case("a name beyond ASCII", "name LIKE 'b_rchen'"),
    Case("a name in a list", "name IN ('tree', 'shrub')"),
    Case("a name in a list of one", "name IN ('tree')"),
    Case("a name in no list", "name NOT IN ('tree', 'shrub')"),
    Case("a deleted model's name", "name = 'gone'"),
    Case("an id", f"model_id = '{MODELS[2].model_id}'"),
    Case("ids", f"model_id IN ('{MODELS[2].model_id}', '{MODELS[7].model_id}', '{MODELS[6].model_id}')"),
    Case("a type", "model_type = 'classifier'"),
    Case("another type is there", "model_type != 'classifier'"),
    Case("a type in no list is there", "model_type NOT IN ('classifier')"),
    Case("a type like anything is there", "model_type LIKE '%'"),
    Case("a source run", f"source_run_id = '{identity('run', 1)}'"),
    Case("source runs", f"source_run_id IN ('{identity('run', 1)}', '{identity('run', 4)}')"),
    Case("another source run is there", f"source_run_id != '{identity('run', 1)}'"),
    Case("a place of artifacts", f"artifact_location = '{MODELS[3].artifact_uri}'"),
    Case("places of artifacts", f"artifact_location LIKE '%{MODELS[3].model_id}%'"),
    Case("an experiment as an attribute", "experiment_id = '2'"),
    Case("a creation time", f"creation_timestamp = {T + 1}"),
    Case("a creation time by another name", f"creation_time > {T + 1}"),
    Case("a creation time by its long name", f"creation_timestamp_ms >= {T + 1}"),
    Case("a creation time with its entity", f"attributes.creation_timestamp_ms <= {T}"),
    Case("a creation time in a range", f"creation_time >= {T} AND creation_time < {T + 3}"),
    Case("another creation time", f"creation_time != {T + 1}"),
    Case("a time of the last change", f"last_updated_timestamp > {T + 4}"),
    Case("a time of the last change by its long name", f"last_updated_timestamp_ms = {T + 9}"),
    # Metrics: any point counts, not the latest alone.
    Case("a metric above a number", "metrics.loss > 0.5"),
    Case("a metric at or above a number", "metrics.loss >= 0.5"),
    Case("a metric below a number", "metrics.loss < 0.2"),
    Case("a metric at or below a number", "metrics.loss <= 0.2"),
    Case("a metric equal to a number", "metrics.loss = 0.3"),
    Case("a metric unequal to a number at some point", "metrics.loss != 0.5"),
    Case("a metric at an early point", "metrics.loss = 0.9"),
    Case("a metric at a point with a higher step and a lower time", "metrics.loss = 0.1"),
    Case("a metric whose points meet two comparisons", "metrics.loss > 0.8 AND metrics.loss < 0.3"),
    Case("a metric below zero", "metrics.loss < 0"),
    Case("a metric at infinity as logged", "metrics.loss = 1.7976931348623157e308"),
    Case("a metric at minus infinity as logged", "metrics.loss = -1.7976931348623157e308"),
    Case("a metric with a slash", "metrics.`val/loss` > 0"),
    Case("a metric nobody has", "metrics.nobody > 0"),
    Case("two metrics", "metrics.loss < 0.5 AND metrics.acc > 0.5"),
    # Datasets.
    Case("a metric on a dataset", "metrics.acc > 0.6", datasets=(("iris", "d1"),)),
    Case("a metric on any digest of a dataset", "metrics.acc > 0.5", datasets=(("iris",),)),
    Case("a metric on one of two datasets", "metrics.acc >= 0.4", datasets=(("wine", "d1"), ("iris", "d2"))),
    Case("a metric on a dataset that nobody has", "metrics.acc > 0", datasets=(("nobody",),)),
    Case("a metric that no dataset has", "metrics.loss > 0", datasets=(("iris",),)),
    Case("any metric on a dataset", datasets=(("wine",),)),
    Case("any metric on a dataset and digest", datasets=(("iris", "d2"),)),
    Case("a param beside a dataset", "params.lr = '0.1'", datasets=(("iris", "d1"),)),
    Case("an order beside a dataset", order_by=by(("metrics.loss",)), datasets=(("iris",),)),
    Case("refused: a dataset without a name", datasets=(("",),)),
    # Params and tags.
    Case("a param", "params.lr = '0.1'"),
    Case("another param is there", "params.lr != '0.1'"),
    Case("an empty param", "params.lr = ''"),
    Case("a param like a pattern", "params.opt LIKE 'ad%'"),
    Case("a param like a pattern, whatever the case", "params.opt ILIKE 'AD%'"),
    Case("a param in a list", "params.lr IN ('0.01', '0.2')"),
    Case("a param in no list is there", "params.lr NOT IN ('0.01', '0.1')"),
    Case("a param nobody has", "params.nobody = 'x'"),
    Case("a tag", "tags.stage = 'prod'"),
    Case("another tag is there", "tags.stage != 'prod'"),
    Case("a tag whose key has a space", "tags.`a b` = 'x'"),
    Case("a tag in a list", "tags.stage IN ('prod', 'test')"),
    Case("a tag like a pattern, whatever the case", "tags.stage ILIKE 'PROD'"),
    Case("everything together", "name = 'tree' AND metrics.loss < 0.6 AND params.lr = '0.1' AND tags.stage = 'dev'"),
    Case("words in another case", "name like 't%' and params.lr in ('0.1')"),
    Case("refused: an entity that there is not", "datasets.name = 'iris'"),
    Case("refused: an operator that texts have not", "name > 'a'"),
    Case("refused: an operator that numbers have not", "metrics.loss LIKE '1'"),
    Case("refused: a list of numbers", "creation_time IN (1)"),
    # Orders.
    Case("by name", order_by=by(("name",))),
    Case("by name, downwards", order_by=by(("name", False))),
    Case("by creation time", order_by=by(("creation_timestamp",))),
    Case("by creation time under another name", order_by=by(("creation_time", False))),
    Case("by id", order_by=by(("model_id",))),
    Case("by id, downwards", order_by=by(("model_id", False))),
    Case("by type, absent ones last", order_by=by(("model_type",))),
    Case("by type downwards, absent ones last", order_by=by(("model_type", False))),
    Case("by source run", order_by=by(("source_run_id",), ("creation_time",))),
    Case("by the last change", order_by=by(("last_updated_timestamp", False))),
    Case("by experiment", order_by=by(("experiment_id",))),
    Case("by status", order_by=by(("status",))),
    Case("by the latest value of a metric", order_by=by(("metrics.loss",))),
    Case("by the latest value of a metric, downwards", order_by=by(("metrics.loss", False))),
    Case("by a metric with datasets", order_by=by(("metrics.acc",))),
    Case("by a metric on a dataset", order_by=by(("metrics.acc", True, "iris", "d1"))),
    Case("by a metric on a dataset, downwards", order_by=by(("metrics.acc", False, "iris", "d1"))),
    Case("by a metric on any digest of a dataset", order_by=by(("metrics.acc", True, "iris"))),
    Case("by a metric on two datasets", order_by=by(("metrics.acc", True, "wine"), ("metrics.acc", False, "iris"))),
    Case("by a metric whose key has a slash", order_by=by(("metrics.val/loss",))),
    Case("by a metric nobody has", order_by=by(("metrics.nobody",))),
    Case("by two fields", order_by=by(("name",), ("metrics.loss", False))),
    Case("by a metric and the creation time", order_by=by(("metrics.acc",), ("creation_time",))),
    Case("by a metric among those found", "params.lr = '0.1'", order_by=by(("metrics.loss",))),
    Case("refused: by a param", order_by=by(("params.lr",))),
    Case("refused: by a tag", order_by=by(("tags.stage",))),
    Case("refused: by what models have not", order_by=by(("nonsense",))),
    Case("refused: by an entity that there is not", order_by=by(("datasets.name",))),
)
