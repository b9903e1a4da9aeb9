"""What is in the trash: which things are to be purged, and what belongs to each.

In the conditions every `?` is a time: what was put in the trash then or earlier is due.
"""

from typing import NamedTuple

from modelstead.domain.artifact import OwnerKind
from modelstead.domain.experiment import DEFAULT_IID
from modelstead.domain.star import Starred

POINT = "model_id, key, timestamp, step, run_id, dataset, value, is_nan"


class Part(NamedTuple):
    """Rows that belong to a thing: their table, the condition that they are its own, and what tells them apart."""

    table: str
    own: str
    key: str


class Noun(NamedTuple):
    """A kind of things in the trash, `t`.

    `due`: it goes when everything goes that is due. `free`: it can go now, for it is still there and nothing points to
    it. `mark`: what hides it from those who restore. `parts`: in the order that foreign keys ask for.
    """

    table: str
    kind: OwnerKind | None
    due: str
    free: str
    mark: str
    parts: tuple[Part, ...]


def _own_run_stays(version: str) -> str:
    """Say that a version's own run, whose files are the version's, is in use: another version promotes it."""
    return (
        f"EXISTS (SELECT 1 FROM runs o WHERE o.id = {version}.run_id AND o.version_id = {version}.id "
        "AND (o.deleted_at IS NULL OR o.deleted_at > ?))"
    )


def _version_due(version: str) -> str:
    return (
        f"({version}.deleted_at <= ? OR EXISTS (SELECT 1 FROM registered_models d "
        f"WHERE d.id = {version}.model_id AND d.deleted_at <= ?)) AND NOT {_own_run_stays(version)}"
    )


def _model_due(model: str) -> str:
    return (
        f"{model}.deleted_at <= ? AND NOT EXISTS (SELECT 1 FROM model_versions w WHERE w.model_id = {model}.id "
        f"AND {_own_run_stays('w')})"
    )


def _run_due(run: str) -> str:
    return (
        f"{run}.deleted_at <= ? AND NOT EXISTS (SELECT 1 FROM model_versions v WHERE v.run_id = {run}.id "
        f"AND ({_version_due('v')}) IS NOT TRUE)"
    )


def _experiment_due(experiment: str) -> str:
    """Leave the experiment that every project has, and one that something which stays is in."""
    inside = f"experiment_id = {experiment}.id"
    return (
        f"{experiment}.deleted_at <= ? AND {experiment}.iid <> {DEFAULT_IID} "
        f"AND NOT EXISTS (SELECT 1 FROM runs r WHERE r.{inside} AND ({_run_due('r')}) IS NOT TRUE) "
        f"AND NOT EXISTS (SELECT 1 FROM logged_models l WHERE l.{inside} AND l.deleted_at > ?) "
        f"AND NOT EXISTS (SELECT 1 FROM registered_models m WHERE m.{inside} AND ({_model_due('m')}) IS NOT TRUE)"
    )


def _nothing(table: str, condition: str) -> str:
    return f"NOT EXISTS (SELECT 1 FROM {table} x WHERE x.{condition})"


def _stars(noun: Starred) -> Part:
    return Part("stars", f"noun = {int(noun)} AND item_id = ?", "user_id")


def _files(kind: OwnerKind) -> Part:
    return Part("artifacts", f"owner_kind = {int(kind)} AND owner_id = ?", "folder, name")


VERSIONS = Noun(
    "model_versions",
    OwnerKind.MODEL_VERSION,
    due=_version_due("t"),
    free=_version_due("t"),
    mark="number = -t.id, iid = -t.id",
    parts=(
        Part("model_aliases", "version_id = ?", "model_id, alias"),
        Part("model_version_tags", "owner_id = ?", "key"),
        _files(OwnerKind.MODEL_VERSION),
    ),
)
MODELS = Noun(
    "registered_models",
    None,
    due=_model_due("t"),
    free=f"t.deleted_at <= ? AND {_nothing('model_versions', 'model_id = t.id')}",
    mark="name = '', iid = -t.id",
    parts=(
        Part("model_aliases", "model_id = ?", "alias"),
        Part("registered_model_tags", "owner_id = ?", "key"),
        _stars(Starred.MODEL),
    ),
)
RUNS = Noun(
    "runs",
    OwnerKind.RUN,
    due=_run_due("t"),
    free=f"t.deleted_at <= ? AND {_nothing('model_versions', 'run_id = t.id')}",
    mark="run_id = 'purged-' || CAST(t.id AS TEXT), deleted_with_experiment = 0",
    parts=(
        Part("run_dataset_tags", "run_id = ?", "dataset_id, key"),
        Part("run_datasets", "run_id = ?", "dataset_id"),
        Part("run_models", "run_id = ?", "direction, model_id"),
        Part("params", "run_id = ?", "key_id"),
        Part("run_tags", "run_id = ?", "key_id"),
        Part("latest_metrics", "run_id = ?", "key_id"),
        Part("metric_points", "run_id = ?", "key_id, timestamp, step, value, is_nan"),
        _stars(Starred.RUN),
        _files(OwnerKind.RUN),
    ),
)
LOGGED_MODELS = Noun(
    "logged_models",
    OwnerKind.LOGGED_MODEL,
    due="(t.deleted_at <= ? OR t.deleted_at IS NULL AND t.experiment_id IN "
    f"(SELECT e.id FROM experiments e WHERE {_experiment_due('e')}))",
    free="(t.deleted_at <= ? OR t.deleted_at IS NULL AND EXISTS (SELECT 1 FROM experiments e "
    f"WHERE e.id = t.experiment_id AND e.deleted_at <= ? AND {_nothing('runs', 'experiment_id = e.id')}))",
    mark="model_id = 'purged-' || CAST(t.id AS TEXT)",
    parts=(
        Part("logged_model_params", "model_id = ?", "key"),
        Part("logged_model_tags", "model_id = ?", "key"),
        Part("logged_model_metrics", "model_id = ?", POINT.removeprefix("model_id, ")),
        _files(OwnerKind.LOGGED_MODEL),
    ),
)
EXPERIMENTS = Noun(
    "experiments",
    None,
    due=_experiment_due("t"),
    free=f"t.deleted_at <= ? AND t.iid <> {DEFAULT_IID} AND "
    + " AND ".join(_nothing(table, "experiment_id = t.id") for table in ("runs", "logged_models", "registered_models")),
    mark="iid = -t.id",
    parts=(
        Part("experiment_tags", "experiment_id = ?", "key"),
        Part("run_keys", "experiment_id = ?", "key, kind"),
        Part("datasets", "experiment_id = ?", "name, digest"),
        Part("saved_views", "experiment_id = ?", "name"),
        _stars(Starred.EXPERIMENT),
    ),
)
