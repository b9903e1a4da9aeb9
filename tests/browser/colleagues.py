"""People who work in the showroom's project, an invitation and access tokens, so that there is something to see."""

import datetime

from modelstead import clock
from modelstead.app import Modelstead
from modelstead.domain.actor import Access
from modelstead.domain.permission import Scope
from modelstead.domain.role import Role
from modelstead.services import access_tokens, invitations, members, operating, users
from modelstead.store.transaction import Transaction
from tests import factories

PEOPLE = (
    ("maintainer", "A maintainer", Role.MAINTAINER),
    ("developer", "A developer", Role.DEVELOPER),
    ("guest", "", Role.GUEST),
)


def settle(tx: Transaction, server: Modelstead, path: str) -> None:
    """Let people join a project and the group above it."""
    place = operating.in_project(tx, path)
    group = operating.in_group(tx, path.rpartition("/")[0])
    day = datetime.datetime.fromtimestamp(clock.now_ms() / 1000, datetime.UTC).date()
    soon, later = str(day + datetime.timedelta(days=3)), str(day + datetime.timedelta(days=90))
    for username, name, role in PEOPLE:
        members.add(tx, place, users.create(tx, username, name=name or None), role, later)
    members.add(tx, group, users.create(tx, "colleague", name="A developer of the group"), Role.DEVELOPER)
    owner = Access(factories.actor(users.get(tx, "admin")), place.project, Role.OWNER)
    invitations.create(tx, server.secrets.key, owner, "invited@example.com", Role.DEVELOPER)
    for token, scope, ends in (("nightly training", Scope.API, later), ("dashboard", Scope.READ_API, soon)):
        access_tokens.create_for_project(
            tx, server.secrets, place.project, Role.DEVELOPER, name=token, scopes=frozenset({scope}), expires=ends
        )
