"""Any text that JSON can carry comes back as it went in, and finds its row again, on each engine."""

from hypothesis import example, given
from hypothesis import strategies as st

from modelstead.store import instance
from modelstead.store.database import Database
from modelstead.store.transaction import Transaction
from tests.properties import on_database

texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=50)


def echo(tx: Transaction, text: str) -> tuple[str | None, str | None, object]:
    """Store a text under itself and return what a look-up, a list and the stored name say."""
    tx.execute("DELETE FROM instance")
    instance.insert(tx, text, text)
    among = tx.one("SELECT value FROM instance WHERE name = ANY(?)", (tx.array(["another", text]),))
    return instance.get(tx, text), among[0] if among else None, tx.one("SELECT name FROM instance")


@given(texts)
@example("100 % of ? and %s, '; DROP TABLE runs; --")
@example('"quotes" \\ and \x01 \u2028 \ufeff \ud7ff \U0010ffff')
@example("e\u0301 is not \u00e9")
@example("{1,2}")
@example("NULL")
@on_database
def test_any_text(database: Database, text: str) -> None:
    assert database.write_now(echo, text) == (text, text, (text,))


def test_texts_sort_by_code_point(database: Database) -> None:
    texts = ["", " ", "A", "B", "_", "a", "aB", "ab", "b", "ä", "ÿ", "Ω", "漢", "😀"]

    def store(tx: Transaction) -> list[str]:
        tx.execute_many("INSERT INTO instance (name, value) VALUES (?, '')", [(text,) for text in reversed(texts)])
        return [row[0] for row in tx.all("SELECT name FROM instance ORDER BY name")]

    assert database.write_now(store) == sorted(texts)


def test_a_number_is_not_a_text(database: Database) -> None:
    def store(tx: Transaction) -> list[object]:
        tx.execute("INSERT INTO instance (name, value) VALUES (?, ?)", ("1", "007"))
        return [tx.one("SELECT value FROM instance WHERE name = ANY(?)", (tx.array(["1"]),)), instance.get(tx, "01")]

    assert database.write_now(store) == [("007",), None]
