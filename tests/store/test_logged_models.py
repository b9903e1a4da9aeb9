"""store.logged_models: rows of models, tags and params, on each engine."""

from typing import Any

import msgspec
import pytest

from modelstead import ids, limits
from modelstead.domain.logged_model import LoggedModel, LoggedModelStatus
from modelstead.domain.param import Param
from modelstead.domain.tag import Tag
from modelstead.store import logged_models
from modelstead.store.database import Database
from modelstead.store.runs import RunKey
from modelstead.store.transaction import Transaction
from tests import factories
from tests.store import facts


def add(tx: Transaction, /, run: RunKey, **changes: Any) -> LoggedModel:
    """Store a model in a run's experiment."""
    model = LoggedModel(
        id=0,
        model_id=ids.model_id(),
        experiment_iid=0,
        name="tree",
        model_type=None,
        source_run_id=None,
        status=LoggedModelStatus.PENDING,
        status_message=None,
        created_at=1,
        updated_at=1,
        deleted_at=None,
    )
    model = msgspec.structs.replace(model, **changes)
    row_id = logged_models.insert(tx, run.project_id, run.experiment_id, model, created_by=None)
    return msgspec.structs.replace(model, id=row_id)


def test_a_model_is_read_as_it_was_stored(database: Database) -> None:
    run = database.write_now(factories.run_row)
    times: dict[str, Any] = {"created_at": limits.INT64_MAX, "updated_at": limits.INT64_MAX}
    model = database.write_now(add, run, name="ü" * 500, model_type="t", source_run_id="𝄞" * 256, **times)
    assert database.read_now(logged_models.get, run.project_id, model.model_id) == model
    assert database.read_now(logged_models.by_rows, [999, model.id]) == [model]


def test_a_model_is_found_in_its_own_project_alone(database: Database) -> None:
    run = database.write_now(factories.run_row)
    other = database.write_now(factories.run_row, "other/project")
    model = database.write_now(add, run)
    assert database.read_now(logged_models.get, other.project_id, model.model_id) is None
    assert database.read_now(logged_models.keys, [model.model_id, "m-0"]) == {
        model.model_id: (model.id, run.project_id, False)
    }


def test_status_and_trash_are_kept_with_their_time(database: Database) -> None:
    run = database.write_now(factories.run_row)
    model = database.write_now(add, run)
    database.write_now(logged_models.set_status, model.id, LoggedModelStatus.READY, 5)
    expected = msgspec.structs.replace(model, status=LoggedModelStatus.READY, updated_at=5)
    assert database.read_now(logged_models.get, run.project_id, model.model_id) == expected
    database.write_now(logged_models.set_deleted, model.id, 7, 7)
    expected = msgspec.structs.replace(expected, deleted_at=7, updated_at=7)
    assert database.read_now(logged_models.get, run.project_id, model.model_id) == expected
    assert database.read_now(logged_models.keys, [model.model_id])[model.model_id].is_deleted


def test_tags_overwrite_and_go(database: Database) -> None:
    run = database.write_now(factories.run_row)
    model, other = database.write_now(add, run), database.write_now(add, run)
    long = "𝄞" * limits.LOGGED_MODEL_KEY_LENGTH
    database.write_now(logged_models.set_tags, model.id, {"b": "1", "a": "x", long: "y" * 65_535})
    database.write_now(logged_models.set_tags, model.id, {"b": "2"})
    database.write_now(logged_models.set_tags, other.id, {"b": "3"})
    found = database.read_now(logged_models.tags_of_models, [other.id, model.id, 999])
    assert found == {model.id: [Tag("a", "x"), Tag("b", "2"), Tag(long, "y" * 65_535)], other.id: [Tag("b", "3")]}
    assert database.write_now(logged_models.delete_tag, model.id, "b")
    assert not database.write_now(logged_models.delete_tag, model.id, "b")
    assert database.read_now(logged_models.tags_of_models, [other.id]) == {other.id: [Tag("b", "3")]}


def test_params_are_stored_once(database: Database) -> None:
    run = database.write_now(factories.run_row)
    model = database.write_now(add, run)
    assert database.write_now(logged_models.insert_params, model.id, [Param("b", "1"), Param("a", "")]) == 2
    assert database.write_now(logged_models.insert_params, model.id, [Param("b", "2"), Param("c", "3")]) == 1
    assert database.read_now(logged_models.logged_params, model.id, ["b", "c", "d"]) == {"b": "1", "c": "3"}
    found = database.read_now(logged_models.params_of_models, [model.id])
    assert found == {model.id: [Param("a", ""), Param("b", "1"), Param("c", "3")]}


@pytest.mark.parametrize("noun", ["tags", "params"])
def test_nothing_is_logged_for_a_model_that_is_not_there(database: Database, noun: str) -> None:
    sql = f"INSERT INTO logged_model_{noun} (model_id, key, value) VALUES (999, 'a', 'b')"
    with pytest.raises(Exception, match=r"(?i)foreign key"):
        database.write_now(facts.run, sql)
