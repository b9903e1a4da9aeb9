"""services.experiments: create, find, rename, trash, tags; on each engine."""

import itertools

import pytest

from modelstead import clock, limits
from modelstead.domain.actor import Access
from modelstead.domain.experiment import LifecycleStage
from modelstead.domain.tag import Tag
from modelstead.errors import AlreadyExists, InvalidParameter, InvalidState, NotFound
from modelstead.services import experiments, runs
from modelstead.store.database import Database
from tests import factories


def create(database: Database, access: Access, name: str, location: str = "", tags: tuple[Tag, ...] = ()) -> str:
    return str(database.write_now(experiments.create, access, name, location, tags))


def test_a_project_begins_with_experiment_0_named_default(database: Database, access: Access) -> None:
    found = database.read_now(experiments.get, access, "0")
    assert (found.iid, found.name, found.artifact_location) == (0, "Default", "mlflow-artifacts:/experiments/0")


def test_an_experiment_is_found_by_id_and_by_name(
    database: Database, access: Access, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now_ms", lambda: 1_234)
    assert create(database, access, "churn", tags=(Tag("b", "1"), Tag("a", "2"))) == "1"
    assert create(database, access, "fraud", location="s3://bucket/a?b#c") == "2"
    found = database.read_now(experiments.get, access, "1")
    assert (found.name, found.artifact_location) == ("churn", "mlflow-artifacts:/experiments/1")
    assert (found.created_at, found.updated_at, found.deleted_at) == (1_234, 1_234, None)
    assert found.tags == (Tag("a", "2"), Tag("b", "1"))
    assert database.read_now(experiments.get_by_name, access, "churn") == found
    assert database.read_now(experiments.get_by_name, access, "fraud").artifact_location == "s3://bucket/a?b#c"


def test_a_new_experiment_is_created_and_updated_at_one_time_however_long_it_takes(
    database: Database, access: Access, monkeypatch: pytest.MonkeyPatch
) -> None:
    ticks = itertools.count(1_000)
    monkeypatch.setattr(clock, "now_ms", lambda: next(ticks))
    found = database.read_now(experiments.get, access, create(database, access, "churn", tags=(Tag("a", "2"),)))
    assert found.created_at == found.updated_at


def test_what_is_not_there_is_not_found(database: Database, access: Access, elsewhere: Access) -> None:
    create(database, elsewhere, "churn")
    for experiment_id in ("1", "-1", "", "one", "²", "1.0", " 0", "9223372036854775808", "9" * 5_000):
        with pytest.raises(NotFound, match=r"No Experiment with id=.* exists"):
            database.read_now(experiments.get, access, experiment_id)
    with pytest.raises(NotFound, match="Could not find experiment with name 'churn'"):
        database.read_now(experiments.get_by_name, access, "churn")


def test_a_taken_name_is_refused_and_costs_no_number(database: Database, access: Access) -> None:
    create(database, access, "churn")
    with pytest.raises(AlreadyExists, match=r"^Experiment\(name=churn\) already exists\.$"):
        create(database, access, "churn")
    assert create(database, access, "next") == "2"


def test_a_name_in_the_trash_is_taken_too_and_the_message_says_where(database: Database, access: Access) -> None:
    database.write_now(experiments.delete, access, create(database, access, "churn"))
    with pytest.raises(AlreadyExists) as refusal:
        create(database, access, "churn")
    assert str(refusal.value) == (
        "Experiment(name=churn) already exists in the trash, with id 1. Restore it, or take another name."
    )


@pytest.mark.parametrize(
    ("name", "location", "tags", "field"),
    [
        (" ", "", 0, "'name'"),
        ("n" * 501, "", 0, "'name'"),
        ("n", "x" * 2001, 0, "'artifact_location'"),
        ("n", "", 1001, "at most 1000 tags; got 1001"),
    ],
)
def test_what_breaks_a_limit_is_named(
    database: Database, access: Access, name: str, location: str, tags: int, field: str
) -> None:
    with pytest.raises(InvalidParameter, match=field):
        create(database, access, name, location, tuple(Tag(f"t{index}", "") for index in range(tags)))


def test_what_is_at_the_limits_is_stored(database: Database, access: Access) -> None:
    tags = (*(Tag(f"t{index:04}", "v") for index in range(999)), Tag("z" * 250, "v" * 20_000))
    found = database.read_now(
        experiments.get, access, create(database, access, "n" * 500, "x" * limits.ARTIFACT_LOCATION_LENGTH, tags)
    )
    assert found.tags == tags
    with pytest.raises(InvalidParameter, match=r"'tags\[1\]\.value'"):
        create(database, access, "m", tags=(Tag("a", ""), Tag("b", "v" * 20_001)))


def test_renaming_changes_the_name_and_the_time(
    database: Database, access: Access, monkeypatch: pytest.MonkeyPatch
) -> None:
    experiment_id = create(database, access, "churn")
    monkeypatch.setattr(clock, "now_ms", lambda: 2**50)
    database.write_now(experiments.rename, access, experiment_id, "Churn")
    found = database.read_now(experiments.get, access, experiment_id)
    assert (found.name, found.updated_at) == ("Churn", 2**50)
    database.write_now(experiments.rename, access, experiment_id, "Churn")
    with pytest.raises(AlreadyExists, match=r"Experiment\(name=Default\) already exists\."):
        database.write_now(experiments.rename, access, experiment_id, "Default")
    with pytest.raises(InvalidParameter, match="'new_name'"):
        database.write_now(experiments.rename, access, experiment_id, "")
    assert create(database, access, "next") == "2"


def test_with_an_experiment_go_its_active_runs_and_come_back(database: Database, access: Access) -> None:
    experiment_id = create(database, access, "churn")
    active, trashed = [database.write_now(factories.run_id, access, experiment_id) for _ in range(2)]
    beside = database.write_now(factories.run_id, access)
    database.write_now(runs.delete, access, trashed)

    def stages() -> list[str]:
        found = [database.read_now(runs.find, access, each) for each in (active, trashed, beside)]
        return [run.lifecycle_stage.value for run in found]

    for _ in range(2):  # the second time changes nothing
        database.write_now(experiments.delete, access, experiment_id)
        assert database.read_now(experiments.get, access, experiment_id).lifecycle_stage is LifecycleStage.DELETED
        assert stages() == ["deleted", "deleted", "active"]
    for _ in range(2):
        database.write_now(experiments.restore, access, experiment_id)
        assert database.read_now(experiments.get, access, experiment_id).lifecycle_stage is LifecycleStage.ACTIVE
        assert stages() == ["active", "deleted", "active"]


def test_in_the_trash_nothing_is_changed(database: Database, access: Access) -> None:
    experiment_id = create(database, access, "churn", tags=(Tag("a", "b"),))
    database.write_now(experiments.delete, access, experiment_id)
    with pytest.raises(InvalidState, match="Cannot rename a non-active experiment"):
        database.write_now(experiments.rename, access, experiment_id, "other")
    with pytest.raises(InvalidState, match="The experiment 1 must be in the 'active' state"):
        database.write_now(experiments.set_tag, access, experiment_id, Tag("a", "c"))
    with pytest.raises(InvalidState, match="The experiment 1 must be in the 'active' state"):
        database.write_now(experiments.delete_tag, access, experiment_id, "a")
    with pytest.raises(InvalidState, match="The experiment 1 must be in the 'active' state"):
        database.write_now(factories.run_id, access, experiment_id)
    assert database.read_now(experiments.get, access, experiment_id).tags == (Tag("a", "b"),)


def test_tags_are_set_overwritten_and_deleted(database: Database, access: Access) -> None:
    for value in ("1", "2"):
        database.write_now(experiments.set_tag, access, "0", Tag("team", value))
    assert database.read_now(experiments.get, access, "0").tags == (Tag("team", "2"),)
    database.write_now(experiments.delete_tag, access, "0", "team")
    with pytest.raises(NotFound, match=r"No tag with name: team in experiment with id 0\."):
        database.write_now(experiments.delete_tag, access, "0", "team")
    with pytest.raises(InvalidParameter, match="'key'"):
        database.write_now(experiments.set_tag, access, "0", Tag("a//b", ""))
    with pytest.raises(InvalidParameter, match="'value' exceeds the maximum length of 20000"):
        database.write_now(experiments.set_tag, access, "0", Tag("a", "v" * 20_001))
