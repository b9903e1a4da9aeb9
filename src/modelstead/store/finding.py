"""Find experiments, runs, models and versions by their names, in those projects that somebody sees.

Each function returns ids of rows, the best first, at most as many as are asked for.
"""

from collections.abc import Sequence

import msgspec

from modelstead.domain.run import RunStatus
from modelstead.store.matching import Condition, all_of, any_of, begins, contains
from modelstead.store.transaction import Transaction

_LAST = "\U0010ffff"  # behind every character that a name may hold
_RUN = "SELECT r.id, CASE WHEN LOWER(r.name) = ? THEN 0 ELSE 1 END FROM runs r WHERE r.deleted_at IS NULL AND"


class Sought(msgspec.Struct, frozen=True, kw_only=True):
    """What is looked for, A to Z in small letters: a text, and its words, each of which a name is to hold.

    `number` is that of a run in its project, `run_id` the beginning of what clients call one; None and "" where the
    text is no such thing.
    """

    text: str
    words: Sequence[str]
    number: int | None
    run_id: str
    project_ids: Sequence[int]


def experiments(tx: Transaction, sought: Sought, limit: int) -> list[int]:
    return _named(tx, "experiments", "1 = 1", sought, limit)


def models(tx: Transaction, sought: Sought, limit: int) -> list[int]:
    return _named(tx, "registered_models", "t.is_prompt = 0", sought, limit)


def versions(tx: Transaction, sought: Sought, limit: int) -> list[int]:
    """Return versions by their model's name, semantic version and aliases; one word at least is not of the name."""
    own = [_own(word) for word in sought.words]
    each = [any_of([contains(word, "m.name"), condition]) for word, condition in zip(sought.words, own, strict=True)]
    where, values = all_of([any_of(own), *each])
    rows = tx.all(
        "SELECT t.id FROM model_versions t JOIN registered_models m ON m.id = t.model_id "
        "WHERE t.project_id = ANY(?) AND t.deleted_at IS NULL AND m.deleted_at IS NULL AND m.is_prompt = 0 "
        f"AND {where} ORDER BY t.updated_at DESC, t.id DESC LIMIT ?",
        (tx.array(sought.project_ids), *values, limit),
    )
    return [row[0] for row in rows]


def runs(tx: Transaction, sought: Sought, recent: int, limit: int) -> list[int]:
    """Return runs by number, by id, by how their names begin, and the `recent` last ones by what their names hold.

    Those with the very name come first, then the last created.
    """
    named = (*_recent(tx, sought, recent, limit), *_beginning(tx, sought, limit))
    places: dict[int, int] = {}
    for row_id, place in named:
        places[row_id] = min(place, places.get(row_id, place))
    places |= dict.fromkeys(_exact(tx, sought, limit), 0)
    return sorted(places, key=lambda row_id: (places[row_id], -row_id))[:limit]


def running(tx: Transaction, project_ids: Sequence[int], most: int) -> int:
    """Return how many runs go on in these projects, `most` at most."""
    row = tx.one(
        "SELECT COUNT(*) FROM (SELECT 1 FROM runs r WHERE r.project_id = ANY(?) "
        f"AND r.status = {int(RunStatus.RUNNING)} AND r.deleted_at IS NULL LIMIT ?) c",
        (tx.array(project_ids), most),
    )
    assert row is not None
    return int(row[0])


def _named(tx: Transaction, table: str, which: str, sought: Sought, limit: int) -> list[int]:
    where, values = all_of([contains(word, "t.name") for word in sought.words])
    beginning, begun = begins(sought.text, "t.name")
    rows = tx.all(
        f"SELECT t.id, CASE WHEN LOWER(t.name) = ? THEN 0 WHEN {beginning} THEN 1 ELSE 2 END AS place "
        f"FROM {table} t WHERE t.project_id = ANY(?) AND t.deleted_at IS NULL AND {which} AND {where} "
        "ORDER BY place, t.updated_at DESC, t.id DESC LIMIT ?",
        (sought.text, *begun, tx.array(sought.project_ids), *values, limit),
    )
    return [row[0] for row in rows]


def _own(word: str) -> Condition:
    """Return the condition that a version's number or one of its aliases begins with a word; `v1.2` is 1.2."""
    number = word[1:] if word[:1] == "v" and word[1:2].isdigit() else word
    alias, values = begins(word, "a.alias")
    held = f"EXISTS (SELECT 1 FROM model_aliases a WHERE a.version_id = t.id AND {alias})"
    return any_of([begins(number, "t.semantic_version"), (held, values)])


def _recent(tx: Transaction, sought: Sought, recent: int, limit: int) -> list[tuple[int, int]]:
    """Look at every name of few runs: the plus signs keep both engines from taking an index on projects instead."""
    where, values = all_of([contains(word, "r.name") for word in sought.words])
    spanned: tuple[object, ...]
    if len(sought.project_ids) == 1:
        span = "r.project_id = ? AND r.iid > (SELECT MAX(x.iid) FROM runs x WHERE x.project_id = ?) - ?"
        spanned = (sought.project_ids[0], sought.project_ids[0], recent)
    else:
        span = "r.id > (SELECT MAX(x.id) FROM runs x) - ? AND +r.project_id = ANY(?)"
        spanned = (recent, tx.array(sought.project_ids))
    rows = tx.all(f"{_RUN} {span} AND {where} ORDER BY r.id DESC LIMIT ?", (sought.text, *spanned, *values, limit))
    return [(row[0], row[1]) for row in rows]


def _beginning(tx: Transaction, sought: Sought, limit: int) -> list[tuple[int, int]]:
    """Take the index runs_names, whose condition on the length has to be said."""
    rows = tx.all(
        f"{_RUN} r.project_id = ANY(?) AND length(r.name) > 0 AND LOWER(r.name) >= ? AND LOWER(r.name) < ? LIMIT ?",
        (sought.text, tx.array(sought.project_ids), sought.text, sought.text + _LAST, limit),
    )
    return [(row[0], row[1]) for row in rows]


def _exact(tx: Transaction, sought: Sought, limit: int) -> list[int]:
    conditions: list[Condition] = []
    if sought.number is not None:
        conditions.append(("r.iid = ?", (sought.number,)))
    if sought.run_id:
        conditions.append(("r.run_id >= ? AND r.run_id < ?", (sought.run_id, sought.run_id + "g")))
    found: list[int] = []
    for where, values in conditions:
        rows = tx.all(
            f"{_RUN} {where} AND {'' if 'iid' in where else '+'}r.project_id = ANY(?) LIMIT ?",
            (sought.text, *values, tx.array(sought.project_ids), limit),
        )
        found += [row[0] for row in rows]
    return found
