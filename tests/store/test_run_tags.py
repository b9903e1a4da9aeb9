"""store.run_tags, on each engine."""

from modelstead.domain.tag import Tag
from modelstead.store import run_tags
from modelstead.store.database import Database
from modelstead.store.run_tags import TagRow
from modelstead.store.runs import RunKey
from tests import factories


def set_tags(database: Database, run: RunKey, **tags: str) -> None:
    database.write_now(run_tags.set_of_run, run.experiment_id, run.id, tags)


def test_setting_a_tag_overwrites_it_and_the_last_of_a_key_wins(database: Database) -> None:
    run = database.write_now(factories.run_row)
    rows = [TagRow(run.id, run.experiment_id, "k", value) for value in ("1", "2")]
    database.write_now(run_tags.set_all, rows)
    set_tags(database, run, l="1")
    assert database.read_now(run_tags.get, run.id, "k") == "2"
    set_tags(database, run, k="3")
    assert database.read_now(run_tags.get, run.id, "k") == "3"
    assert database.read_now(run_tags.get, run.id, "l") == "1"
    assert database.read_now(run_tags.get, run.id, "m") is None


def test_a_tag_is_deleted_once(database: Database) -> None:
    run = database.write_now(factories.run_row)
    other = database.write_now(factories.sibling, run)
    for each in (run, other):
        set_tags(database, each, k="1")
    assert database.write_now(run_tags.delete, run.id, "k")
    assert not database.write_now(run_tags.delete, run.id, "k")
    assert database.read_now(run_tags.get, run.id, "k") is None
    assert database.read_now(run_tags.get, other.id, "k") == "1"


def test_tags_of_several_runs_are_by_key(database: Database) -> None:
    run = database.write_now(factories.run_row)
    other = database.write_now(factories.sibling, run)
    set_tags(database, run, z="", A="ü")
    set_tags(database, other, k="x" * 8000)
    found = database.read_now(run_tags.of_runs, [other.id, run.id, 999])
    assert found[run.id][0] == Tag("A", "ü")
    assert found[run.id][-1] == Tag("z", "")
    assert Tag("k", "x" * 8000) in found[other.id]
    assert set(found) == {run.id, other.id}
