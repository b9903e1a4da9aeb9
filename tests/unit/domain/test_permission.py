"""domain.permission: what permissions ask of roles and tokens."""

from modelstead.domain.permission import READ_EXPERIMENTS, WRITE_EXPERIMENTS, Scope
from modelstead.domain.role import Role


def test_reading_takes_either_scope_and_a_guest() -> None:
    assert READ_EXPERIMENTS.scopes == {Scope.API, Scope.READ_API}
    assert READ_EXPERIMENTS.role is Role.GUEST


def test_writing_takes_the_scope_api_and_a_developer() -> None:
    assert WRITE_EXPERIMENTS.scopes == {Scope.API}
    assert WRITE_EXPERIMENTS.role is Role.DEVELOPER
