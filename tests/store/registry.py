"""Rows of the model registry for tests of stores."""

from typing import Any

import msgspec

from modelstead.domain.model_version import NO_FILES, Stage
from modelstead.domain.registered_model import RegisteredModel
from modelstead.domain.semantic_version import SemanticVersion
from modelstead.store import counters, model_versions, registered_models
from modelstead.store.model_versions import NewVersion
from modelstead.store.transaction import Transaction


def add_model(
    tx: Transaction, /, project_id: int, name: str, *, experiment_id: int | None = None, **changes: Any
) -> RegisteredModel:
    """Store a model."""
    model = RegisteredModel(
        id=0,
        iid=counters.take(tx, project_id, "registered model"),
        experiment_iid=None,
        name=name,
        is_prompt=False,
        description="",
        user="",
        created_at=1,
        updated_at=2,
    )
    model = msgspec.structs.replace(model, **changes)
    row_id = registered_models.insert(tx, project_id, model, experiment_id=experiment_id, created_by=None)
    assert row_id is not None
    return msgspec.structs.replace(model, id=row_id)


def add_version(tx: Transaction, /, project_id: int, model: RegisteredModel, semantic: str, **changes: Any) -> int:
    """Store the next version of a model and return its row."""
    row_id = try_version(tx, project_id, model, semantic, **changes)
    assert row_id is not None
    return row_id


def try_version(
    tx: Transaction, /, project_id: int, model: RegisteredModel, semantic: str, **changes: Any
) -> int | None:
    """Store the next version of a model unless its semantic version is taken."""
    number = registered_models.take_number(tx, model.id, model.updated_at)
    assert number is not None
    new = NewVersion(
        iid=counters.take(tx, project_id, "model version"),
        model_id=model.id,
        number=number,
        semantic=SemanticVersion.parse(semantic),
        description="",
        source="",
        run_link="",
        run_row=None,
        logged_model_id=None,
        files_sha256=NO_FILES,
        created_by=None,
        now=1,
    )
    return model_versions.insert(tx, project_id, new._replace(**changes))


def set_stage(tx: Transaction, row_id: int, stage: Stage) -> None:
    model_versions.set_stage(tx, row_id, stage, 1)
