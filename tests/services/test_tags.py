"""services.tags: removing tags of runs; on each engine."""

import pytest

from modelstead.domain.actor import Access
from modelstead.domain.tag import Tag
from modelstead.errors import InvalidState, NotFound
from modelstead.services import runs, tags
from modelstead.store.database import Database
from tests import factories


def test_a_tag_is_removed_once(database: Database, access: Access) -> None:
    run_id = database.write_now(factories.run, access, "0", Tag("a", "1"), Tag("b", "2"), name="n").run.run_id
    database.write_now(tags.delete, access, run_id, "a")
    assert database.read_now(runs.get, access, run_id).tags == (Tag("b", "2"), Tag("mlflow.runName", "n"))
    with pytest.raises(NotFound) as refusal:
        database.write_now(tags.delete, access, run_id, "a")
    assert str(refusal.value) == f"No tag with name: a in run with id {run_id}."


def test_tags_of_runs_in_the_trash_or_elsewhere_stay(database: Database, access: Access, elsewhere: Access) -> None:
    run_id = database.write_now(factories.run, access, "0", Tag("a", "1"), name="n").run.run_id
    with pytest.raises(NotFound):
        database.write_now(tags.delete, elsewhere, run_id, "a")
    database.write_now(runs.delete, access, run_id)
    with pytest.raises(InvalidState):
        database.write_now(tags.delete, access, run_id, "a")
    assert Tag("a", "1") in database.read_now(runs.get, access, run_id).tags
