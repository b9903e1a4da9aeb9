"""Whose files GitLab's package paths mean: those of a model version, a run, or a generic package.

References are spelled as in GitLab's paths: `ml_models/<version or run>` and `generic/<name>/<version>`.
"""

import re

from modelstead.domain import package as rules
from modelstead.domain.actor import Access
from modelstead.domain.artifact import Owner, OwnerKind
from modelstead.domain.run import Run
from modelstead.errors import NotFound
from modelstead.services import experiments
from modelstead.store import model_versions, packages, runs
from modelstead.store.transaction import Transaction

_RUN = re.compile(r"candidate[:_](.+)", re.DOTALL)
_EXPERIMENT = re.compile(r"ml_experiment_([0-9]+)")
_RUN_OF_EXPERIMENT = re.compile(r"(?:candidate[:_])?([0-9]+)")  # until version 17, GitLab wrote the number alone
_NO_ROW = 0  # of a package into which nobody has put a file


def find(tx: Transaction, access: Access, reference: str) -> Owner:
    """Return the owner that a reference means; a generic package that is not there yet owns nothing."""
    kind, _, rest = reference.partition("/")
    if kind == "ml_models":
        return _run_or_version(tx, access, rest)
    return _run_or_generic(tx, access, *_names(reference))


def make(tx: Transaction, access: Access, found: Owner, reference: str) -> Owner:
    """Return the owner that `find` has found, with a row if it is a generic package that has none yet."""
    if found.kind is not OwnerKind.PACKAGE or found.id != _NO_ROW:
        return found
    return Owner(OwnerKind.PACKAGE, packages.ensure(tx, access.project.id, *_names(reference)))


def of_run(run: Run) -> Owner:
    """Return what has a run's files: the version whose own run it is, or the run itself."""
    is_deleted = run.deleted_at is not None
    if run.version_id is not None:
        return Owner(OwnerKind.MODEL_VERSION, run.version_id, is_deleted=is_deleted)
    return Owner(OwnerKind.RUN, run.id, is_deleted=is_deleted)


def version(tx: Transaction, access: Access, number: str) -> Owner:
    """Return the model version with a number of the project's."""
    iid = experiments.number(number)
    found = None if iid is None else model_versions.by_iid(tx, access.project.id, iid)
    if found is None:
        raise NotFound(f"There is no model version with the number {number}.")
    return Owner(OwnerKind.MODEL_VERSION, found.id)


def _names(reference: str) -> tuple[str, str]:
    _, name, version = reference.split("/")
    return name, version


def _run_or_version(tx: Transaction, access: Access, reference: str) -> Owner:
    run = _RUN.fullmatch(reference)
    return version(tx, access, reference) if run is None else _run(tx, access, run[1])


def _run_or_generic(tx: Transaction, access: Access, name: str, version: str) -> Owner:
    experiment, run = _EXPERIMENT.fullmatch(name), _RUN_OF_EXPERIMENT.fullmatch(version)
    if experiment and run:
        return _run(tx, access, run[1], experiment[1])
    rules.check_name(name, "package_name")
    rules.check_name(version, "package_version")
    return Owner(OwnerKind.PACKAGE, packages.row_id(tx, access.project.id, name, version) or _NO_ROW)


def _run(tx: Transaction, access: Access, number: str, experiment: str = "") -> Owner:
    iid = experiments.number(number)
    found = None if iid is None else runs.by_iid(tx, access.project.id, iid)
    if found is None or (experiment and experiments.number(experiment) != found.experiment_iid):
        where = f" in the experiment {experiment}" if experiment else ""
        raise NotFound(f"There is no run with the number {number}{where}.")
    return of_run(found)
