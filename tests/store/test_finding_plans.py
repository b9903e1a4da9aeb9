"""SQLite, which has no statistics, finds runs along indexes, and takes that of names for nothing but names."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, cast

import pytest

from modelstead.domain.actor import ANONYMOUS
from modelstead.services import finding
from modelstead.store import finding as rows
from modelstead.store import home
from modelstead.store.database import Database
from modelstead.store.open import open_database
from modelstead.store.transaction import Row, Transaction


class Explained:
    """A transaction that notes how SQLite goes about each query, and finds nothing."""

    def __init__(self, tx: Transaction) -> None:
        self.array = tx.array
        self.steps: list[str] = []
        self._tx = tx

    def all(self, sql: str, values: Sequence[object] = ()) -> list[Row]:
        self.steps += [row[3] for row in self._tx.all(f"EXPLAIN QUERY PLAN {sql}", values)]
        return []

    def one(self, sql: str, values: Sequence[object] = ()) -> Row:
        self.all(sql, values)
        return (0,)


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Database]:
    database = open_database(f"sqlite:///{tmp_path / 'test.db'}", pool=2, readers=1)
    database.migrate()
    yield database
    database.close()


def steps(tx: Transaction, ask: Any, *values: object) -> str:
    explained = Explained(tx)
    ask(cast("Transaction", explained), *values)
    return "\n".join(explained.steps)


def test_runs_are_found_along_indexes(empty: Database) -> None:
    def work(tx: Transaction) -> None:
        found = steps(tx, rows.runs, finding.sought("abcd", [1, 2]), 20_000, 10)
        assert "runs_names (project_id=? AND <expr>>? AND <expr><?)" in found
        assert "SEARCH r USING INTEGER PRIMARY KEY (rowid>?)" in found
        assert "(run_id>? AND run_id<?)" in found
        assert "SCAN r" not in found
        numbered = steps(tx, rows.runs, finding.sought("#12", [1]), 20_000, 10)
        assert "(project_id=? AND iid=?)" in numbered
        assert "(project_id=? AND iid>?)" in numbered

    empty.read_now(work)


def test_other_queries_do_not_take_the_index_of_names(empty: Database) -> None:
    def work(tx: Transaction) -> None:
        assert "runs_running" in steps(tx, rows.running, [1, 2], 10)
        assert "runs_running" in steps(tx, home.running, [1, 2], 10)
        for ask, values in (
            (rows.running, ([1, 2], 10)),
            (home.recent, ([1, 2], 10)),
            (home.ids, (ANONYMOUS, 1)),
        ):
            assert "runs_names" not in steps(tx, ask, *values)

    empty.read_now(work)
