"""The page of a pipeline: its jobs, and all runs and versions that they made."""

from modelstead.domain.model_version import VERSION_TAG
from modelstead.domain.tag import Tag
from modelstead.services import model_versions, registered_models
from modelstead.store.transaction import Transaction
from tests.serving import Running
from tests.signing_in import browser_of, person
from tests.web.runs_page import Place, place

NUMBER = "90/0'x"


def run(here: Place, name: str, job: str, pipeline: str = NUMBER) -> int:
    return here.run(name, Tag("gitlab.CI_JOB_ID", job), Tag("gitlab.CI_PIPELINE_ID", pipeline))


def address(here: Place, pipeline: str = "90%2F0%27x") -> str:
    return f"/{here.project.path}/-/ml/pipelines/{pipeline}"


def test_a_pipeline_has_its_jobs_runs_and_versions(site: Running) -> None:
    here = place(site)
    for name, job in (("a", "1"), ("b", "1"), ("c", "2")):
        run(here, name, job)
    run(here, "other", "3", "901")
    run_id = next(row["run_id"] for row in here.data()["table"]["rows"] if row["name"] == "c")

    def register(tx: Transaction) -> None:
        registered_models.create(tx, here.access, "churn", description="", tags=[])
        wanted = [Tag(VERSION_TAG, "2.0.0")]
        model_versions.create(
            tx, here.access, "churn", source=f"runs:/{run_id}/m", run_id=run_id, description="", tags=wanted
        )

    site.server.database.write_now(register)
    page = here.browser.get(address(here))
    assert page.status_code == 200
    assert "q=ci.pipeline+%3D+%2790%2F0%27%27x%27" in page.text
    found = here.browser.get(address(here), Accept="application/json").json()
    assert [(each["job"]["job_id"], each["runs"]) for each in found["jobs"]] == [("2", 1), ("1", 2)]
    assert [each[2] for each in found["experiments"]] == [3]
    assert [each[3] for each in found["versions"]] == ["2.0.0"]
    assert sorted(here.names(q=found["filter_text"])) == ["a", "b", "c"]


def test_a_pipeline_that_is_not_known_is_not_there(site: Running) -> None:
    here, there = place(site), place(site)
    run(there, "elsewhere", "1", "902")
    assert here.browser.get(address(here, "902")).status_code == 404
    assert there.browser.get(address(there, "902")).status_code == 200


def test_an_outsider_sees_no_pipeline(site: Running) -> None:
    here = place(site)
    run(here, "a", "1", "903")
    outsider = browser_of(site)
    outsider.sign_in(person(site).username)
    assert outsider.get(address(here, "903")).status_code == 404
