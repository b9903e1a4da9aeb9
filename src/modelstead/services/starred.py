"""What somebody has starred, as far as they still see it; and how many runs go on in what is theirs."""

from collections.abc import Sequence

import msgspec

from modelstead import clock, limits
from modelstead.domain.actor import Actor, Standing
from modelstead.domain.star import Starred
from modelstead.store import finding, hits, home, stars
from modelstead.store.hits import PROJECTS, Hit
from modelstead.store.home import WantedSeen
from modelstead.store.run_lines import OfProject
from modelstead.store.transaction import Transaction

_TABLE = (
    (Starred.EXPERIMENT, hits.EXPERIMENTS, hits.experiments),
    (Starred.MODEL, hits.MODELS, hits.models),
    (Starred.RUN, hits.RUNS, hits.runs),
)


class StarredOfKind(msgspec.Struct, frozen=True):
    """The things of a kind, the last starred first."""

    kind: str
    hits: list[Hit]


def of(tx: Transaction, access: Standing, limit: int = limits.STARRED_EACH) -> list[StarredOfKind]:
    """Return what an actor has starred, kind by kind, at most so many of each; nothing of what is hidden by now."""
    actor, now = access.actor, clock.now_ms()
    if actor.user_id is None:
        return []
    return [
        StarredOfKind(PROJECTS, _projects(tx, actor, limit, now)),
        *beside_projects(tx, actor, home.ids(tx, actor, now), limit),
    ]


def beside_projects(tx: Transaction, actor: Actor, project_ids: Sequence[int], limit: int) -> list[StarredOfKind]:
    """Return what else an actor has starred in those projects, which they see."""
    if actor.user_id is None:
        return []
    return [
        StarredOfKind(kind, lines(tx, stars.of_user(tx, actor.user_id, noun, limit), project_ids))
        for noun, kind, lines in _TABLE
    ]


def running(tx: Transaction, access: Standing) -> int:
    """Return how many runs go on in an actor's projects."""
    actor = access.actor
    if actor.is_anonymous:
        return 0
    return finding.running(tx, home.ids(tx, actor, clock.now_ms(), mine=True), limits.RUNNING_COUNTED)


def _projects(tx: Transaction, actor: Actor, limit: int, now: int) -> list[Hit]:
    """Starred projects come first in what the start page lists."""
    wanted = WantedSeen(mine=True, limit=limit)
    return [
        Hit(PROJECTS, each.path, OfProject(each.id, each.path, each.name), detail=each.name, at=each.active_at)
        for each in home.projects(tx, actor, wanted, now)
        if each.is_starred
    ]
