"""GitLab's own client, in an environment of its own."""

from pathlib import Path

from tests import environments

UNMET = {
    "gitlab-mlops 0.3.0 requires google-cloud-aiplatform, which is not installed.",
    "gitlab-mlops 0.3.0 requires mlflow, which is not installed.",  # mlflow-skinny is
}


def python_of_client() -> Path:
    """Return the client's Python; make its environment first if nobody has."""
    return environments.python_of("clients", "gitlab-mlops", unmet=UNMET)
