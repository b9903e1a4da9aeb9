"""One's own profile: what one is called, how one signs in, where one belongs."""

from typing import cast

import msgspec

from modelstead.domain.group import Group
from modelstead.domain.project import Project
from modelstead.domain.role import Role
from modelstead.errors import InvalidParameter
from modelstead.http.answer import Answer
from modelstead.http.health import Nothing
from modelstead.http.visit import Form, Visit
from modelstead.services import profile
from modelstead.services.profile import Profile
from modelstead.store.database import Database
from modelstead.store.identities import Identity
from modelstead.web import urls
from modelstead.web.dialect import done, show


class SetName(Form, frozen=True, kw_only=True):
    """The form of the name."""

    name: str = ""


class Place(msgspec.Struct, frozen=True):
    """A project or group with a role in it; `is_inherited` where a group above gives it."""

    path: str
    address: str
    role: str
    is_inherited: bool = False
    badge: str = ""


class ProfileView(msgspec.Struct, frozen=True):
    """What the page shows; `typed` is the name as the form has it, `error` what is wrong with it."""

    username: str
    name: str
    email: str
    is_admin: bool
    since: int
    has_password: bool
    identities: list[Identity]
    projects: list[Place]
    project_count: int
    groups: list[Place]
    group_count: int
    typed: str
    error: str = ""


class ProfilePages:
    """Shows the page, and changes the name."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def show(self, visit: Visit, _: Nothing) -> Answer:
        found = await self._database.read(profile.own, visit.access)
        return show(visit, "profile.html", _view(found, found.user.name))

    async def rename(self, visit: Visit, request: SetName) -> Answer:
        try:
            await self._database.write(profile.rename, visit.access, request.name)
        except InvalidParameter as error:
            found = await self._database.read(profile.own, visit.access)
            said = str(error) if request.name.strip() else "Give a name, such as the one that you are called by."
            return show(visit, "profile.html", _view(found, request.name, said), 400)
        return done(visit, urls.PROFILE, "Your name is saved.")


def _view(found: Profile, typed: str, error: str = "") -> ProfileView:
    user = found.user
    return ProfileView(
        user.username,
        user.name,
        user.email or "",
        user.is_admin,
        user.created_at,
        found.has_password,
        found.identities,
        [_project(each.project, each.own_role, each.group_role) for each in found.projects],
        found.project_count,
        [_group(each.group, cast("Role", each.role)) for each in found.groups],
        found.group_count,
        typed,
        error,
    )


def _project(project: Project, own: Role | None, above: Role | None) -> Place:
    role = max(each for each in (own, above) if each is not None)
    is_inherited = own is None or (above is not None and above > own)
    badge = "archived" if project.archived_at is not None else ""
    return Place(project.path, urls.project(project), role.label, is_inherited, badge)


def _group(group: Group, role: Role) -> Place:
    return Place(group.path, urls.group(group), role.label)
