"""A transaction that counts the statements that read, for tests of how many a page takes."""

from collections.abc import Sequence

from modelstead.store.transaction import Row, Transaction


class Counted:
    """Hands everything on, and counts."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx
        self.statements = 0
        self.execute, self.execute_many, self.portions = tx.execute, tx.execute_many, tx.portions
        self.array, self.time_limit, self.announce = tx.array, tx.time_limit, tx.announce

    def one(self, sql: str, values: Sequence[object] = ()) -> Row | None:
        self.statements += 1
        return self._tx.one(sql, values)

    def all(self, sql: str, values: Sequence[object] = ()) -> list[Row]:
        self.statements += 1
        return self._tx.all(sql, values)
