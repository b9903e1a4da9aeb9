"""What tests of the model registry share: models, versions with files, and what is stored of them."""

import hashlib
from typing import Any, NamedTuple

import msgspec

from modelstead.domain.actor import Access
from modelstead.domain.artifact import Address, Owner, OwnerKind
from modelstead.domain.model_version import VERSION_TAG, ModelVersion
from modelstead.domain.registered_model import RegisteredModelRecord
from modelstead.domain.tag import Tag
from modelstead.services import model_versions, registered_models
from modelstead.store import artifacts
from modelstead.store import model_versions as rows
from modelstead.store.transaction import Transaction
from tests import factories
from tests.trashing import put_file

NAME = "churn"


class Noted(NamedTuple):
    """An entry of the audit log."""

    action: str
    subject: str
    details: dict[str, str]


def model(tx: Transaction, /, access: Access, name: str = NAME, **fields: Any) -> RegisteredModelRecord:
    return registered_models.create(tx, access, name, **fields)


def version(tx: Transaction, /, access: Access, name: str = NAME, semantic: str = "", **fields: Any) -> ModelVersion:
    """Create a version, of the next number or with a semantic version."""
    if semantic:
        fields["tags"] = (*fields.get("tags", ()), Tag(VERSION_TAG, semantic))
    return model_versions.create(tx, access, name, **fields)


def versions(tx: Transaction, access: Access, *semantics: str, name: str = NAME) -> list[ModelVersion]:
    """Create a model and a version of it for each semantic version."""
    model(tx, access, name)
    return [version(tx, access, name, semantic) for semantic in semantics]


def run_with_files(tx: Transaction, access: Access, *paths: str) -> str:
    """Create a run with a file at each path, which holds the path."""
    run_id = factories.run_id(tx, access)
    for path in paths:
        put_file(tx, access, Address.of_run(run_id, path), path.encode())
    return run_id


def address(found: ModelVersion, path: str = "") -> Address:
    """Return where a version's files are, as the proxy knows it."""
    return Address(OwnerKind.MODEL_VERSION, str(found.iid), path)


def owner(found: ModelVersion) -> Owner:
    return Owner(OwnerKind.MODEL_VERSION, found.id)


def files(tx: Transaction, found: ModelVersion) -> set[str]:
    """Return the paths of a version's files."""
    return {file.path for file in artifacts.every(tx, owner(found))}


def again(tx: Transaction, found: ModelVersion) -> ModelVersion:
    """Return a version as it is stored now, in the trash or not."""
    return rows.by_rows(tx, [found.id])[0]


def digest(*paths: str) -> bytes:
    """Return the digest of files that hold their paths."""
    lines = "".join(f"{hashlib.sha256(path.encode()).hexdigest()}  {path}\n" for path in sorted(paths))
    return hashlib.sha256(lines.encode()).digest()


def audit_log(tx: Transaction, access: Access) -> list[Noted]:
    """Return what was noted in a project, the oldest first."""
    found = tx.all(
        "SELECT action, subject, details FROM audit_events WHERE project_id = ? AND user_id = ? ORDER BY id",
        (access.project.id, access.actor.user_id),
    )
    return [Noted(action, subject, msgspec.json.decode(details)) for action, subject, details in found]
