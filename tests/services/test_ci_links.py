"""Which CI job a run or a version is linked to, by tags in any order and by ID tokens, which tags cannot override."""

import msgspec
import pytest

from modelstead.domain.actor import Access
from modelstead.domain.batch import Batch
from modelstead.domain.ci_identity import CiIdentity, read
from modelstead.domain.ci_job import CiJob, CiSystem
from modelstead.domain.tag import Tag
from modelstead.services import batches, model_versions, registered_models
from modelstead.store import ci_jobs, runs
from modelstead.store.database import Database
from modelstead.store.transaction import Transaction
from tests import factories
from tests.ci_issuers import gitlab

JOB = "gitlab.CI_JOB_ID"
FACTS = {"gitlab.CI_JOB_NAME": "train", "gitlab.CI_PIPELINE_ID": "574", "gitlab.CI_COMMIT_REF_NAME": "main"}


def of_job(number: str, **claims: object) -> CiIdentity:
    found = read(gitlab("https://gitlab.com", "a", job_id=number, **claims))
    assert found is not None
    return found


def by_token(access: Access, who: CiIdentity) -> Access:
    return msgspec.structs.replace(access, actor=msgspec.structs.replace(access.actor, ci=who, is_bot=True))


def made(tx: Transaction, access: Access, **tags: str) -> str:
    given = (Tag(key.replace("__", "."), value) for key, value in tags.items())
    return factories.run(tx, access, "0", *given).run.run_id


def log(tx: Transaction, access: Access, run_id: str, *tags: Tag) -> None:
    error = batches.log(tx, [Batch(access.project.id, run_id, tags=tags, ci=access.actor.ci)])[0]
    assert error is None


def job_of(tx: Transaction, run_id: str) -> CiJob | None:
    row = runs.keys(tx, [run_id])[run_id].id
    return ci_jobs.of_runs(tx, [row]).get(row)


def job_id_of(tx: Transaction, run_id: str) -> str | None:
    found = job_of(tx, run_id)
    return None if found is None else found.job_id


def test_tags_link_a_run_in_whatever_order_they_come(database: Database, access: Access) -> None:
    def work(tx: Transaction) -> list[CiJob | None]:
        everything = [Tag(key, value) for key, value in {JOB: "302", **FACTS}.items()]
        at_once = factories.run(tx, access, "0", *everything).run.run_id
        first, last, batch = (made(tx, access) for _ in range(3))
        log(tx, access, batch, *everything)
        for run, tags in ((first, everything), (last, everything[::-1])):
            for tag in tags:
                log(tx, access, run, tag)
        return [job_of(tx, run) for run in (at_once, first, last, batch)]

    found = database.write_now(work)
    assert all(each == found[0] for each in found)
    job = found[0]
    assert job is not None
    assert (job.system, job.job_id, job.name, job.pipeline_id, job.ref) == (
        CiSystem.GITLAB,
        "302",
        "train",
        "574",
        "main",
    )
    assert not job.is_verified


def test_a_number_that_nothing_is_known_of_is_a_job_that_later_tags_complete(
    database: Database, access: Access
) -> None:
    def work(tx: Transaction) -> tuple[CiJob | None, CiJob | None]:
        run = made(tx, access, gitlab__CI_JOB_ID="7")
        before = job_of(tx, run)
        log(tx, access, run, Tag("gitlab.CI_JOB_NAME", "train"))
        return before, job_of(tx, run)

    before, after = database.write_now(work)
    assert before is not None
    assert after is not None
    assert (before.is_resolved, after.is_resolved, after.id) == (False, True, before.id)


@pytest.mark.parametrize("number", ["", "x", "-1", "1.5", "\uff11\uff12", "3" * 21, "302\n", "../302", "302 "])
def test_what_is_no_number_links_nothing(database: Database, access: Access, number: str) -> None:
    def work(tx: Transaction) -> str | None:
        run = factories.run(tx, access, "0", Tag(JOB, number)).run.run_id
        log(tx, access, run, Tag(JOB, number))
        return job_id_of(tx, run)

    assert database.write_now(work) is None


def test_the_same_number_in_another_project_is_another_job(
    database: Database, access: Access, elsewhere: Access
) -> None:
    def work(tx: Transaction) -> list[CiJob | None]:
        here = made(tx, access, gitlab__CI_JOB_ID="302", gitlab__CI_JOB_NAME="here")
        there = made(tx, elsewhere, gitlab__CI_JOB_ID="302", gitlab__CI_JOB_NAME="there")
        return [job_of(tx, run) for run in (here, there)]

    here, there = database.write_now(work)
    assert here is not None
    assert there is not None
    assert (here.name, there.name) == ("here", "there")
    assert (here.project_id, there.project_id) == (access.project.id, elsewhere.project.id)


def test_a_run_that_a_job_makes_stays_with_it_whatever_it_is_tagged(database: Database, access: Access) -> None:
    def work(tx: Transaction) -> CiJob | None:
        job = by_token(access, of_job("302"))
        run = made(tx, job, gitlab__CI_JOB_ID="999", gitlab__CI_COMMIT_REF_NAME="fake")
        for who in (job, access):
            log(tx, who, run, Tag(JOB, "998"), Tag("gitlab.CI_COMMIT_REF_NAME", "fake"))
            log(tx, who, run, Tag(JOB, "302"), Tag("gitlab.GITLAB_USER_LOGIN", "fake"))
        log(tx, by_token(access, of_job("303")), run, Tag(JOB, "303"))
        return job_of(tx, run)

    job = database.write_now(work)
    assert job is not None
    assert (job.job_id, job.ref, job.user_login, job.is_verified) == ("302", "main", "sidney.jones", True)


def test_tags_complete_what_a_token_does_not_say(database: Database, access: Access) -> None:
    def work(tx: Transaction) -> CiJob | None:
        run = made(tx, by_token(access, of_job("302")))
        log(tx, access, run, Tag(JOB, "302"), Tag("gitlab.CI_JOB_NAME", "train"), Tag("gitlab.CI_PIPELINE_ID", "1"))
        return job_of(tx, run)

    job = database.write_now(work)
    assert job is not None
    assert (job.name, job.pipeline_id, job.is_verified) == ("train", "574", True)


def test_a_tag_links_to_a_job_that_a_token_told_of_but_proves_nothing(database: Database, access: Access) -> None:
    def work(tx: Transaction) -> tuple[CiJob | None, CiJob | None, CiJob | None]:
        own = made(tx, by_token(access, of_job("302")))
        tagged = made(tx, access, gitlab__CI_JOB_ID="302")
        before = job_of(tx, tagged)
        log(tx, by_token(access, of_job("303")), tagged)
        return job_of(tx, own), before, job_of(tx, tagged)

    own, before, after = database.write_now(work)
    assert own is not None
    assert before is not None
    assert after is not None
    assert (own.id, own.is_verified, before.is_verified) == (before.id, True, False)
    assert (after.job_id, after.is_verified) == ("303", True), "who logs by an ID token counts over a tag"


def test_a_run_that_a_job_only_logs_to_is_linked_to_the_first_that_does(database: Database, access: Access) -> None:
    def work(tx: Transaction) -> str | None:
        run = made(tx, access)
        ways = [Batch(access.project.id, run, ci=of_job(number)) for number in ("302", "303")]
        assert batches.log(tx, ways) == [None, None]
        return job_id_of(tx, run)

    assert database.write_now(work) == "302"


@pytest.mark.parametrize("has_token", [True, False])
def test_a_version_is_linked_by_the_token_else_by_its_tags(
    database: Database, access: Access, *, has_token: bool
) -> None:
    def work(tx: Transaction) -> CiJob:
        registered_models.create(tx, access, "iris")
        who = by_token(access, of_job("302")) if has_token else access
        model_versions.create(tx, who, "iris", tags=(Tag(JOB, "77"),))
        row = tx.one("SELECT MAX(id) FROM model_versions")
        assert row is not None
        return ci_jobs.of_versions(tx, [row[0]])[row[0]]

    job = database.write_now(work)
    assert (job.job_id, job.is_verified) == (("302", True) if has_token else ("77", False))
