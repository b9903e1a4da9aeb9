"""domain.permission: what permissions ask of roles and tokens."""

from modelstead.domain.permission import MANAGE_USERS, READ_EXPERIMENTS, READ_USERS, WRITE_EXPERIMENTS, Scope
from modelstead.domain.role import Role


def test_reading_takes_either_scope_and_a_guest() -> None:
    assert READ_EXPERIMENTS.scopes == {Scope.API, Scope.READ_API}
    assert READ_EXPERIMENTS.role is Role.GUEST


def test_writing_takes_the_scope_api_and_a_developer() -> None:
    assert WRITE_EXPERIMENTS.scopes == {Scope.API}
    assert WRITE_EXPERIMENTS.role is Role.DEVELOPER


def test_who_has_a_permission_is_told_in_refusals() -> None:
    assert WRITE_EXPERIMENTS.taken_by == "it takes the role developer or higher"
    assert MANAGE_USERS.taken_by == "it takes an administrator"
    assert READ_USERS.taken_by == "it takes a person's account"


def test_a_scope_of_its_own_is_enough_too() -> None:
    assert READ_USERS.scopes == {Scope.API, Scope.READ_API, Scope.READ_USER}
