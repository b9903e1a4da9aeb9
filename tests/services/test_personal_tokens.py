"""services.personal_tokens: everyone with their own tokens, administrators with all; on each engine."""

import pytest

from modelstead.domain.actor import Actor, ServerAccess
from modelstead.domain.permission import Scope
from modelstead.domain.user import User
from modelstead.errors import InvalidState, NotFound, PermissionDenied
from modelstead.services import access_tokens, personal_tokens, users
from modelstead.services.access_tokens import NewToken, Wish
from modelstead.store.access_tokens import Wanted
from modelstead.store.database import Database
from tests.factories import API, MADE_WITH

READ_API, READ_USER = frozenset({Scope.READ_API}), frozenset({Scope.READ_USER})


def wish(scopes: frozenset[Scope] = API) -> Wish:
    return Wish(name="mine", description="", scopes=scopes, expires=None)


def standing(user: User, scopes: frozenset[Scope] = API, token: NewToken | None = None) -> ServerAccess:
    return ServerAccess(Actor(user.id, user.username, user.is_admin, scopes, None if token is None else token.id))


@pytest.fixture
def ada(database: Database) -> User:
    return database.write_now(users.create, "ada")


@pytest.fixture
def eve(database: Database) -> User:
    return database.write_now(users.create, "eve")


@pytest.fixture
def root(database: Database) -> User:
    return database.write_now(users.create, "root", is_admin=True)


def new(database: Database, user: User, scopes: frozenset[Scope] = API) -> NewToken:
    return database.write_now(access_tokens.create, MADE_WITH, user, name="n", scopes=scopes)


def ids_of(database: Database, access: ServerAccess, user_id: int | None = None) -> list[int]:
    found, _ = database.read_now(personal_tokens.page, access, Wanted(user_id=user_id))
    return sorted(token.id for token in found)


def test_people_list_and_find_their_own_tokens_alone(database: Database, ada: User, eve: User) -> None:
    mine, other = new(database, ada), new(database, eve)
    assert ids_of(database, standing(ada)) == ids_of(database, standing(ada), ada.id) == [mine.id]
    assert database.read_now(personal_tokens.find, standing(ada), mine.id).id == mine.id
    with pytest.raises(PermissionDenied, match="You may only list your own access tokens"):
        ids_of(database, standing(ada), eve.id)
    for number in (other.id, 999):
        with pytest.raises(NotFound, match=rf"^There is no access token {number}\.$"):
            database.read_now(personal_tokens.find, standing(ada), number)
        with pytest.raises(NotFound):
            database.write_now(personal_tokens.rotate, MADE_WITH, standing(ada), number, None)
        with pytest.raises(NotFound):
            database.write_now(personal_tokens.revoke, standing(ada), number)
    assert database.read_now(access_tokens.get, other.id).revoked_at is None


def test_administrators_list_and_find_all_tokens(database: Database, ada: User, root: User) -> None:
    token, own = new(database, ada), new(database, root)
    assert ids_of(database, standing(root)) == [token.id, own.id]
    assert ids_of(database, standing(root), ada.id) == [token.id]
    database.write_now(personal_tokens.revoke, standing(root), token.id)
    assert database.read_now(access_tokens.get, token.id).revoked_at is not None


@pytest.mark.parametrize(("held", "wanted"), [(API, API), (API, READ_API), (API, READ_USER), (READ_API, READ_API)])
def test_a_token_makes_one_that_is_good_for_as_much(
    database: Database, ada: User, held: frozenset[Scope], wanted: frozenset[Scope]
) -> None:
    made = database.write_now(personal_tokens.create, MADE_WITH, standing(ada, held), None, wish(wanted))
    assert database.read_now(access_tokens.get, made.id).scopes == wanted


@pytest.mark.parametrize(("held", "wanted"), [(READ_API, API), (READ_API, READ_API | API), (READ_USER, READ_API)])
def test_a_token_makes_none_above_itself(
    database: Database, ada: User, held: frozenset[Scope], wanted: frozenset[Scope]
) -> None:
    with pytest.raises(PermissionDenied, match="cannot create one that is good for more than itself"):
        database.write_now(personal_tokens.create, MADE_WITH, standing(ada, held), None, wish(wanted))
    stronger = new(database, ada, wanted)
    with pytest.raises(PermissionDenied, match="cannot rotate one that is good for more than itself"):
        database.write_now(personal_tokens.rotate, MADE_WITH, standing(ada, held), stronger.id, None)


def test_only_administrators_make_tokens_for_others(database: Database, ada: User, eve: User, root: User) -> None:
    with pytest.raises(PermissionDenied, match="Only an administrator"):
        database.write_now(personal_tokens.create, MADE_WITH, standing(ada), eve.id, wish())
    made = database.write_now(personal_tokens.create, MADE_WITH, standing(root), eve.id, wish())
    assert database.read_now(access_tokens.get, made.id).user_id == eve.id
    with pytest.raises(NotFound, match=r"^There is no user 999\.$"):
        database.write_now(personal_tokens.create, MADE_WITH, standing(root), 999, wish())


def test_who_came_without_a_token_has_none_to_speak_of(database: Database, ada: User) -> None:
    token = new(database, ada)
    assert database.read_now(personal_tokens.own, standing(ada, token=token)).id == token.id
    with pytest.raises(InvalidState, match="You did not come by an access token"):
        database.read_now(personal_tokens.own, standing(ada))
