"""services.logged_models: create, find, finalize, tag, log params, trash; on each engine."""

import re
from typing import Any

import pytest

from modelstead import clock, limits
from modelstead.domain.actor import Access
from modelstead.domain.logged_model import LoggedModelStatus
from modelstead.domain.param import Param
from modelstead.domain.tag import Tag
from modelstead.errors import InvalidParameter, InvalidState, NotFound
from modelstead.services import experiments, logged_models
from modelstead.store.database import Database

UNKNOWN = ("m-" + "0" * 32, "", "x", "m-", "M-" + "a" * 32, "m-" + "a" * 33, "\0", "\udcff", "'")


def make(database: Database, access: Access, **fields: Any) -> str:
    return database.write_now(logged_models.create, access, "0", **fields).model.model_id


def test_a_model_is_created_with_what_is_given(database: Database, access: Access) -> None:
    earliest = clock.now_ms()
    params, tags = [Param("b", "1"), Param("a", "2")], [Tag("t", "1"), Tag("t", "2")]
    fields: dict[str, Any] = {
        "name": "tree",
        "model_type": "agent",
        "source_run_id": "r",
        "params": params,
        "tags": tags,
    }
    made = database.write_now(logged_models.create, access, "0", **fields)
    assert database.read_now(logged_models.get, access, made.model.model_id) == made
    model = made.model
    assert re.fullmatch(r"m-[0-9a-f]{32}", model.model_id)
    assert (model.name, model.model_type, model.source_run_id, model.experiment_iid) == ("tree", "agent", "r", 0)
    assert (model.status, model.status_message) == (LoggedModelStatus.PENDING, None)
    assert earliest <= model.created_at == model.updated_at <= clock.now_ms()
    assert made.params == (Param("a", "2"), Param("b", "1"))
    assert made.tags == (Tag("t", "2"),)


def test_without_a_name_there_is_a_nickname(database: Database, access: Access) -> None:
    made = database.write_now(logged_models.create, access, "0")
    assert re.fullmatch(r"[a-z]+-[a-z]+-\d{1,3}", made.model.name)
    assert (made.model.model_type, made.model.source_run_id) == (None, None)


@pytest.mark.parametrize("model_id", UNKNOWN)
def test_an_unknown_model_is_not_found(database: Database, access: Access, model_id: str) -> None:
    for work in (logged_models.get, logged_models.delete):
        with pytest.raises(NotFound, match="Logged model with ID"):
            database.write_now(work, access, model_id)


def test_another_project_s_model_is_not_found(database: Database, access: Access, elsewhere: Access) -> None:
    model_id = make(database, access)
    works = [
        lambda tx: logged_models.get(tx, elsewhere, model_id, allow_deleted=True),
        lambda tx: logged_models.finalize(tx, elsewhere, model_id, LoggedModelStatus.READY),
        lambda tx: logged_models.set_tags(tx, elsewhere, model_id, [Tag("a", "b")]),
        lambda tx: logged_models.delete_tag(tx, elsewhere, model_id, "a"),
        lambda tx: logged_models.log_params(tx, elsewhere, model_id, [Param("a", "b")]),
        lambda tx: logged_models.delete(tx, elsewhere, model_id),
    ]
    before = database.read_now(logged_models.get, access, model_id)
    for work in works:
        with pytest.raises(NotFound, match=model_id):
            database.write_now(work)
    assert database.read_now(logged_models.get, access, model_id) == before


def test_no_model_is_created_in_an_experiment_in_the_trash(database: Database, access: Access) -> None:
    database.write_now(experiments.delete, access, "0")
    with pytest.raises(InvalidState, match="active"):
        database.write_now(logged_models.create, access, "0")
    with pytest.raises(NotFound, match="No Experiment with id=77"):
        database.write_now(logged_models.create, access, "77")


@pytest.mark.parametrize("character", "/:.%\"'")
def test_a_name_holds_no_such_character(database: Database, access: Access, character: str) -> None:
    with pytest.raises(InvalidParameter, match="Invalid model name"):
        database.write_now(logged_models.create, access, "0", name=f"a{character}b")


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"name": "n" * 501}, "'name' exceeds the maximum length of 500"),
        ({"model_type": "t" * 501}, "'model_type' exceeds"),
        ({"source_run_id": "r" * 257}, "'source_run_id' exceeds"),
        ({"params": [Param("", "v")]}, r"'params\[0\]\.key'"),
        ({"params": [Param("a", "v"), Param("k" * 256, "v")]}, r"'params\[1\]\.key' exceeds"),
        ({"params": [Param("a", "v" * 65_536)]}, r"'params\[0\]\.value' exceeds"),
        ({"params": [Param("a", "1"), Param("a", "1")]}, r"Duplicate parameter keys.*\['a'\]"),
        ({"params": [Param(str(number), "") for number in range(1_001)]}, "'params' has at most 1000"),
        ({"tags": [Tag("k" * 256, "v")]}, r"'tags\[0\]\.key' exceeds"),
        ({"tags": [Tag("k", "v" * 65_536)]}, r"'tags\[0\]\.value' exceeds"),
        ({"tags": [Tag("k", "v")] * 1_001}, "'tags' has at most 1000"),
    ],
)
def test_what_breaks_a_rule_is_named(database: Database, access: Access, fields: dict[str, Any], message: str) -> None:
    with pytest.raises(InvalidParameter, match=message):
        database.write_now(logged_models.create, access, "0", **fields)


def test_the_longest_values_are_taken(database: Database, access: Access) -> None:
    key, value = "ü" * limits.LOGGED_MODEL_KEY_LENGTH, "𝄞" * limits.LOGGED_MODEL_VALUE_LENGTH
    fields: dict[str, Any] = {"name": "𝄞" * 500, "model_type": "𝄞" * 500, "source_run_id": "𝄞" * 256}
    model_id = make(database, access, **fields, params=[Param(key, value)], tags=[Tag(key, value)])
    found = database.read_now(logged_models.get, access, model_id)
    assert (found.params, found.tags) == ((Param(key, value),), (Tag(key, value),))


def test_finalizing_changes_status_and_time(database: Database, access: Access) -> None:
    model_id = make(database, access)
    before = database.read_now(logged_models.get, access, model_id).model
    for status in (LoggedModelStatus.FAILED, LoggedModelStatus.READY):
        found = database.write_now(logged_models.finalize, access, model_id, status).model
        assert (found.status, found.created_at) == (status, before.created_at)
        assert found.updated_at >= before.updated_at


def test_a_deleted_model_can_be_read_and_not_written(database: Database, access: Access) -> None:
    model_id = make(database, access, tags=[Tag("a", "b")])
    for _ in range(2):
        database.write_now(logged_models.delete, access, model_id)
    with pytest.raises(NotFound):
        database.read_now(logged_models.get, access, model_id)
    before = database.read_now(logged_models.get, access, model_id, allow_deleted=True)
    for work in (
        lambda tx: logged_models.finalize(tx, access, model_id, LoggedModelStatus.READY),
        lambda tx: logged_models.set_tags(tx, access, model_id, [Tag("a", "c")]),
        lambda tx: logged_models.delete_tag(tx, access, model_id, "a"),
        lambda tx: logged_models.log_params(tx, access, model_id, [Param("a", "b")]),
    ):
        with pytest.raises(InvalidState, match="is deleted"):
            database.write_now(work)
    assert database.read_now(logged_models.get, access, model_id, allow_deleted=True) == before


@pytest.mark.parametrize("key", ["nobody", "", "A", "a\x1fb"])
def test_a_tag_that_is_not_there_is_not_found(database: Database, access: Access, key: str) -> None:
    model_id = make(database, access, tags=[Tag("a", "b")])
    with pytest.raises(NotFound, match="No tag with key"):
        database.write_now(logged_models.delete_tag, access, model_id, key)


def test_a_param_never_changes(database: Database, access: Access) -> None:
    model_id = make(database, access, params=[Param("a", "1")])
    database.write_now(logged_models.log_params, access, model_id, [Param("a", "1"), Param("b", "2")])
    with pytest.raises(InvalidParameter, match=r"key='a'.*value='1' for logged model ID='m-.*new value '9'"):
        database.write_now(logged_models.log_params, access, model_id, [Param("c", "3"), Param("a", "9")])
    assert database.read_now(logged_models.get, access, model_id).params == (Param("a", "1"), Param("b", "2"))


def test_logging_nothing_changes_nothing(database: Database, access: Access) -> None:
    model_id = make(database, access)
    before = database.read_now(logged_models.get, access, model_id)
    database.write_now(logged_models.log_params, access, model_id, [])
    assert database.write_now(logged_models.set_tags, access, model_id, []) == before
