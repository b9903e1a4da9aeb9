"""Stages of model versions: moved, and others archived."""

import pytest

from modelstead.domain.actor import Access
from modelstead.errors import InvalidParameter
from modelstead.services import model_versions, registered_models
from modelstead.store.database import Database
from tests.registering import NAME, versions


def stages(database: Database, access: Access, *numbers: int) -> list[str]:
    found = [database.read_now(model_versions.get, access, NAME, str(number)) for number in numbers]
    return [each.stage.label for each in found]


def test_a_version_moves_between_stages_named_in_any_case(database: Database, access: Access) -> None:
    database.write_now(versions, access, "")
    for name in ("STAGING", "production", "Archived", "none", "Staging"):
        moved = database.write_now(model_versions.move, access, NAME, "latest", name, archive_others=False)
        assert moved.stage.label == name.capitalize()
        assert stages(database, access, 1) == [name.capitalize()]


def test_others_stay_unless_they_are_to_be_archived(database: Database, access: Access) -> None:
    database.write_now(versions, access, "", "", "", "")
    for number in ("1", "2"):
        database.write_now(model_versions.move, access, NAME, number, "Production", archive_others=False)
    database.write_now(model_versions.move, access, NAME, "3", "Staging", archive_others=True)
    assert stages(database, access, 1, 2, 3, 4) == ["Production", "Production", "Staging", "None"]
    database.write_now(model_versions.move, access, NAME, "2", "Production", archive_others=True)
    assert stages(database, access, 1, 2, 3, 4) == ["Archived", "Production", "Staging", "None"]
    database.write_now(model_versions.move, access, NAME, "4", "production", archive_others=True)
    assert stages(database, access, 1, 2, 3, 4) == ["Archived", "Archived", "Staging", "Production"]


def test_versions_in_the_trash_and_of_other_models_are_not_archived(database: Database, access: Access) -> None:
    database.write_now(versions, access, "", "")
    database.write_now(versions, access, "", name="other")
    for name, number in ((NAME, "1"), ("other", "1")):
        database.write_now(model_versions.move, access, name, number, "Staging", archive_others=False)
    database.write_now(model_versions.delete, access, NAME, "1")
    database.write_now(model_versions.move, access, NAME, "2", "Staging", archive_others=True)
    assert database.write_now(model_versions.restore, access, NAME, 1).stage.label == "Staging"
    assert database.read_now(model_versions.get, access, "other", "1").stage.label == "Staging"


@pytest.mark.parametrize("name", ["None", "archived"])
def test_others_are_archived_for_an_active_stage_alone(database: Database, access: Access, name: str) -> None:
    database.write_now(versions, access, "")
    with pytest.raises(InvalidParameter, match="cannot archive existing model versions"):
        database.write_now(model_versions.move, access, NAME, "1", name, archive_others=True)


def test_another_stage_is_refused(database: Database, access: Access) -> None:
    database.write_now(versions, access, "")
    with pytest.raises(InvalidParameter, match=r"^Invalid Model Version stage: 'prod'"):
        database.write_now(model_versions.move, access, NAME, "1", "prod", archive_others=False)
    assert stages(database, access, 1) == ["None"]


def test_a_model_shows_the_highest_version_of_each_stage(database: Database, access: Access) -> None:
    database.write_now(versions, access, "1.0.0", "2.0.0", "3.0.0-rc.1", "1.5.0")
    for number in ("1", "4"):
        database.write_now(model_versions.move, access, NAME, number, "Production", archive_others=False)
    record = database.read_now(registered_models.get, access, NAME)
    shown = [(each.stage.label, each.semantic_version) for each in record.latest_versions]
    assert shown == [("None", "2.0.0"), ("Production", "1.5.0")]
