"""Lines for CI systems whose jobs log with their ID tokens, made out for a server and a project."""

from urllib.parse import quote

from modelstead.settings import tracking_uri
from modelstead.web.client_snippets import Snippet


def ci_snippets(url: str, project_id: int) -> list[Snippet]:
    """Return what goes into .gitlab-ci.yml and into a workflow of GitHub Actions; no secret is among it."""
    return [_gitlab(url, project_id), _github(url, project_id)]


def _gitlab(url: str, project_id: int) -> Snippet:
    return Snippet(
        "GitLab: .gitlab-ci.yml",
        "train:\n"
        "  image: python:3.12\n"
        "  id_tokens:\n"
        "    MLFLOW_TRACKING_TOKEN:\n"
        f"      aud: {url}\n"
        "  variables:\n"
        f"    MLFLOW_TRACKING_URI: {tracking_uri(url, project_id)}\n"
        "  script:\n"
        "    - pip install mlflow\n"
        "    - python train.py",
        "GitLab makes a new token for each job, which is good for as long as the job may run.",
    )


def _github(url: str, project_id: int) -> Snippet:
    return Snippet(
        "GitHub Actions: a workflow",
        "jobs:\n"
        "  train:\n"
        "    runs-on: ubuntu-latest\n"
        "    permissions:\n"
        "      contents: read\n"
        "      id-token: write\n"
        "    env:\n"
        f"      MLFLOW_TRACKING_URI: {tracking_uri(url, project_id)}\n"
        "    steps:\n"
        "      - uses: actions/checkout@v4\n"
        "      - run: pip install mlflow\n"
        "      - name: Log in to the model registry\n"
        "        run: |\n"
        '          token=$(curl -sSf -H "Authorization: bearer $ACTIONS_ID_TOKEN_REQUEST_TOKEN" \\\n'
        f'            "$ACTIONS_ID_TOKEN_REQUEST_URL&audience={quote(url, safe="")}" | jq -r .value)\n'
        '          echo "::add-mask::$token"\n'
        '          echo "MLFLOW_TRACKING_TOKEN=$token" >> "$GITHUB_ENV"\n'
        "      - run: python train.py",
        "GitHub's tokens are good for some minutes: get one right before the step that logs.",
    )
