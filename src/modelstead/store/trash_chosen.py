"""Which rows are purged when somebody chooses things in a project's trash, and what keeps some of them from going.

What is chosen goes with all that is in it, by the rules of the whole trash, which store.trash has. What is in the trash
and not chosen is in use: what it is made of stays.
"""

from collections.abc import Iterable
from typing import NamedTuple

from modelstead.domain.experiment import DEFAULT_IID
from modelstead.domain.trashed import Kind, Reference
from modelstead.store import trash
from modelstead.store.transaction import Transaction
from modelstead.store.trash import Noun
from modelstead.store.trash_listing import by_kind


class Chosen(NamedTuple):
    """Rows that may go, with the runs and logged models that are in these experiments."""

    runs: tuple[int, ...] = ()
    experiments: tuple[int, ...] = ()
    logged_models: tuple[int, ...] = ()
    registered_models: tuple[int, ...] = ()
    model_versions: tuple[int, ...] = ()


class Kept(NamedTuple):
    """A chosen thing that does not go, and why."""

    thing: Reference
    reason: str


class _Version(NamedTuple):
    id: int
    model: int
    own_run: int | None


# A version that is not chosen is made of the run, or of one in the experiment.
_OF_RUN = "EXISTS (SELECT 1 FROM model_versions v WHERE v.run_id = t.id AND NOT v.id = ANY(?))"
_OF_EXPERIMENT = (
    "EXISTS (SELECT 1 FROM runs r JOIN model_versions v ON v.run_id = r.id "
    "WHERE r.experiment_id = t.id AND NOT v.id = ANY(?))"
)
_RULES = (
    (Kind.RUN, trash.RUNS, "It is not in the trash any more, or a version is made of it."),
    (Kind.EXPERIMENT, trash.EXPERIMENTS, "Something in it is in use: a run or a model that is not in the trash."),
    (Kind.LOGGED_MODEL, trash.LOGGED_MODELS, "It is not in the trash any more."),
    (
        Kind.MODEL,
        trash.MODELS,
        "The run of one of its versions is in use, or a version of another model is made of it.",
    ),
    (
        Kind.VERSION,
        trash.VERSIONS,
        "Its run is in use, or another version is made of it. Delete those first, or purge them with it.",
    ),
)


def choose(tx: Transaction, project_id: int, things: Iterable[Reference]) -> Chosen:
    """Return the rows that things of a project stand for: of models the versions too, of versions their own runs."""
    ids = by_kind(things)
    models: dict[int, int | None] = dict(
        tx.all(
            "SELECT id, experiment_id FROM registered_models WHERE project_id = ? AND id = ANY(?)",
            (project_id, tx.array(ids.get(Kind.MODEL, ()))),
        )
    )
    versions = [
        _Version(*row)
        for row in tx.all(
            "SELECT v.id, v.model_id, o.id FROM model_versions v "
            "LEFT JOIN runs o ON o.id = v.run_id AND o.version_id = v.id "
            "WHERE v.project_id = ? AND (v.id = ANY(?) OR v.model_id = ANY(?))",
            (project_id, tx.array(ids.get(Kind.VERSION, ())), tx.array(models)),
        )
    ]
    while held := _held(tx, [version.id for version in versions]):
        models_held = {version.model for version in versions if version.id in held} & models.keys()
        versions = [each for each in versions if each.id not in held and each.model not in models_held]
        models = {row_id: experiment for row_id, experiment in models.items() if row_id not in models_held}
    return Chosen(
        runs=(*ids.get(Kind.RUN, ()), *(each.own_run for each in versions if each.own_run is not None)),
        experiments=(*ids.get(Kind.EXPERIMENT, ()), *(each for each in models.values() if each is not None)),
        logged_models=tuple(ids.get(Kind.LOGGED_MODEL, ())),
        registered_models=tuple(models),
        model_versions=tuple(each.id for each in versions),
    )


def within(tx: Transaction, noun: Noun, chosen: Chosen) -> tuple[str, tuple[object, ...]]:
    """Return the condition that a row `t` of a noun is chosen, and nothing is made of it that is not."""
    own, versions = tx.array(getattr(chosen, noun.table)), tx.array(chosen.model_versions)
    if noun is trash.RUNS:
        inside = "(t.id = ANY(?) OR t.experiment_id = ANY(?))"
        return f"{inside} AND NOT {_OF_RUN}", (own, tx.array(chosen.experiments), versions)
    if noun is trash.LOGGED_MODELS:
        return "(t.id = ANY(?) OR t.experiment_id = ANY(?))", (own, tx.array(chosen.experiments))
    if noun is trash.EXPERIMENTS:
        return f"t.id = ANY(?) AND NOT {_OF_EXPERIMENT}", (own, versions)
    return "t.id = ANY(?)", (own,)


def kept(tx: Transaction, project_id: int, things: Iterable[Reference], chosen: Chosen, before: int) -> list[Kept]:
    """Return which things will not go, each with the first reason."""
    ids = by_kind(things)
    found: dict[Reference, str] = _kept_runs(tx, project_id, ids.get(Kind.RUN, ()), chosen)
    for row_id, iid in tx.all(
        "SELECT t.id, t.iid FROM experiments t WHERE t.project_id = ? AND t.id = ANY(?) "
        f"AND (t.iid = ? OR {_OF_EXPERIMENT})",
        (project_id, tx.array(ids.get(Kind.EXPERIMENT, ())), DEFAULT_IID, tx.array(chosen.model_versions)),
    ):
        reason = "A version is made of one of its runs. Its other runs go."
        found[Reference(Kind.EXPERIMENT, row_id)] = (
            "Every project keeps this experiment. Its runs go." if iid == DEFAULT_IID else reason
        )
    for kind, noun, reason in _RULES:
        goes = set(getattr(chosen, noun.table))
        values = (project_id, *(before,) * noun.due.count("?"), tx.array(ids.get(kind, ())))
        sql = f"SELECT t.id FROM {noun.table} t WHERE t.project_id = ? AND {noun.due} AND t.id = ANY(?)"
        goes &= {row[0] for row in tx.all(sql, values)}
        for row_id in ids.get(kind, ()):
            if row_id not in goes:
                found.setdefault(Reference(kind, row_id), reason)
    return [Kept(thing, reason) for thing, reason in found.items()]


def _held(tx: Transaction, versions: list[int]) -> set[int]:
    """Return those versions whose own run another version, which is not among them, is made of."""
    chosen = tx.array(versions)
    rows = tx.all(
        "SELECT DISTINCT v.id FROM model_versions v JOIN runs o ON o.id = v.run_id AND o.version_id = v.id "
        "JOIN model_versions w ON w.run_id = o.id WHERE v.id = ANY(?) AND NOT w.id = ANY(?)",
        (chosen, chosen),
    )
    return {row[0] for row in rows}


def _kept_runs(tx: Transaction, project_id: int, runs: Iterable[int], chosen: Chosen) -> dict[Reference, str]:
    found: dict[Reference, str] = {}
    for run, label, is_living in tx.all(
        "SELECT r.id, m.name || ' ' || v.semantic_version, v.deleted_at IS NULL AND m.deleted_at IS NULL FROM runs r "
        "JOIN model_versions v ON v.run_id = r.id JOIN registered_models m ON m.id = v.model_id "
        "WHERE r.project_id = ? AND r.id = ANY(?) AND NOT v.id = ANY(?) ORDER BY r.id, v.id",
        (project_id, tx.array(runs), tx.array(chosen.model_versions)),
    ):
        do = "Delete that version first" if is_living else "Purge that version with it"
        found.setdefault(Reference(Kind.RUN, run), f"The version {label} is made of it. {do}.")
    return found
