"""The CI jobs behind some of a demo's runs: what they say by their tags, and what their ID tokens prove."""

from collections.abc import Iterator, Mapping, Sequence

from modelstead.demo.planned import PlannedExperiment, PlannedModel, PlannedRun
from modelstead.domain.ci_job import GITLAB_JOB, from_tags
from modelstead.services import ci_links
from modelstead.store import ci_jobs, runs
from modelstead.store.transaction import Transaction

SITE = "https://gitlab.example.com"
PROJECT = "vision/moons-training"
NIGHTLY = "58214"  # the pipeline of the sweep
RELEASE = "58377"  # the pipeline that trains what is released
_TRAINED, _PACKED = "914402", "914407"
_PROVED = ("wide-with-decay", "sweep-hidden-and-rate")
_NIGHTLY_COMMIT = "c31f7a902bd64e0f8a51cb2f6a3d9e74d0b8f615"
_RELEASE_COMMIT = "7be04d1c9a2e4f6db8350a71e2c4986fd3175a0b"


def tell(experiments: Sequence[PlannedExperiment]) -> None:
    """Let the runs of the sweep, but its last, and the best run say which jobs they are of."""
    for run in _runs(experiments):
        if run.name == "wide-with-decay":
            run.tags |= _tags(_TRAINED, "train", RELEASE, _RELEASE_COMMIT) | {
                "gitlab.CI_COMMIT_REF_NAME": "feature/wide-with-decay",
                "gitlab.CI_COMMIT_TITLE": "Train wider, with weight decay",
                "gitlab.CI_MERGE_REQUEST_IID": "87",
                "gitlab.CI_MERGE_REQUEST_TITLE": "Wider network with weight decay",
                "gitlab.CI_PIPELINE_SOURCE": "merge_request_event",
                "gitlab.CI_JOB_STATUS": "success",
            }
        elif run.name == "sweep-hidden-and-rate":
            for number, each in enumerate([run, *run.children[:-1]]):
                name = f"sweep {number}/{len(run.children) - 1}" if number else "sweep"
                told = _tags(each.tags[GITLAB_JOB], name, NIGHTLY, _NIGHTLY_COMMIT)
                each.tags |= told | {
                    "gitlab.CI_COMMIT_REF_NAME": "main",
                    "gitlab.CI_COMMIT_TITLE": "Sweep over hidden units and learning rates",
                    "gitlab.CI_PIPELINE_SOURCE": "schedule",
                    "gitlab.CI_JOB_STATUS": "failed" if number == 4 else "success",  # noqa: PLR2004 - one of them
                }


def tell_versions(models: Sequence[PlannedModel]) -> None:
    """Let the newest version of the first model say which job packed it."""
    version = models[0].versions[-1]
    version.tags |= _tags(_PACKED, "register", RELEASE, _RELEASE_COMMIT) | {
        "gitlab.CI_COMMIT_REF_NAME": "main",
        "gitlab.CI_ENVIRONMENT_NAME": "production",
    }


def prove(
    tx: Transaction, project_id: int, experiments: Sequence[PlannedExperiment], run_ids: Mapping[int, str]
) -> None:
    """Link some runs as the ID tokens of their jobs would; `run_ids` has the planned runs by id()."""
    for planned in _runs(experiments):
        facts = from_tags(planned.tags) if planned.name in _PROVED else None
        run = runs.get(tx, project_id, run_ids[id(planned)])
        if facts is not None and run is not None:
            ci_jobs.link_run(tx, run.id, ci_links.note(tx, project_id, facts, is_verified=True), is_sure=True)


def _runs(experiments: Sequence[PlannedExperiment]) -> Iterator[PlannedRun]:
    return (run for each in experiments if each.name == "vision/moons" for run in each.runs)


def _tags(job: str, name: str, pipeline: str, commit: str) -> dict[str, str]:
    project = f"{SITE}/{PROJECT}"
    return {
        GITLAB_JOB: job,
        "gitlab.CI_JOB_NAME": name,
        "gitlab.CI_JOB_STAGE": "train" if name != "register" else "release",
        "gitlab.CI_JOB_URL": f"{project}/-/jobs/{job}",
        "gitlab.CI_PIPELINE_ID": pipeline,
        "gitlab.CI_PIPELINE_URL": f"{project}/-/pipelines/{pipeline}",
        "gitlab.CI_COMMIT_SHA": commit,
        "gitlab.CI_PROJECT_PATH": PROJECT,
        "gitlab.CI_PROJECT_URL": project,
        "gitlab.GITLAB_USER_LOGIN": "developer",
        "gitlab.GITLAB_USER_NAME": "A developer",
    }
