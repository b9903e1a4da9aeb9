"""Roles that go with groups of an identity provider."""

from pathlib import Path

from modelstead.domain.project import Visibility
from modelstead.domain.role import Role
from modelstead.services import projects, users
from modelstead.store import groups, members
from modelstead.store.transaction import Transaction
from tests.identity_provider import Provider, settings
from tests.open_id import through_provider
from tests.serving import Running
from tests.signing_in import browser_of, events, site_in

NAME = "person.of.tests"
ROLES = (
    "writers=team/one:developer",
    "readers=team/one:guest",
    "leads=team:maintainer",
    "writers=not/there:developer",
)


def make(site: Running) -> None:
    for path in ("team/one", "team/two"):
        site.server.database.write_now(projects.create, path, Visibility.PRIVATE)


def _roles(tx: Transaction) -> tuple[Role | None, Role | None]:
    user = users.get(tx, NAME)
    group = groups.by_path(tx, "team")
    assert group is not None
    project = projects.get(tx, "team/one").id
    direct = tx.one("SELECT role FROM project_members WHERE project_id = ? AND user_id = ?", (project, user.id))
    return None if direct is None else Role(direct[0]), members.group_role(tx, group.id, user.id, 0)


def roles(site: Running) -> tuple[Role | None, Role | None]:
    """Return the person's own roles in team/one and in team."""
    return site.server.database.read_now(_roles)


def sign_in(site: Running, provider: Provider, *groups_of_person: str) -> None:
    provider.person["groups"] = list(groups_of_person)
    assert through_provider(browser_of(site)).status_code == 303


def test_roles_follow_the_groups_at_each_sign_in(tmp_path: Path, provider: Provider) -> None:
    with site_in(tmp_path, **settings(provider, oidc_create_users=True, oidc_roles=ROLES)) as site:
        make(site)
        sign_in(site, provider, "writers", "readers", "others")
        assert roles(site) == (Role.DEVELOPER, None)
        sign_in(site, provider, "readers", "leads")
        assert roles(site) == (Role.GUEST, Role.MAINTAINER)
        sign_in(site, provider)
        assert roles(site) == (None, None)
        assert len(events(site, "identity.sync_members", NAME)) == 3
        sign_in(site, provider)
        assert len(events(site, "identity.sync_members", NAME)) == 3


def test_a_membership_that_somebody_gave_is_left_alone(tmp_path: Path, provider: Provider) -> None:
    with site_in(tmp_path, **settings(provider, oidc_create_users=True, oidc_roles=ROLES)) as site:
        make(site)
        sign_in(site, provider)

        def give(tx: Transaction) -> None:
            projects.set_member(tx, projects.get(tx, "team/one"), users.get(tx, NAME), Role.OWNER)

        site.server.database.write_now(give)
        for named in (("readers",), ("writers",), ()):
            sign_in(site, provider, *named)
            assert roles(site) == (Role.OWNER, None)


def test_groups_that_are_not_a_list_of_texts_give_nothing(tmp_path: Path, provider: Provider) -> None:
    with site_in(tmp_path, **settings(provider, oidc_create_users=True, oidc_roles=ROLES)) as site:
        make(site)
        odd: tuple[object, ...] = ({"writers": True}, 7, None, [["writers"]], "writersx")
        for value in odd:
            provider.person["groups"] = value
            assert through_provider(browser_of(site)).status_code == 303
            assert roles(site) == (None, None)
        provider.person["groups"] = "writers"
        assert through_provider(browser_of(site)).status_code == 303
        assert roles(site) == (Role.DEVELOPER, None)


def test_without_roles_in_the_settings_groups_are_nothing(tmp_path: Path, provider: Provider) -> None:
    with site_in(tmp_path, **settings(provider, oidc_create_users=True)) as site:
        make(site)
        sign_in(site, provider, "writers", "leads")
        assert roles(site) == (None, None)
