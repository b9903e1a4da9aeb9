"""Where the files of a new model version come from.

A source that names something of this project has its files copied, by rows, into the version. Any other source is a
label that nobody here opens.
"""

import re
from typing import NamedTuple

from modelstead.domain import logged_model as logged_model_rules
from modelstead.domain.actor import Access
from modelstead.domain.artifact import Address, Owner, OwnerKind, check_path
from modelstead.domain.key import quoted
from modelstead.domain.logged_model import LoggedModel
from modelstead.domain.run import Run
from modelstead.errors import InvalidParameter
from modelstead.services import artifacts, logged_models, package_owners, registered_models, runs, version_references
from modelstead.store import artifacts as rows
from modelstead.store import logged_models as logged_model_rows
from modelstead.store import registered_models as registered_model_rows
from modelstead.store import runs as run_rows
from modelstead.store.transaction import Transaction

_RUN = re.compile(r"runs:/+([^/]+)(?:/(.*))?", re.DOTALL)
_MODEL = re.compile(r"models:/+([^/]+)(?:/(.*))?", re.DOTALL)
_OURS = re.compile(
    r"(?:mlflow-artifacts:(?://[^/]*)?|https?://[^?#]*/mlflow-artifacts/artifacts)/((?:runs|models|versions)/.*)",
    re.DOTALL,
)
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:/")


class Origin(NamedTuple):
    """What a new version is made from: a run that it promotes, a logged model, and files below a path of an owner."""

    run: Run | None = None
    logged_model_id: str | None = None
    owner: Owner | None = None
    path: str = ""
    copied: str = ""  # the semantic version of the version that it is a copy of


def find(tx: Transaction, access: Access, source: str, run_id: str, model_id: str) -> Origin:
    """Return what a new version is made from; raise NotFound or InvalidState for a run or model that cannot be used."""
    run = runs.find_active(tx, access, run_id) if run_id else None
    model = logged_models.find_active(tx, access, model_id) if model_id else None
    origin = _named(tx, access, source, run)
    if not source:
        if model is not None:
            origin = _of_logged_model(model)
        elif run is not None:
            origin = Origin(owner=package_owners.of_run(run))
    if run is None:
        run = origin.run if model is None else _source_run(tx, access, model)
    return origin._replace(run=run, logged_model_id=model_id or origin.logged_model_id)


def _named(tx: Transaction, access: Access, source: str, run: Run | None) -> Origin:
    """Return what a source names of this project."""
    found = _RUN.fullmatch(source)
    if found is not None:
        return _below_run(tx, access, found[1], (found[2] or "").strip("/"), run)
    found = _MODEL.fullmatch(source)
    if found is not None:
        return _of_model(tx, access, found[1], (found[2] or "").strip("/"))
    found = _OURS.fullmatch(source)
    if found is not None:
        address = Address.parse(found[1].rstrip("/"))
        if address.kind is OwnerKind.RUN:
            return _below_run(tx, access, address.owner, address.path, None)
        return Origin(owner=artifacts.owner(tx, access, address), path=address.path)
    return Origin()


def _below_run(tx: Transaction, access: Access, run_id: str, path: str, run: Run | None) -> Origin:
    if run is not None and run.run_id != run_id:
        raise InvalidParameter(
            f"Invalid model version source: {quoted(f'runs:/{run_id}/{path}')} is not below the run {run.run_id}, "
            "which run_id names. Name the same run in both, or leave run_id out."
        )
    source_run = run or runs.find_active(tx, access, run_id)
    owner = package_owners.of_run(source_run)
    if path:
        check_path(path, "source")
        model = _logged_model_of_run(tx, source_run, path)
        if model is not None and not (rows.is_folder(tx, owner, path) or rows.get(tx, owner, path)):
            return _of_logged_model(model)
    return Origin(owner=owner, path=path)


def _logged_model_of_run(tx: Transaction, run: Run, name: str) -> LoggedModel | None:
    """Return the logged model that 3.x clients mean by `runs:/<run>/<name>`: theirs are not below the run."""
    return logged_model_rows.newest_of_run(tx, run_rows.keys(tx, [run.run_id])[run.run_id], run.run_id, name)


def _of_model(tx: Transaction, access: Access, name: str, suffix: str) -> Origin:
    """Return what `models:/m-…`, `models:/name/version` or `models:/name@alias` means."""
    is_registered = bool(suffix) and registered_model_rows.by_name(tx, access.project.id, name) is not None
    if logged_model_rules.is_model_id(name) and not is_registered:
        model = logged_models.find_active(tx, access, name)
        path = check_path(suffix, "source") if suffix else ""
        return _of_logged_model(model)._replace(run=_source_run(tx, access, model), path=path)
    alias = ""
    if not suffix:
        name, _, alias = name.rpartition("@")
        if not (name and alias):
            raise InvalidParameter(
                "Invalid model version source: use models:/<name>/<version>, models:/<name>@<alias> or "
                "models:/<model id>."
            )
    registered = registered_models.find(tx, access, name)
    version = (
        version_references.find_by_alias(tx, registered, alias)
        if alias
        else version_references.find(tx, registered, suffix)
    )
    owner = Owner(OwnerKind.MODEL_VERSION, version.id)
    return Origin(logged_model_id=version.logged_model_id, owner=owner, copied=version.semantic_version)


def _of_logged_model(model: LoggedModel) -> Origin:
    return Origin(owner=Owner(OwnerKind.LOGGED_MODEL, model.id), logged_model_id=model.model_id)


def _source_run(tx: Transaction, access: Access, model: LoggedModel) -> Run | None:
    """Return the run that a logged model is from, as MLflow's own server takes it for that of the version."""
    run = run_rows.get(tx, access.project.id, model.source_run_id) if model.source_run_id else None
    return run if run is not None and run.deleted_at is None else None


def is_elsewhere(source: str) -> bool:
    """Tell whether a source is an address that only a client can open."""
    return bool(_ADDRESS.match(source)) and not any(form.fullmatch(source) for form in (_RUN, _MODEL, _OURS))
