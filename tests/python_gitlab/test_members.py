"""Members of groups and projects by python-gitlab."""

import datetime

import gitlab
import pytest
from gitlab.const import AccessLevel
from gitlab.v4.objects import Group, Project

from tests.python_gitlab.test_places import group, project

DAY = (datetime.datetime.now(datetime.UTC).date() + datetime.timedelta(days=9)).isoformat()


def user(api: gitlab.Gitlab) -> int:
    assert api.user is not None
    return int(api.user.id)


@pytest.fixture(params=["group", "project"])
def place(request: pytest.FixtureRequest, ada: gitlab.Gitlab) -> Group | Project:
    return group(ada) if request.param == "group" else project(ada)


def test_a_member_comes_changes_and_goes(place: Group | Project, eve: gitlab.Gitlab) -> None:
    member = place.members.create({"user_id": user(eve), "access_level": AccessLevel.DEVELOPER, "expires_at": DAY})
    assert (member.access_level, member.expires_at) == (30, DAY)
    member.access_level = AccessLevel.MAINTAINER
    member.save()
    assert place.members.get(user(eve)).access_level == 40
    assert user(eve) in [each.id for each in place.members.list(get_all=True)]
    member.delete()
    with pytest.raises(gitlab.GitlabGetError):
        place.members.get(user(eve))


def test_members_of_the_groups_above_are_members_of_all(ada: gitlab.Gitlab, eve: gitlab.Gitlab) -> None:
    above = group(ada)
    low = project(ada, namespace_id=group(ada, parent_id=above.id).id)
    above.members.create({"user_id": user(eve), "access_level": AccessLevel.REPORTER})
    levels = {each.id: each.access_level for each in low.members_all.list(get_all=True)}
    assert levels == {user(ada): 50, user(eve): 20}
    assert low.members_all.get(user(eve)).access_level == 20
    assert low.members.list(get_all=True) == []
    assert eve.projects.get(low.id).permissions["group_access"]["access_level"] == 20


def test_who_is_there_already_is_a_conflict(place: Group | Project, eve: gitlab.Gitlab) -> None:
    place.members.create({"user_id": user(eve), "access_level": 10})
    with pytest.raises(gitlab.GitlabCreateError, match="Member already exists") as refusal:
        place.members.create({"user_id": user(eve), "access_level": 10})
    assert refusal.value.response_code == 409


def test_nobody_gives_more_than_they_have(place: Group | Project, eve: gitlab.Gitlab) -> None:
    place.members.create({"user_id": user(eve), "access_level": AccessLevel.MAINTAINER})
    mine = eve.groups.get(place.id) if isinstance(place, Group) else eve.projects.get(place.id)
    with pytest.raises(gitlab.GitlabUpdateError) as refusal:
        mine.members.update(user(eve), {"access_level": AccessLevel.OWNER})
    assert refusal.value.response_code == 403
