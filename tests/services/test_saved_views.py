"""services.saved_views: named queries of an experiment's page; on each engine."""

import pytest

from modelstead import limits
from modelstead.domain.actor import Access
from modelstead.errors import InvalidParameter, LimitExceeded, NotFound
from modelstead.services import experiments, saved_views
from modelstead.store.database import Database
from modelstead.store.transaction import Transaction
from tests import factories


def listed(tx: Transaction, access: Access, experiment_id: str = "0") -> list[tuple[str, str]]:
    found = saved_views.of(tx, experiments.get(tx, access, experiment_id))
    return [(view.name, view.query) for view in found]


def test_views_are_listed_by_name_and_saved_over(database: Database, access: Access) -> None:
    for name, query in (("b", "?q=1"), ("a", "?q=2"), (" b ", "?q=3")):
        database.write_now(saved_views.save, access, "0", name, query)
    assert database.read_now(listed, access) == [("a", "?q=2"), ("b", "?q=3")]


def test_views_are_of_one_experiment(database: Database, access: Access) -> None:
    other = database.write_now(factories.experiment, access, "other")
    saved = database.write_now(saved_views.save, access, other, "mine", "?q=1")
    assert saved.username == access.actor.username
    assert database.read_now(listed, access) == []
    with pytest.raises(NotFound):
        database.write_now(saved_views.delete, access, "0", saved.id)
    database.write_now(saved_views.delete, access, other, saved.id)
    assert database.read_now(listed, access, other) == []


@pytest.mark.parametrize("name", ["", "  ", "x" * (limits.SAVED_VIEW_NAME_LENGTH + 1)])
def test_a_name_that_is_none_is_refused(database: Database, access: Access, name: str) -> None:
    with pytest.raises(InvalidParameter):
        database.write_now(saved_views.save, access, "0", name, "?q=1")


def test_there_are_only_so_many(database: Database, access: Access, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "SAVED_VIEWS", 1)
    database.write_now(saved_views.save, access, "0", "one", "")
    database.write_now(saved_views.save, access, "0", "one", "?q=1")
    with pytest.raises(LimitExceeded):
        database.write_now(saved_views.save, access, "0", "two", "")
