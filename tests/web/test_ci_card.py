"""The CI job of a run and of a version: its card, its column in the table of runs, and their data."""

import csv
import io

import pytest

from modelstead.domain.ci_job import CiSystem, facts
from modelstead.domain.model_version import VERSION_TAG
from modelstead.domain.tag import Tag
from modelstead.services import ci_links, model_versions, registered_models
from modelstead.store import ci_jobs
from modelstead.store.transaction import Transaction
from tests.serving import Running
from tests.web.runs_page import Place, place

SHA = "0123456789abcdef0123456789abcdef01234567"
TOLD = {
    "CI_JOB_ID": "4711",
    "CI_JOB_NAME": "train <b>",
    "CI_JOB_STAGE": "fit",
    "CI_JOB_STATUS": "success",
    "CI_JOB_URL": "https://ci.example.com/g/p/-/jobs/4711",
    "CI_PIPELINE_ID": "900",
    "CI_PIPELINE_URL": "https://ci.example.com/g/p/-/pipelines/900",
    "CI_COMMIT_REF_NAME": "main",
    "CI_COMMIT_SHA": SHA,
    "CI_COMMIT_TITLE": "Train <i>wider</i>",
    "CI_MERGE_REQUEST_IID": "87",
    "CI_PROJECT_PATH": "g/p",
    "CI_PROJECT_URL": "https://ci.example.com/g/p",
    "GITLAB_USER_LOGIN": "developer",
    "CI_ENVIRONMENT_NAME": "production",
}


def tags(**changes: str) -> list[Tag]:
    return [Tag(f"gitlab.{key}", value) for key, value in {**TOLD, **changes}.items()]


def run_page(here: Place, iid: int) -> str:
    return here.browser.get(f"/{here.project.path}/-/ml/runs/{iid}").text


@pytest.fixture(scope="module")
def kept(site: Running) -> Place:
    return place(site)


def test_a_run_says_which_job_it_is_of_and_every_fact_is_escaped(kept: Place) -> None:
    page = run_page(kept, kept.run("told", *tags()))
    for part in (
        "train &lt;b&gt;",
        "Train &lt;i&gt;wider&lt;/i&gt;",
        "#4711",
        "01234567",
        "!87",
        "production",
        "Told by tags",
        f'href="https://ci.example.com/g/p/-/commit/{SHA}" rel="noopener noreferrer"',
        'href="https://ci.example.com/g/p/-/merge_requests/87"',
        f'href="/{kept.project.path}/-/ml/pipelines/900"',
    ):
        assert part in page, part
    assert "<i>wider" not in page
    assert "Job name" not in page  # the card of the source does not say it once more


def test_a_job_of_which_only_the_number_is_known_says_what_would_help(kept: Place) -> None:
    page = run_page(kept, kept.run("known by its number", Tag("gitlab.CI_JOB_ID", "4712")))
    assert "of GitLab CI: more is not known." in page
    assert "Its name, pipeline, ref and commit appear here when" in page


def test_a_run_without_a_job_has_no_card(kept: Place) -> None:
    assert 'id="ci-title"' not in run_page(kept, kept.run("alone"))


def test_links_lead_to_the_web_alone(kept: Place) -> None:
    bad = dict.fromkeys(("CI_JOB_URL", "CI_PIPELINE_URL", "CI_PROJECT_URL"), "javascript:alert(1)")
    iid = kept.run("sly", *tags(CI_JOB_ID="4713", **bad))
    assert 'href="javascript:' not in run_page(kept, iid) + kept.show().text


def test_what_an_id_token_says_is_verified(kept: Place) -> None:
    iid = kept.run("proved")

    def prove(tx: Transaction) -> None:
        job = facts(CiSystem.GITHUB, "12-1", {"name": "train", "ref": "main"})
        row = ci_links.note(tx, kept.access.project.id, job, is_verified=True)
        found = tx.one("SELECT id FROM runs WHERE project_id = ? AND iid = ?", (kept.access.project.id, iid))
        assert found is not None
        ci_jobs.link_run(tx, found[0], row, is_sure=True)

    kept.site.server.database.write_now(prove)
    page = run_page(kept, iid)
    assert "Verified" in page
    assert "Told by tags" not in page


def test_a_version_shows_its_own_job_or_that_of_its_run(site: Running) -> None:
    here = place(site)
    own = here.run("trained", *tags())
    run_id = here.data()["table"]["rows"][0]["run_id"]

    def register(tx: Transaction) -> tuple[int, int]:
        registered_models.create(tx, here.access, "churn", description="", tags=[])
        made = [
            model_versions.create(
                tx, here.access, "churn", source=f"runs:/{run_id}/m", run_id=run_id, description="", tags=each
            )
            for each in (
                [Tag(VERSION_TAG, "1.0.0")],
                [Tag(VERSION_TAG, "1.1.0"), Tag("gitlab.CI_JOB_ID", "99"), Tag("gitlab.CI_JOB_NAME", "register")],
            )
        ]
        return made[0].iid, made[1].iid

    inherited, packed = site.server.database.write_now(register)
    assert own
    for iid, job in ((inherited, "4711"), (packed, "99")):
        address = f"/{here.project.path}/-/ml/models/1/versions/{iid}"
        assert 'id="ci-title"' in here.browser.get(address).text
        found = here.browser.get(address, Accept="application/json").json()["head"]["ci_job"]
        assert (found["job_id"], found["is_verified"]) == (job, False)


def test_the_table_of_runs_has_the_job_as_a_link_and_filters_by_it(site: Running) -> None:
    here = place(site)
    here.run("linked", *tags())
    here.run("number", Tag("gitlab.CI_JOB_ID", "5"))
    here.run("none")
    page = here.show().text
    assert 'href="https://ci.example.com/g/p/-/jobs/4711" rel="noopener noreferrer">train &lt;b&gt;<svg' in page
    assert 'title="GitLab CI job 4711, pipeline 900, main, 01234567"' in page
    rows = {row["name"]: row["ci_job"] for row in here.data()["table"]["rows"]}
    assert rows["linked"]["url"] == "https://ci.example.com/g/p/-/jobs/4711"
    assert (rows["number"]["job_id"], rows["number"]["url"], rows["none"]) == ("5", "", None)
    assert here.names(q="ci.pipeline = '900'") == ["linked"]
    assert sorted(here.names(q="ci.job IS NOT NULL")) == ["linked", "number"]
    iids = {row["name"]: row["iid"] for row in here.data()["table"]["rows"]}
    assert "ci.name+%3D+%27train+%3Cb%3E%27" in here.show(cells_of=iids["linked"]).text
    assert "ci.job+%3D+%275%27" in here.show(cells_of=iids["number"]).text
    assert "ci.job+IS+NULL" in here.show(cells_of=iids["none"]).text


def test_a_file_of_runs_has_the_jobs(site: Running) -> None:
    here = place(site)
    here.run("linked", *tags())
    for query in ("", "?all=1"):
        text = here.browser.get(f"{here.page}/runs.csv{query}").text
        (row,) = csv.DictReader(io.StringIO(text.lstrip("\ufeff")))
        assert row["ci_job"] == "train <b>"
