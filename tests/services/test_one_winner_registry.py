"""Of several who change the model registry at once, each gets what is theirs; on each engine."""

from collections import Counter
from collections.abc import Callable

from modelstead.domain.actor import Access
from modelstead.domain.model_version import ModelVersion
from modelstead.errors import AlreadyExists, ModelsteadError, NotFound
from modelstead.services import aliases, model_versions, packages, registered_models
from modelstead.store.database import Database
from modelstead.store.packages import Part
from modelstead.store.transaction import Transaction
from tests import factories
from tests.registering import NAME, address, again, audit_log, digest, files, model, run_with_files, version, versions
from tests.services.test_one_winner import at_once
from tests.store import facts
from tests.trashing import everything, put_file


def outcomes(count: int, work: Callable[[int], object]) -> Counter[str]:
    """Call work(0), work(1) … at the same time; count results by the names of their types."""

    def one(number: int) -> object:
        try:
            return work(number)
        except ModelsteadError as error:
            return error

    return Counter(type(each).__name__ for each in at_once(count, one))


def test_one_of_sixteen_creates_a_model(database: Database, access: Access) -> None:
    made = outcomes(16, lambda _: database.write_now(model, access))
    assert made == {"RegisteredModelRecord": 1, "AlreadyExists": 15}
    following = database.write_now(model, access, "next").model
    assert (following.iid, following.experiment_iid) == (2, 2)


def test_of_a_model_and_an_experiment_of_its_name_one_is_created_or_the_experiment_came_last(
    database: Database, access: Access
) -> None:
    for number in range(5):
        name = f"n{number}"

        def create(which: int, name: str = name) -> object:
            make: Callable[..., object] = model if which % 2 else factories.experiment
            return database.write_now(make, access, name)

        outcomes(8, create)
        assert database.read_now(facts.rows, "SELECT name FROM experiments WHERE name = ?", name) == [(name,)]


def test_one_of_eight_takes_a_name_by_renaming(database: Database, access: Access) -> None:
    for number in range(8):
        database.write_now(model, access, f"m{number}")
    made = outcomes(8, lambda number: database.write_now(registered_models.rename, access, f"m{number}", "wanted"))
    assert made == {"RegisteredModelRecord": 1, "AlreadyExists": 7}


def test_64_versions_get_the_numbers_1_to_64(database: Database, access: Access) -> None:
    database.write_now(model, access)
    made = at_once(64, lambda _: database.write_now(version, access))
    found = [each for each in made if isinstance(each, ModelVersion)]
    assert sorted(each.number for each in found) == list(range(1, 65))
    assert {each.number: each.semantic_version for each in found} == {n: f"1.0.{n - 1}" for n in range(1, 65)}
    assert sorted(each.iid for each in found) == list(range(1, 65))
    assert len({each.run_id for each in found}) == 64


def test_versions_of_several_models_and_runs_beside_them_do_not_disturb_each_other(
    database: Database, access: Access
) -> None:
    for name in "abcd":
        database.write_now(model, access, name)

    def create(number: int) -> object:
        if number % 2:
            return database.write_now(factories.run_id, access)
        return database.write_now(version, access, "abcd"[number // 2 % 4])

    assert outcomes(32, create) == {"ModelVersion": 16, "str": 16}
    latest = [database.read_now(model_versions.get, access, name, "latest").number for name in "abcd"]
    assert latest == [4, 4, 4, 4]


def test_one_of_a_hundred_takes_a_semantic_version_and_the_others_leave_nothing(
    database: Database, access: Access
) -> None:
    run_id = database.write_now(run_with_files, access, "a")
    database.write_now(model, access)
    messages = set()

    def create(_: int) -> object:
        try:
            return database.write_now(version, access, semantic="1.2.3", source=f"runs:/{run_id}")
        except AlreadyExists as error:
            messages.add(str(error))
            raise

    assert outcomes(100, create) == {"ModelVersion": 1, "AlreadyExists": 99}
    assert [message.partition(" Take ")[0] for message in messages] == [
        "Model Version (name=churn, version=1.2.3): Version has already been taken."
    ]
    held = database.read_now(everything)
    assert {table: len(held[table]) for table in ("model_versions", "runs", "artifacts", "model_version_tags")} == {
        "model_versions": 1,
        "runs": 2,  # the source, and the version's own
        "artifacts": 2,
        "model_version_tags": 1,
    }
    assert [each.name for each in database.read_now(packages.page, access, Part(9), name=NAME)[0]] == [NAME]
    following = database.write_now(version, access)
    assert (following.number, following.iid, following.semantic_version) == (2, 2, "1.2.4")
    assert database.read_now(counter, "run") == 3


def counter(tx: Transaction, noun: str) -> int:
    row = tx.one("SELECT value FROM counters WHERE noun = ? ORDER BY value DESC", (noun,))
    assert row is not None
    return int(row[0])


def test_one_of_eight_deletes_a_version_and_one_restores_it(database: Database, access: Access) -> None:
    database.write_now(versions, access, "")
    made = outcomes(8, lambda _: database.write_now(model_versions.delete, access, NAME, "1"))
    assert made == {"NoneType": 1, "NotFound": 7}
    made = outcomes(8, lambda _: database.write_now(model_versions.restore, access, NAME, 1))
    assert made == {"ModelVersion": 1, "NotFound": 7}
    noted = [each.action for each in database.read_now(audit_log, access)]
    assert noted == ["model_version.delete", "model_version.restore"]


def test_one_of_eight_deletes_a_model_and_one_restores_it(database: Database, access: Access) -> None:
    database.write_now(versions, access, "")
    made = outcomes(8, lambda _: database.write_now(registered_models.delete, access, NAME))
    assert made == {"NoneType": 1, "NotFound": 7}
    made = outcomes(8, lambda _: database.write_now(registered_models.restore, access, NAME))
    assert made["RegisteredModelRecord"] == 1


def test_no_version_gets_into_a_model_that_is_deleted_meanwhile(database: Database, access: Access) -> None:
    database.write_now(model, access)

    def work(number: int) -> object:
        if number == 4:
            return database.write_now(registered_models.delete, access, NAME)
        return database.write_now(version, access)

    made = at_once(8, lambda number: _or_missing(work, number))
    found = [each for each in made if isinstance(each, ModelVersion)]
    database.write_now(registered_models.restore, access, NAME)
    assert [database.read_now(again, each).deleted_at for each in found] == [None] * len(found)
    assert database.write_now(version, access).number == len(found) + 1


def _or_missing(work: Callable[[int], object], number: int) -> object:
    try:
        return work(number)
    except NotFound:
        return None


def test_an_alias_that_many_move_leads_to_one_version(database: Database, access: Access) -> None:
    database.write_now(versions, access, *[""] * 8)

    def move(number: int) -> object:
        return database.write_now(aliases.put, access, NAME, "champion", str(number + 1))

    assert outcomes(8, move) == {"str": 8}
    assert len(database.read_now(registered_models.get, access, NAME).aliases) == 1


def test_one_of_two_stages_holds_when_many_archive_the_others(database: Database, access: Access) -> None:
    database.write_now(versions, access, *[""] * 8)

    def move(number: int) -> object:
        return database.write_now(model_versions.move, access, NAME, str(number + 1), "Production", archive_others=True)

    assert outcomes(8, move) == {"ModelVersion": 8}
    stages = database.read_now(facts.rows, "SELECT stage, COUNT(*) FROM model_versions GROUP BY stage ORDER BY stage")
    assert stages == [(2, 1), (3, 7)]


def test_the_digest_counts_the_files_of_all_who_put_some_at_once(database: Database, access: Access) -> None:
    [made] = database.write_now(versions, access, "")
    paths = [f"f{number}" for number in range(16)]

    def put(number: int) -> object:
        path = paths[number]
        return database.write_now(put_file, access, address(made, path), path.encode())

    assert outcomes(16, put) == {"str": 16}
    assert database.read_now(files, made) == set(paths)
    assert database.read_now(again, made).files_sha256 == digest(*paths)
