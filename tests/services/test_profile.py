"""One's own profile."""

import pytest

from modelstead.domain.actor import Access, ServerAccess
from modelstead.domain.role import Role
from modelstead.errors import InvalidParameter
from modelstead.services import profile
from modelstead.store import identities
from modelstead.store.database import Database
from modelstead.store.transaction import Transaction


def test_a_profile_says_who_one_is_and_where_one_belongs(database: Database, access: Access) -> None:
    def work(tx: Transaction) -> None:
        here = ServerAccess(access.actor)
        identities.insert(tx, "https://id.example", "subject", access.actor.user_id or 0, 1)
        found = profile.own(tx, here)
        assert found.user.username == access.actor.username
        assert not found.has_password
        assert [each.issuer for each in found.identities] == ["https://id.example"]
        assert [(each.project.path, each.own_role) for each in found.projects] == [("team/project", Role.DEVELOPER)]
        assert (found.project_count, found.groups, found.group_count) == (1, [], 0)
        assert profile.rename(tx, here, "  A New Name ").name == "A New Name"
        assert profile.own(tx, here).user.name == "A New Name"
        for name in ("", " \t", "x" * 1_000):
            with pytest.raises(InvalidParameter):
                profile.rename(tx, here, name)

    database.write_now(work)
