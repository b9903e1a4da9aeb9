"""Of several who create the same thing at once, one does; on each engine."""

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from modelstead.domain.actor import Access
from modelstead.domain.experiment import ViewType
from modelstead.domain.project import Visibility
from modelstead.errors import AlreadyExists, InvalidState
from modelstead.services import access_tokens, experiment_search, experiments, projects, users
from modelstead.services.users import Change
from modelstead.store.database import Database
from tests import factories
from tests.factories import API, MADE_WITH


def at_once(count: int, work: Callable[[int], object]) -> list[object]:
    """Call work(0), work(1) … from as many threads at the same time; return results, and AlreadyExists as None."""
    start = threading.Barrier(count)

    def one(number: int) -> object:
        start.wait()
        try:
            return work(number)
        except AlreadyExists:
            return None

    with ThreadPoolExecutor(count) as threads:
        return list(threads.map(one, range(count)))


def test_one_of_sixteen_creates_an_experiment(database: Database, access: Access) -> None:
    async def together() -> list[int | BaseException]:
        creating = (database.write(experiments.create, access, "churn", "", ()) for _ in range(16))
        return await asyncio.gather(*creating, return_exceptions=True)

    outcomes = asyncio.run(together())
    assert [each for each in outcomes if not isinstance(each, AlreadyExists)] == [1]
    assert {str(each) for each in outcomes if each != 1} == {"Experiment(name=churn) already exists."}
    found, _ = database.read_now(experiment_search.search, access, view=ViewType.ALL)
    assert sorted((each.iid, each.name) for each in found) == [(0, "Default"), (1, "churn")]


def test_one_of_sixteen_threads_creates_an_experiment_and_the_next_number_is_two(
    database: Database, access: Access
) -> None:
    ids = at_once(16, lambda _: database.write_now(experiments.create, access, "churn", "", ()))
    assert [each for each in ids if each is not None] == [1]
    assert database.write_now(experiments.create, access, "next", "", ()) == 2


def test_sixteen_names_get_sixteen_numbers(database: Database, access: Access) -> None:
    ids = at_once(16, lambda number: database.write_now(experiments.create, access, f"e{number}", "", ()))
    assert sorted(ids) == list(range(1, 17))  # type: ignore[type-var]  # numbers, when all is well


def test_one_of_eight_takes_a_name_by_renaming(database: Database, access: Access) -> None:
    ids = [database.write_now(factories.experiment, access, f"e{number}") for number in range(8)]

    def rename(number: int) -> str:
        database.write_now(experiments.rename, access, ids[number], "wanted")
        return ids[number]

    winners = [each for each in at_once(8, rename) if each is not None]
    assert len(winners) == 1
    assert str(database.read_now(experiments.get_by_name, access, "wanted").iid) == winners[0]


def test_one_of_eight_creates_a_project(database: Database) -> None:
    made = at_once(8, lambda _: database.write_now(projects.create, "new/group/churn", Visibility.PRIVATE))
    assert [each for each in made if each is not None] == database.read_now(projects.every)


def test_eight_projects_of_a_new_group_are_all_created(database: Database) -> None:
    def create(number: int) -> object:
        return database.write_now(projects.create, f"new/group/p{number}", Visibility.PRIVATE)

    assert None not in at_once(8, create)
    assert len(database.read_now(projects.every)) == 8


def test_eight_administrators_who_demote_each_other_leave_one(database: Database) -> None:
    people = [database.write_now(users.create, f"admin-{number}", is_admin=True) for number in range(8)]

    def demote(number: int) -> object:
        try:
            return database.write_now(users.update, people[number], Change(is_admin=False))
        except InvalidState:
            return None

    assert at_once(8, demote).count(None) == 1
    assert [user.is_admin for user in database.read_now(users.every)].count(True) == 1


def test_one_of_eight_rotates_a_token(database: Database) -> None:
    ada = database.write_now(users.create, "ada")
    token = database.write_now(access_tokens.create, MADE_WITH, ada, name="n", scopes=API)

    def rotate(_: int) -> object:
        try:
            return database.write_now(access_tokens.rotate, MADE_WITH, token.id)
        except InvalidState:
            return None

    assert at_once(8, rotate).count(None) == 7


def test_one_of_eight_creates_a_user(database: Database) -> None:
    made = at_once(8, lambda _: database.write_now(users.create, "ada"))
    assert [each for each in made if each is not None] == database.read_now(users.every)
