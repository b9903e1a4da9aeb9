"""store.registered_models: rows of models, their aliases and highest versions, on each engine."""

from typing import Any

import msgspec

from modelstead import limits
from modelstead.domain.model_version import Stage
from modelstead.domain.registered_model import Alias, RegisteredModel
from modelstead.store import registered_models as rows
from modelstead.store import registry_tags
from modelstead.store.database import Database
from modelstead.store.registry_tags import Tagged
from modelstead.store.transaction import Transaction
from tests import factories
from tests.store import facts
from tests.store.registry import add_model, add_version, set_stage


def project(tx: Transaction, path: str = factories.PATH) -> int:
    return factories.member(tx, path).project.id


def test_a_model_is_read_as_it_was_stored(database: Database) -> None:
    project_id = database.write_now(project)
    times: dict[str, Any] = {"created_at": limits.INT64_MAX, "updated_at": limits.INT64_MAX - 1}
    model = database.write_now(add_model, project_id, "𝄞" * 256, is_prompt=True, description="# ü\n", **times)
    assert database.read_now(rows.by_name, project_id, "𝄞" * 256) == model
    assert [each.model for each in database.read_now(rows.records_by_rows, [999, model.id])] == [model]


def test_a_model_is_found_in_its_own_project_alone(database: Database) -> None:
    one, other = database.write_now(project), database.write_now(project, "other/project")
    model = database.write_now(add_model, one, "churn")
    assert database.read_now(rows.by_name, other, "churn") is None
    assert database.write_now(add_model, other, "churn").id != model.id


def test_names_differ_by_case_and_form(database: Database) -> None:
    project_id = database.write_now(project)
    names = ["churn", "Churn", "churn ", "é", "e\u0301", "%", "_"]
    made = [database.write_now(add_model, project_id, name) for name in names]
    assert [database.read_now(rows.by_name, project_id, name) for name in names] == made


def test_a_taken_name_is_not_stored_again(database: Database) -> None:
    project_id = database.write_now(project)
    model = database.write_now(add_model, project_id, "churn")
    again = msgspec.structs.replace(model, id=0, iid=99)
    assert database.write_now(rows.insert, project_id, again, experiment_id=None, created_by=None) is None
    assert database.read_now(rows.by_name, project_id, "churn") == model


def test_the_trash_frees_a_name_and_holds_several_of_one(database: Database) -> None:
    project_id = database.write_now(project)
    first = database.write_now(add_model, project_id, "churn")
    database.write_now(rows.set_deleted, first.id, 5, 5)
    second = database.write_now(add_model, project_id, "churn")
    assert database.read_now(rows.by_name, project_id, "churn") == second
    database.write_now(rows.set_deleted, second.id, 5, 5)
    assert database.read_now(rows.by_name, project_id, "churn") is None
    found = database.read_now(rows.last_deleted, project_id, "churn")
    assert found == msgspec.structs.replace(second, deleted_at=5, updated_at=5)
    database.write_now(rows.set_deleted, first.id, 6, 6)
    found = database.read_now(rows.last_deleted, project_id, "churn")
    assert found is not None
    assert found.id == first.id


def test_what_changes_is_kept_with_its_time(database: Database) -> None:
    project_id = database.write_now(project)
    model = database.write_now(add_model, project_id, "churn")
    database.write_now(rows.rename, model.id, "loss", 3)
    database.write_now(rows.describe, model.id, "text", 4)
    expected = msgspec.structs.replace(model, name="loss", description="text", updated_at=4)
    assert database.read_now(rows.by_name, project_id, "loss") == expected
    database.write_now(rows.touch, model.id, 7)
    assert database.read_now(rows.by_name, project_id, "loss") == msgspec.structs.replace(expected, updated_at=7)


def test_numbers_count_in_each_model_until_it_is_in_the_trash(database: Database) -> None:
    project_id = database.write_now(project)
    one, other = (database.write_now(add_model, project_id, name) for name in ("a", "b"))
    numbers = [database.write_now(rows.take_number, each.id, 9) for each in (one, one, other, one)]
    assert numbers == [1, 2, 1, 3]
    database.write_now(rows.set_deleted, one.id, 5, 5)
    assert database.write_now(rows.take_number, one.id, 9) is None
    database.write_now(rows.set_deleted, one.id, None, 5)
    assert database.write_now(rows.take_number, one.id, 9) == 4


def test_an_alias_leads_to_one_version_and_moves(database: Database) -> None:
    project_id = database.write_now(project)
    model = database.write_now(add_model, project_id, "churn")
    first, second = (database.write_now(add_version, project_id, model, text) for text in ("1.0.0", "1.0.1"))
    database.write_now(rows.set_alias, model.id, "b", first)
    database.write_now(rows.set_alias, model.id, "a", first)
    database.write_now(rows.set_alias, model.id, "b", second)
    assert aliases(database, model) == (Alias("a", 1), Alias("b", 2))
    assert database.write_now(rows.delete_alias, model.id, "b")
    assert not database.write_now(rows.delete_alias, model.id, "b")
    assert not database.write_now(rows.delete_alias, model.id, "A")
    assert aliases(database, model) == (Alias("a", 1),)


def aliases(database: Database, model: RegisteredModel) -> tuple[Alias, ...]:
    return database.read_now(rows.records_by_rows, [model.id])[0].aliases


def test_the_latest_versions_are_the_highest_of_each_stage_releases_first(database: Database) -> None:
    project_id = database.write_now(project)
    model = database.write_now(add_model, project_id, "churn")
    other = database.write_now(add_model, project_id, "other")
    staged = {"1.10.0": Stage.PRODUCTION, "1.9.0": Stage.PRODUCTION, "3.0.0-rc.1": Stage.NONE, "0.1.0": Stage.NONE}
    for text, stage in staged.items():
        database.write_now(set_stage, database.write_now(add_version, project_id, model, text), stage)
    database.write_now(add_version, project_id, other, "9.9.9")
    found = database.read_now(rows.latest_versions, [model.id, other.id, 999])
    assert {row_id: [each.semantic_version for each in versions] for row_id, versions in found.items()} == {
        model.id: ["0.1.0", "1.10.0"],
        other.id: ["9.9.9"],
    }


def test_a_model_without_versions_has_no_latest_ones(database: Database) -> None:
    model = database.write_now(add_model, database.write_now(project), "churn")
    assert database.read_now(rows.latest_versions, [model.id]) == {}
    assert database.read_now(rows.records_by_rows, []) == []


def test_records_have_tags_and_come_in_the_order_asked_for(database: Database) -> None:
    project_id = database.write_now(project)
    one, other = (database.write_now(add_model, project_id, name) for name in ("a", "b"))
    database.write_now(registry_tags.put, Tagged.MODEL, other.id, {"k": "v"})
    found = database.read_now(rows.records_by_rows, [other.id, one.id])
    assert [(each.model.name, [tag.key for tag in each.tags]) for each in found] == [("b", ["k"]), ("a", [])]


def test_an_experiment_knows_its_model_in_the_trash_too(database: Database) -> None:
    project_id = database.write_now(project)
    [(experiment_id,)] = database.read_now(facts.rows, "SELECT id FROM experiments WHERE project_id = ?", project_id)
    model = database.write_now(add_model, project_id, "churn", experiment_id=experiment_id)
    database.write_now(rows.set_deleted, model.id, 5, 5)
    found = database.read_now(rows.of_experiment, experiment_id)
    assert found is not None
    assert (found.id, found.experiment_iid, found.deleted_at) == (model.id, 0, 5)
    assert database.read_now(rows.of_experiment, experiment_id + 1) is None
