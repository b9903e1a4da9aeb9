"""Saved views of an experiment's runs."""

from modelstead import clock, limits
from modelstead.domain.actor import Access
from modelstead.domain.experiment import Experiment
from modelstead.domain.key import check_length
from modelstead.domain.saved_view import SavedView, check_name
from modelstead.errors import LimitExceeded, NotFound
from modelstead.services import experiments
from modelstead.store import saved_views
from modelstead.store.transaction import Transaction


def of(tx: Transaction, experiment: Experiment) -> list[SavedView]:
    """Return an experiment's views by name."""
    return saved_views.of_experiment(tx, experiment.id)


def save(tx: Transaction, access: Access, experiment_id: str, name: str, query: str) -> SavedView:
    """Keep the query of an address under a name, over what was there under it."""
    name = check_name(name)
    check_length(query, "query", limits.SAVED_VIEW_QUERY_LENGTH)
    found = experiments.find_active(tx, access, experiment_id)
    held = saved_views.of_experiment(tx, found.id)
    if len(held) >= limits.SAVED_VIEWS and name not in {view.name for view in held}:
        raise LimitExceeded(f"An experiment has at most {limits.SAVED_VIEWS} saved views. Delete one first.")
    saved_views.put(tx, found.id, name, query, access.actor.user_id, clock.now_ms())
    return next(view for view in saved_views.of_experiment(tx, found.id) if view.name == name)


def delete(tx: Transaction, access: Access, experiment_id: str, view_id: int) -> None:
    """Remove a view; raise NotFound when there is none of that number."""
    found = experiments.find(tx, access, experiment_id)
    if not saved_views.delete(tx, found.id, view_id):
        raise NotFound("There is no such saved view. Somebody may have deleted it.")
