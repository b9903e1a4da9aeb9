"""Roles in groups reach every project below them, and no other."""

from modelstead import clock
from modelstead.domain.project import Visibility
from modelstead.domain.role import Role
from modelstead.services import projects, users
from modelstead.services.access import TOPIC
from modelstead.store import groups, members
from modelstead.store.transaction import Transaction
from tests.people import People
from tests.serving import Running


def _place(tx: Transaction, username: str, group: str, role: Role) -> None:
    group_id, _ = groups.ensure(tx, group, clock.now_ms())
    members.set_group_role(tx, group_id, users.get(tx, username).id, role, clock.now_ms())
    tx.announce(TOPIC)


def test_a_role_in_a_group_counts_in_nested_projects_and_the_higher_role_wins(server: Running, people: People) -> None:
    database, top = server.server.database, f"group-{people.project.id}"
    inside = database.write_now(projects.create, f"{top}/sub/below/inside", Visibility.PRIVATE)
    beside = database.write_now(projects.create, f"{top}-x/beside", Visibility.PRIVATE)
    username = "outsider-of-" + people.project.path.replace("/", "-")
    client = server.client(people.outsider, inside.path.replace("/", "%2F"))
    elsewhere = server.client(people.outsider, beside.id)

    def statuses() -> tuple[int, int]:
        return (
            client.get("experiments/get", experiment_id="0").status_code,
            client.post("runs/create", experiment_id="0").status_code,
        )

    assert statuses() == (404, 404)
    database.write_now(_place, username, top, Role.REPORTER)
    assert statuses() == (200, 403)
    database.write_now(_place, username, f"{top}/sub", Role.DEVELOPER)
    assert statuses() == (200, 200)
    database.write_now(_place, username, top, Role.GUEST)
    assert statuses() == (200, 200)
    assert elsewhere.get("experiments/get", experiment_id="0").status_code == 404
