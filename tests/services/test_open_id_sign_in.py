"""Accounts and memberships of identities, on both engines."""

import pytest

from modelstead.domain.identity import Claims, Identity, managed_roles
from modelstead.domain.project import Visibility
from modelstead.domain.role import Role
from modelstead.errors import PermissionDenied
from modelstead.services import open_id_sign_in, projects, users
from modelstead.services.open_id import Client
from modelstead.services.sessions import Browser
from modelstead.store import managed_members
from modelstead.store.database import Database
from tests.factories import MADE_WITH

ISSUER = "https://id.example.com"
HERE = Browser("192.0.2.1", "a browser")
CLIENT = Client(
    ISSUER,
    "modelstead",
    "",
    ("openid",),
    Claims("preferred_username", "email", "groups"),
    creates_users=True,
    roles=managed_roles(["a=team/one:developer", "b=team/one:reporter", "b=team:guest"]),
)


def identity(*groups: str, subject: str = "1", email: str | None = "someone@example.com") -> Identity:
    return Identity(ISSUER, subject, "someone", "Some One", email, frozenset(groups))


def sign_in(database: Database, who: Identity) -> int:
    database.write_now(open_id_sign_in.sign_in, MADE_WITH.key, CLIENT, who, HERE)
    row = database.read_now(lambda tx: tx.one("SELECT MAX(user_id) FROM sessions"))
    assert row is not None
    return int(row[0])


def test_memberships_are_made_changed_and_ended_with_the_groups(database: Database) -> None:
    project = database.write_now(projects.create, "team/one", Visibility.PRIVATE)
    user_id = sign_in(database, identity("a", "b"))
    assert database.read_now(managed_members.of_projects, user_id) == {project.id: Role.DEVELOPER}
    assert list(database.read_now(managed_members.of_groups, user_id).values()) == [Role.GUEST]
    sign_in(database, identity("b"))
    assert database.read_now(managed_members.of_projects, user_id) == {project.id: Role.REPORTER}
    sign_in(database, identity())
    assert database.read_now(managed_members.of_projects, user_id) == {}
    assert database.read_now(managed_members.of_groups, user_id) == {}


def test_the_same_subject_is_the_same_account_whatever_else_changes(database: Database) -> None:
    first = sign_in(database, identity())
    assert sign_in(database, identity(email=None)) == first
    assert sign_in(database, identity(email="new@example.com")) == first


def test_the_same_name_of_another_subject_is_another_account(database: Database) -> None:
    first = sign_in(database, identity(email=None))
    second = sign_in(database, identity(subject="2", email=None))
    assert second != first
    assert database.read_now(users.get, "someone-2").id == second


def test_an_address_that_is_anothers_identity_makes_no_second_account(database: Database) -> None:
    sign_in(database, identity())
    with pytest.raises(PermissionDenied, match="belongs to another identity"):
        sign_in(database, identity(subject="2"))
