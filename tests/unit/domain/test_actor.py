"""domain.actor: who sees a project and what they may do in it."""

import itertools

import pytest

from modelstead.domain.actor import ANONYMOUS, OPERATOR, Access, Actor, ServerAccess
from modelstead.domain.permission import (
    MANAGE_TOKENS,
    MANAGE_USERS,
    READ_EXPERIMENTS,
    READ_USERS,
    ROTATE_THIS_TOKEN,
    WRITE_EXPERIMENTS,
    Scope,
)
from modelstead.domain.project import Project, Visibility
from modelstead.domain.role import Role

ADA = Actor(1, "ada", is_admin=False, scopes=frozenset({Scope.API}))
BOT = Actor(3, "bot", is_admin=False, scopes=frozenset({Scope.API}), is_bot=True)
ADMIN = Actor(2, "admin", is_admin=True, scopes=frozenset({Scope.API}))


def access(actor: Actor, visibility: Visibility, role: Role | None = None) -> Access:
    return Access(actor, Project(1, "team/project", visibility, 0), role)


def test_nobody_is_anonymous_and_reads_at_most() -> None:
    assert ANONYMOUS.is_anonymous
    assert not ADA.is_anonymous
    assert ANONYMOUS.scopes == {Scope.READ_API}


@pytest.mark.parametrize(
    ("actor", "visibility", "sees"),
    [
        (ANONYMOUS, Visibility.PRIVATE, False),
        (ANONYMOUS, Visibility.INTERNAL, False),
        (ANONYMOUS, Visibility.PUBLIC, True),
        (ADA, Visibility.PRIVATE, False),
        (ADA, Visibility.INTERNAL, True),
        (ADA, Visibility.PUBLIC, True),
        (ADMIN, Visibility.PRIVATE, True),
    ],
)
def test_who_has_no_role_sees_by_visibility(actor: Actor, visibility: Visibility, *, sees: bool) -> None:
    assert access(actor, visibility).sees is sees


@pytest.mark.parametrize(("visibility", "role"), list(itertools.product(Visibility, Role)))
def test_members_see_and_read_whatever_the_visibility(visibility: Visibility, role: Role) -> None:
    assert access(ADA, visibility, role).sees
    assert access(ADA, visibility, role).allows(READ_EXPERIMENTS)


@pytest.mark.parametrize("role", Role)
def test_members_write_from_developer_up(role: Role) -> None:
    assert access(ADA, Visibility.PRIVATE, role).allows(WRITE_EXPERIMENTS) is (role >= Role.DEVELOPER)


@pytest.mark.parametrize(("actor", "visibility"), list(itertools.product((ADA, ANONYMOUS), Visibility)))
def test_who_has_no_role_reads_what_they_see_and_writes_nothing(actor: Actor, visibility: Visibility) -> None:
    standing = access(actor, visibility)
    assert standing.allows(READ_EXPERIMENTS) is standing.sees
    assert not standing.allows(WRITE_EXPERIMENTS)


def test_an_administrator_may_everything() -> None:
    standing = access(ADMIN, Visibility.PRIVATE)
    assert standing.allows(READ_EXPERIMENTS)
    assert standing.allows(WRITE_EXPERIMENTS)


def test_on_the_server_people_do_what_is_for_people_and_administrators_the_rest() -> None:
    for permission in (READ_USERS, MANAGE_TOKENS, ROTATE_THIS_TOKEN):
        assert ServerAccess(ADA).allows(permission)
        assert ServerAccess(ADMIN).allows(permission)
        assert not ServerAccess(ANONYMOUS).allows(permission)
    assert ServerAccess(ADMIN).allows(MANAGE_USERS)
    assert OPERATOR.allows(MANAGE_USERS)
    assert not ServerAccess(ADA).allows(MANAGE_USERS)


def test_a_bot_reads_on_the_server_and_writes_what_is_said_to_be_for_bots() -> None:
    assert ServerAccess(BOT).allows(READ_USERS)
    assert ServerAccess(BOT).allows(ROTATE_THIS_TOKEN)
    assert not ServerAccess(BOT).allows(MANAGE_TOKENS)
