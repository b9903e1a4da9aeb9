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
    "SHA",
    "REPOSITORY",
    "ACTOR",
    "SERVER_URL",
)
VALUE_LENGTH = 1000  # characters; longer ones say no more to a reader


class CiJobContext:
    """What MLflow calls a run context provider."""

    def in_context(self) -> bool:
        """Tell whether this process is part of a CI job."""
        return _is_gitlab() or _is_github()

    def tags(self) -> dict[str, str]:
        """Return the job's variables that are set, as tags."""
        if _is_gitlab():
            return _tags("gitlab.", "", GITLAB)
        return _tags("github.", "GITHUB_", GITHUB)


def _is_gitlab() -> bool:
    return bool(os.environ.get("GITLAB_CI")) and bool(os.environ.get("CI_JOB_ID"))


def _is_github() -> bool:
    return os.environ.get("GITHUB_ACTIONS") == "true" and bool(os.environ.get("GITHUB_RUN_ID"))


def _tags(prefix: str, before: str, names: tuple[str, ...]) -> dict[str, str]:
    found = ((name, os.environ.get(before + name, "")) for name in names)
    return {prefix + name: value[:VALUE_LENGTH] for name, value in found if value}
