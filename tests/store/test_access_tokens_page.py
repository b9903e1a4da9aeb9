"""store.access_tokens: lists, by what is asked for; on each engine."""

import pytest

from modelstead.domain.permission import Scope
from modelstead.domain.project import Visibility
from modelstead.domain.role import Role
from modelstead.domain.user import UserKind
from modelstead.services import projects
from modelstead.store import access_tokens, members, users
from modelstead.store.access_tokens import Order, Wanted
from modelstead.store.database import Database
from modelstead.store.transaction import Transaction
from tests.store.test_users import add

NOW = 50


def settle(tx: Transaction, ada: int, eve: int) -> None:
    """Store five tokens: name, user, made, ends, revoked, last used."""
    rows = (
        ("one", ada, 10, 100, None, None),
        ("two", ada, 20, 40, None, 30),
        ("Three", eve, 30, 200, 45, 25),
        ("f_ur", eve, 40, 300, None, None),
        ("fxur", eve, 40, 300, None, 49),
    )
    for name, user, made, ends, revoked, used in rows:
        number = access_tokens.insert(
            tx,
            user_id=user,
            name=name,
            digest=name.encode(),
            scopes=frozenset({Scope.API}),
            expires_at=ends,
            now=made,
        )
        if revoked is not None:
            access_tokens.revoke(tx, number, revoked)
        if used is not None:
            access_tokens.touch(tx, number, used, 0)


@pytest.fixture
def people(database: Database) -> tuple[int, int]:
    ada, eve = add(database, "ada"), add(database, "eve")
    assert ada
    assert eve
    database.write_now(settle, ada.id, eve.id)
    return ada.id, eve.id


def names(database: Database, wanted: Wanted) -> list[str]:
    found, total = database.read_now(access_tokens.page, wanted, NOW)
    assert wanted.limit is not None or total == len(found)
    return [token.name for token in found]


def test_tokens_are_listed_by_what_is_asked_for(database: Database, people: tuple[int, int]) -> None:
    def found(**fields: object) -> list[str]:
        return names(database, Wanted(order=Order.CREATED_ASC, **fields))  # type: ignore[arg-type]

    assert found() == ["one", "two", "Three", "f_ur", "fxur"]
    assert found(user_id=people[0]) == ["one", "two"]
    assert found(is_revoked=True) == ["Three"]
    assert found(is_revoked=False) == ["one", "two", "f_ur", "fxur"]
    assert found(is_active=True) == ["one", "f_ur", "fxur"]
    assert found(is_active=False) == ["two", "Three"]
    assert found(search="thr") == ["Three"]
    assert found(search="_") == ["f_ur"]
    assert found(search="%") == []
    assert found(created=(20, 40)) == ["two", "Three"]
    assert found(expires=(200, None)) == ["Three", "f_ur", "fxur"]
    assert found(last_used=(25, 31)) == ["two", "Three"]
    assert found(user_id=people[1], is_active=True, search="F") == ["f_ur", "fxur"]


@pytest.mark.parametrize(
    ("order", "wanted"),
    [
        (Order.CREATED_DESC, ["fxur", "f_ur", "Three", "two", "one"]),
        (Order.EXPIRES_ASC, ["two", "one", "Three", "f_ur", "fxur"]),
        (Order.EXPIRES_DESC, ["fxur", "f_ur", "Three", "one", "two"]),
        (Order.LAST_USED_ASC, ["one", "f_ur", "Three", "two", "fxur"]),
        (Order.LAST_USED_DESC, ["fxur", "two", "Three", "f_ur", "one"]),
        (Order.NAME_ASC, ["Three", "f_ur", "fxur", "one", "two"]),
        (Order.NAME_DESC, ["two", "one", "fxur", "f_ur", "Three"]),
    ],
)
@pytest.mark.usefixtures("people")
def test_tokens_are_listed_in_each_order(database: Database, order: Order, wanted: list[str]) -> None:
    assert names(database, Wanted(order=order)) == wanted


@pytest.mark.usefixtures("people")
def test_a_page_knows_how_many_there_are(database: Database) -> None:
    def page(offset: int) -> tuple[list[str], int]:
        wanted = Wanted(order=Order.CREATED_ASC, limit=2, offset=offset)
        found, total = database.read_now(access_tokens.page, wanted, NOW)
        return [token.name for token in found], total

    assert page(0) == (["one", "two"], 5)
    assert page(4) == (["fxur"], 5)
    assert page(6) == ([], 5)


def test_a_bots_token_has_its_place_and_its_role_there(database: Database) -> None:
    def settle_bot(tx: Transaction) -> tuple[int, int]:
        project = projects.create(tx, "team/project", Visibility.PRIVATE)
        bot = users.insert(
            tx,
            username="bot",
            name="bot",
            email=None,
            kind=UserKind.PROJECT_BOT,
            is_admin=False,
            now=1,
            project_id=project.id,
        )
        assert bot is not None
        members.set_project_role(tx, project.id, bot.id, Role.REPORTER, 1)
        scopes = frozenset({Scope.API})
        access_tokens.insert(tx, user_id=bot.id, name="b", digest=b"b", scopes=scopes, expires_at=100, now=1)
        return project.id, bot.id

    project_id, bot = database.write_now(settle_bot)
    ((token,), _) = database.read_now(access_tokens.page, Wanted(project_id=project_id), NOW)
    assert (token.user_id, token.project_id, token.group_id, token.role) == (bot, project_id, None, Role.REPORTER)
    assert names(database, Wanted(project_id=project_id + 1)) == []
    assert names(database, Wanted(group_id=project_id)) == []
    database.write_now(members.remove_everywhere, bot)
    ((token,), _) = database.read_now(access_tokens.page, Wanted(project_id=project_id), NOW)
    assert token.role is None
