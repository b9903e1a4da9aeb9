"""A job that has both an ID token and tags: the token says which job it is, the tags complete it."""

import msgspec
import pytest

from modelstead.domain.actor import Access
from modelstead.domain.ci_identity import read as identity
from modelstead.domain.ci_job import CiJob
from modelstead.domain.tag import Tag
from modelstead.store import ci_jobs, runs
from modelstead.store.database import Database
from modelstead.store.transaction import Transaction
from tests import factories
from tests.ci_issuers import gitlab


@pytest.fixture
def job(access: Access) -> Access:
    """Return an access by the token of job 302, which is on main."""
    return msgspec.structs.replace(
        access, actor=msgspec.structs.replace(access.actor, ci=identity(gitlab("https://gitlab.com", "a")))
    )


def made(tx: Transaction, access: Access, /, **tags: str) -> CiJob:
    given = (Tag(f"gitlab.{key}", value) for key, value in tags.items())
    run = factories.run(tx, access, "0", *given).run.run_id
    row = runs.keys(tx, [run])[run].id
    return ci_jobs.of_runs(tx, [row])[row]


def test_tags_of_the_same_job_say_what_its_token_does_not(database: Database, job: Access) -> None:
    found = database.write_now(
        made, job, CI_JOB_ID="302", CI_JOB_NAME="train", CI_COMMIT_TITLE="Look again", CI_COMMIT_REF_NAME="other"
    )
    assert (found.job_id, found.name, found.commit_title, found.ref) == ("302", "train", "Look again", "main")
    assert found.is_verified


def test_tags_of_another_job_say_nothing(database: Database, job: Access) -> None:
    found = database.write_now(made, job, CI_JOB_ID="303", CI_JOB_NAME="train")
    assert (found.job_id, found.name) == ("302", "")
