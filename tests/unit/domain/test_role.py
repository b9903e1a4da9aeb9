"""domain.role: GitLab's roles."""

import pytest

from modelstead.domain.role import Role, role
from modelstead.errors import InvalidParameter


def test_roles_have_gitlabs_access_levels() -> None:
    assert {each.label: int(each) for each in Role} == {
        "guest": 10,
        "planner": 15,
        "reporter": 20,
        "developer": 30,
        "maintainer": 40,
        "owner": 50,
    }


@pytest.mark.parametrize("each", Role)
def test_a_role_is_found_by_its_label_in_any_case(each: Role) -> None:
    assert role(each.label) is role(each.label.upper()) is each


@pytest.mark.parametrize("name", ["", "admin", "own er", "10"])
def test_another_name_is_answered_with_those_there_are(name: str) -> None:
    with pytest.raises(InvalidParameter) as refusal:
        role(name)
    assert str(refusal.value) == (
        f"There is no role '{name}'; the roles are guest, planner, reporter, developer, maintainer, owner."
    )
