"""Invitations, on both engines."""

import msgspec
import pytest

from modelstead import clock, ids, limits
from modelstead.domain.actor import Access
from modelstead.domain.role import Role
from modelstead.errors import AlreadyExists, InvalidParameter, NotFound, PermissionDenied
from modelstead.services import invitations, users
from modelstead.services.invitations import Invited
from modelstead.services.sessions import Browser
from modelstead.store import members
from modelstead.store.database import Database
from modelstead.store.transaction import Transaction
from tests import factories
from tests.factories import MADE_WITH

KEY = MADE_WITH.key
HERE = Browser("192.0.2.1", "a browser")


@pytest.fixture
def maintainer(database: Database) -> Access:
    return database.write_now(factories.member, role=Role.MAINTAINER)


def invite(database: Database, access: Access, role: Role = Role.DEVELOPER, email: str = "new@example.com") -> Invited:
    return database.write_now(invitations.create, KEY, access, email, role)


def digest(invited: Invited) -> bytes:
    return ids.digest(KEY, invited.secret)


def join_as_new(database: Database, invited: Invited, username: str = "newcomer") -> int:
    joined = database.write_now(
        invitations.join_as_new, KEY, digest(invited), username, users.hash_password("x" * 12), HERE
    )
    assert joined.session
    return joined.user.id


def role_of(database: Database, access: Access, user_id: int) -> Role | None:
    return database.read_now(members.role, access.project.id, user_id, clock.now_ms())


def test_somebody_new_makes_an_account_and_is_a_member(database: Database, maintainer: Access) -> None:
    invited = invite(database, maintainer)
    user_id = join_as_new(database, invited)
    assert role_of(database, maintainer, user_id) is Role.DEVELOPER
    with pytest.raises(NotFound):
        join_as_new(database, invited, "another")


def test_an_account_made_by_an_invitation_has_no_address(database: Database, maintainer: Access) -> None:
    """Who invites a stranger and opens the link themselves must not own the stranger's address."""
    user_id = join_as_new(database, invite(database, maintainer, email="victim@example.com"))
    assert user_id
    assert database.read_now(users.get, "newcomer").email is None


def test_somebody_with_an_account_joins_with_it(database: Database, maintainer: Access) -> None:
    other = database.write_now(factories.member, "other/project")
    joined = database.write_now(invitations.join, digest(invite(database, maintainer)), other.actor, "192.0.2.1")
    assert joined.path == "team/project"
    assert other.actor.user_id is not None
    assert role_of(database, maintainer, other.actor.user_id) is Role.DEVELOPER


def test_a_member_does_not_join_again(database: Database, maintainer: Access) -> None:
    with pytest.raises(AlreadyExists):
        database.write_now(
            invitations.join, digest(invite(database, maintainer, Role.GUEST)), maintainer.actor, "192.0.2.1"
        )


def test_nobody_invites_above_their_own_role(database: Database, maintainer: Access) -> None:
    with pytest.raises(PermissionDenied):
        invite(database, maintainer, Role.OWNER)


def test_an_invitation_is_void_when_the_inviter_may_not_invite_any_more(database: Database, maintainer: Access) -> None:
    invited = invite(database, maintainer)
    assert maintainer.actor.user_id is not None
    for change in (
        (
            "UPDATE project_members SET role = 30 WHERE user_id = ?",
            "UPDATE project_members SET role = 40 WHERE user_id = ?",
        ),
        ("UPDATE users SET is_active = 0 WHERE id = ?", "UPDATE users SET is_active = 1 WHERE id = ?"),
    ):
        for sql, works in zip(change, (False, True), strict=True):
            database.write_now(_run, sql, maintainer.actor.user_id)
            if works:
                assert database.read_now(invitations.find, digest(invited)).email == "new@example.com"
            else:
                with pytest.raises(NotFound):
                    database.read_now(invitations.find, digest(invited))


def _run(tx: Transaction, sql: str, value: int) -> None:
    tx.execute(sql, (value,))


def test_an_invitation_ends_after_a_week(database: Database, maintainer: Access) -> None:
    invited = invite(database, maintainer)
    week = limits.INVITATION_DAYS * 86_400_000
    database.write_now(_run, "UPDATE invitations SET expires_at = expires_at - ?", week)
    with pytest.raises(NotFound):
        join_as_new(database, invited)
    assert database.read_now(invitations.page, maintainer, limit=10, offset=0) == ([], 0)


def test_a_revoked_invitation_is_gone(database: Database, maintainer: Access) -> None:
    invited = invite(database, maintainer)
    database.write_now(invitations.revoke, maintainer, "NEW@example.com")
    with pytest.raises(NotFound):
        join_as_new(database, invited)
    with pytest.raises(NotFound):
        database.write_now(invitations.revoke, maintainer, "new@example.com")


def test_inviting_again_ends_the_first_invitation(database: Database, maintainer: Access) -> None:
    first, second = invite(database, maintainer), invite(database, maintainer, Role.GUEST)
    with pytest.raises(NotFound):
        join_as_new(database, first)
    rows, total = database.read_now(invitations.page, maintainer, limit=10, offset=0)
    assert ([row.role for row in rows], total) == ([Role.GUEST], 1)
    join_as_new(database, second)


def test_a_membership_ends_when_the_invitation_said(database: Database, maintainer: Access) -> None:
    invited = database.write_now(invitations.create, KEY, maintainer, "new@example.com", Role.GUEST, "2099-01-01")
    user_id = join_as_new(database, invited)
    row = database.read_now(lambda tx: tx.one("SELECT expires_at FROM project_members WHERE user_id = ?", (user_id,)))
    assert row == (4_070_908_800_000,)


@pytest.mark.parametrize(("email", "expires"), [("nobody", None), ("a@b.c", "2001-01-01"), ("a@b.c", "x"), ("", None)])
def test_bad_values_are_refused(database: Database, maintainer: Access, email: str, expires: str | None) -> None:
    with pytest.raises(InvalidParameter):
        database.write_now(invitations.create, KEY, maintainer, email, Role.GUEST, expires)


def test_an_invitation_to_a_deleted_project_is_gone(database: Database, maintainer: Access) -> None:
    invited = invite(database, maintainer)
    database.write_now(_run, "UPDATE projects SET deleted_at = ?", 1)
    with pytest.raises(NotFound):
        join_as_new(database, invited)


def test_administrators_invite_to_any_role(database: Database, maintainer: Access) -> None:
    actor = msgspec.structs.replace(maintainer.actor, is_admin=True)
    assert invite(database, Access(actor, maintainer.project, None), Role.OWNER).secret
