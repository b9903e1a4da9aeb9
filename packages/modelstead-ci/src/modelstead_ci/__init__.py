"""Gives MLflow the CI job that a run is started in, as tags.

MLflow finds `CiJobContext` by the entry point group `mlflow.run_context_provider` and asks it at the start of each run.
"""

import os

GITLAB = (
    "CI_JOB_ID",
    "CI_JOB_NAME",
    "CI_JOB_STAGE",
    "CI_JOB_URL",
    "CI_PIPELINE_ID",
    "CI_PIPELINE_URL",
    "CI_PIPELINE_SOURCE",
    "CI_COMMIT_REF_NAME",
    "CI_COMMIT_SHA",
    "CI_COMMIT_TITLE",
    "CI_MERGE_REQUEST_IID",
    "CI_MERGE_REQUEST_TITLE",
    "CI_PROJECT_PATH",
    "CI_PROJECT_URL",
    "CI_ENVIRONMENT_NAME",
    "GITLAB_USER_LOGIN",
    "GITLAB_USER_NAME",
)
GITHUB = (
    "RUN_ID",
    "RUN_ATTEMPT",
    "JOB",
    "WORKFLOW",
    "EVENT_NAME",
    "REF_NAME",
    "HEAD_REF",
    "SHA",
    "REPOSITORY",
    "ACTOR",
    "SERVER_URL",
)
VALUE_LENGTH = 1024  # characters, as many as Modelstead keeps of a fact


class CiJobContext:
    """What MLflow calls a run context provider."""

    def in_context(self) -> bool:
        """Tell whether this process is part of a CI job."""
        return bool(job_tags())

    def tags(self) -> dict[str, str]:
        """Return the job's variables that are set, as tags."""
        return job_tags()


def job_tags() -> dict[str, str]:
    """Return the tags of the CI job that this process is part of; none outside CI.

    MLflow asks for them at the start of a run. For what it does not ask for, such as versions of models, pass them on.
    """
    if os.environ.get("GITLAB_CI") and os.environ.get("CI_JOB_ID"):
        return _tags("gitlab.", "", GITLAB)
    if os.environ.get("GITHUB_ACTIONS") == "true" and os.environ.get("GITHUB_RUN_ID"):
        return _tags("github.", "GITHUB_", GITHUB)
    return {}


def _tags(prefix: str, before: str, names: tuple[str, ...]) -> dict[str, str]:
    found = ((name, os.environ.get(before + name, "")) for name in names)
    return {prefix + name: value[:VALUE_LENGTH] for name, value in found if value}
