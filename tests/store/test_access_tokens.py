"""store.access_tokens, on each engine."""

import pytest

from modelstead.domain.access_token import AccessToken, Holder
from modelstead.domain.permission import Scope
from modelstead.store import access_tokens
from modelstead.store.database import Database
from modelstead.store.transaction import Transaction
from tests.store.test_users import add

DIGEST = bytes(range(224, 256))  # not UTF-8
BOTH = frozenset({Scope.API, Scope.READ_API})


def user_id(database: Database) -> int:
    ada = add(database, "ada")
    assert ada is not None
    return ada.id


def token(database: Database, user: int, digest: bytes = DIGEST) -> int:
    return database.write_now(
        access_tokens.insert, user_id=user, name="laptop", digest=digest, scopes=BOTH, expires_at=100, now=10
    )


def test_a_token_is_found_by_its_digest_and_its_id(database: Database) -> None:
    ada = user_id(database)
    number = token(database, ada)
    wanted = AccessToken(number, ada, "ada", "laptop", BOTH, 10, 100, None, None)
    holder = Holder(number, ada, "ada", False, False, True, BOTH, 100, None, None, None)  # noqa: FBT003 - a row
    assert database.read_now(access_tokens.holder, DIGEST) == holder
    assert database.read_now(access_tokens.holder_of, number) == holder
    assert database.read_now(access_tokens.by_id, number) == wanted
    assert database.read_now(access_tokens.every) == [wanted]


def test_another_digest_finds_nothing(database: Database) -> None:
    token(database, user_id(database))
    assert database.read_now(access_tokens.holder, DIGEST[:-1]) is None
    assert database.read_now(access_tokens.holder, DIGEST[::-1]) is None
    assert database.read_now(access_tokens.by_id, 999) is None


def test_a_digest_is_there_once(database: Database) -> None:
    ada = user_id(database)
    token(database, ada)
    with pytest.raises(Exception, match=r"(?i)unique"):
        token(database, ada)


def test_the_first_revocation_counts(database: Database) -> None:
    number = token(database, user_id(database))
    database.write_now(access_tokens.revoke, number, 50)
    database.write_now(access_tokens.revoke, number, 60)
    found = database.read_now(access_tokens.by_id, number)
    assert found is not None
    assert found.revoked_at == 50


def test_the_last_use_is_noted_unless_one_was_a_short_time_ago(database: Database) -> None:
    ada = user_id(database)
    number, other = token(database, ada), token(database, ada, b"other")

    def use(tx: Transaction) -> list[int | None]:
        access_tokens.touch(tx, number, 70, 60)
        access_tokens.touch(tx, number, 80, 70)
        assert last_used(tx) == [70, None]
        access_tokens.touch(tx, number, 80, 71)
        return last_used(tx)

    def last_used(tx: Transaction) -> list[int | None]:
        return [each.last_used_at for each in access_tokens.every(tx)]

    assert database.write_now(use) == [80, None]
    assert other == number + 1
