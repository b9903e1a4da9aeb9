"""Search everywhere finds for each person what they may see, and nothing else, in both engines."""

import pytest

from modelstead import clock
from modelstead.domain.actor import ANONYMOUS, Access, Actor, ServerAccess
from modelstead.domain.project import Visibility
from modelstead.domain.role import Role
from modelstead.domain.star import Starred
from modelstead.services import finding, projects, starred, users
from modelstead.services.finding import Request
from modelstead.store import stars
from modelstead.store.database import Database
from modelstead.store.transaction import Transaction
from tests import factories, registering

WORD = "hiddenword"


def filled(tx: Transaction, visibility: Visibility) -> Access:
    """Make a project in which everything has the same word in its name."""
    access = factories.member(tx, f"{WORD}-group/{WORD}-{visibility.value}", visibility=visibility)
    factories.experiment(tx, access, f"{WORD} experiment")
    factories.run(tx, access, name=f"{WORD} run")
    registering.model(tx, access, WORD)
    registering.version(tx, access, WORD, "1.0.0")
    return access


def counts(tx: Transaction, actor: Actor, text: str = WORD) -> dict[str, int]:
    found = finding.find(tx, ServerAccess(actor), Request(text=text))
    return {each.kind: each.count for each in found if each.count and each.kind != "people"}


@pytest.mark.parametrize("visibility", Visibility)
def test_each_person_finds_what_they_see(database: Database, visibility: Visibility) -> None:
    def work(tx: Transaction) -> None:
        access = filled(tx, visibility)
        outsider = factories.actor(users.create(tx, "outsider"))
        guest = users.create(tx, "guest")
        projects.set_member(tx, access.project, guest, Role.GUEST)
        administrator = factories.actor(users.create(tx, "administrator", is_admin=True))
        everything = counts(tx, access.actor)
        assert {"projects", "experiments", "runs", "models"} <= set(everything)
        seen = {"projects": 1, "experiments": 2, "runs": 1, "models": 1}
        for kind, count in seen.items():
            assert everything[kind] == count, kind
        assert counts(tx, factories.actor(guest)) == everything
        assert set(counts(tx, administrator)) >= set(everything)
        for actor, sees in (
            (outsider, visibility is not Visibility.PRIVATE),
            (ANONYMOUS, visibility is Visibility.PUBLIC),
        ):
            found = counts(tx, actor)
            assert {kind: found.get(kind, 0) for kind in seen} == (seen if sees else dict.fromkeys(seen, 0))
            assert counts(tx, actor, f"{WORD}@1.0.0").get("versions", 0) == int(sees)

    database.write_now(work)


def test_ids_and_numbers_tell_nothing_of_hidden_runs(database: Database) -> None:
    def work(tx: Transaction) -> None:
        access = factories.member(tx)
        run = factories.run(tx, access, name="a secret").run
        outsider = factories.actor(users.create(tx, "outsider"))
        for text in (run.run_id, run.run_id[:6], f"#{run.iid}", "a secret", "a sec", "secret"):
            assert counts(tx, access.actor, text)["runs"] == 1
            assert counts(tx, outsider, text) == counts(tx, ANONYMOUS, text) == {}

    database.write_now(work)


def test_people_are_for_those_who_have_signed_in(database: Database) -> None:
    def work(tx: Transaction) -> None:
        access = factories.member(tx, visibility=Visibility.PUBLIC)
        users.create(tx, "someone", email="hidden@example.com")

        def people(actor: Actor, text: str, *, here: bool = False) -> int:
            place = Access(actor, access.project, None) if here else ServerAccess(actor)
            found = finding.find(tx, place, Request(text=text, here=here))
            return {each.kind: each.count for each in found}["people"]

        assert people(access.actor, "someone") == 1
        assert people(access.actor, "hidden@example") == 0
        assert people(ANONYMOUS, "someone") == people(ANONYMOUS, "developer", here=True) == 0
        assert people(access.actor, "developer", here=True) == 1

    database.write_now(work)


def test_stars_of_what_is_hidden_by_now_show_nothing(database: Database) -> None:
    def work(tx: Transaction) -> None:
        access = filled(tx, Visibility.PRIVATE)
        actor = access.actor
        row = tx.one("SELECT id FROM runs WHERE name = ?", (f"{WORD} run",))
        model = tx.one("SELECT id FROM registered_models WHERE project_id = ?", (access.project.id,))
        assert row is not None
        assert model is not None
        stars.put(tx, actor.user_id or 0, Starred.RUN, [row[0], 4242], clock.now_ms())
        stars.put(tx, actor.user_id or 0, Starred.MODEL, [model[0]], clock.now_ms())
        stars.put(tx, actor.user_id or 0, Starred.PROJECT, [access.project.id], clock.now_ms())
        found = {each.kind: [hit.name for hit in each.hits] for each in starred.of(tx, ServerAccess(actor))}
        assert found == {
            "projects": [access.project.path],
            "experiments": [],
            "models": [WORD],
            "runs": [f"{WORD} run"],
        }
        assert starred.running(tx, ServerAccess(actor)) >= 1
        tx.execute("DELETE FROM project_members WHERE user_id = ?", (actor.user_id,))
        assert all(not each.hits for each in starred.of(tx, ServerAccess(actor)))
        assert starred.running(tx, ServerAccess(actor)) == 0
        assert starred.of(tx, ServerAccess(ANONYMOUS)) == []

    database.write_now(work)
