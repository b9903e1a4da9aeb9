"""The Python of the pages, run as one script with the newest stock client, and the commands of the quick start."""

import os
import shlex
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from modelstead.cli.commands import cli
from modelstead.domain.search.fields import RUNS
from modelstead.domain.search.operators import Operator
from modelstead.domain.search.parser import parse_filter, parse_order
from tests.docs.pages import blocks, spans
from tests.mlflow_compat.environments import CLIENTS, python_of
from tests.people import People
from tests.serving import Running

QUIET = {"DO_NOT_TRACK": "true", "MLFLOW_DISABLE_TELEMETRY": "true", "MLFLOW_HTTP_REQUEST_MAX_RETRIES": "1"}


def run(page: str, server: Running, people: People, folder: Path, **variables: str) -> str:
    """Run the blocks of a page one after another; return what they printed."""
    project = f"{server.url}/api/v4/projects/{people.project.id}/ml/mlflow"
    done = subprocess.run(
        [python_of(CLIENTS[-1]), "-c", "\n".join(blocks(page, "python"))],
        cwd=folder,
        env={
            "PATH": os.environ["PATH"],
            "HOME": str(folder),
            "MLFLOW_TRACKING_URI": project,
            "MLFLOW_TRACKING_TOKEN": people.developer,
            **QUIET,
            **variables,
        },
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.parametrize("page", ["README.md", "docs/quickstart.md", "docs/search-syntax.md", "docs/model-registry.md"])
def test_the_examples_of_a_page_run(page: str, server: Running, people: People, tmp_path: Path) -> None:
    run(page, server, people, tmp_path)


def test_the_commands_of_the_quick_start_work_one_after_another(tmp_path: Path) -> None:
    for line in "".join(blocks("docs/quickstart.md", "sh")).splitlines():
        words = shlex.split(line)
        if words[0] == "modelstead":
            done = CliRunner().invoke(cli, words[1:], env={"MODELSTEAD_DATA_DIR": str(tmp_path)})
            assert done.exit_code == 0, done.output


def test_the_quick_start_reads_back_what_it_logged(server: Running, people: People, tmp_path: Path) -> None:
    printed = run("docs/quickstart.md", server, people, tmp_path, GITLAB_CI="true", CI_JOB_ID="4242")
    assert "baseline 0.01 0.01\n100 points, the last 0.01\n" in printed
    client = server.client(people.developer, people.project.id)
    experiment = client.get("experiments/get-by-name", experiment_name="first steps").json()["experiment"]
    found = client.post("runs/search", experiment_ids=[experiment["experiment_id"]]).json()["runs"]
    assert len(found) == 2
    assert {"key": "gitlab.CI_JOB_ID", "value": "4242"} in found[0]["data"]["tags"]


def test_the_filters_and_orders_of_the_search_page_can_be_read(server: Running, people: People) -> None:
    filters = "".join(blocks("docs/search-syntax.md", "filter")).splitlines()
    orders = "".join(blocks("docs/search-syntax.md", "order")).splitlines()
    assert len(filters) >= 7
    for text in filters:
        assert parse_filter(RUNS, text) is not None
    assert len(parse_order(RUNS, orders)) == len(orders)
    client = server.client(people.developer, people.project.id)
    client.run()
    for text in filters:
        answer = client.post("runs/search", experiment_ids=["0"], filter=text, order_by=orders)
        assert answer.status_code == 200, answer.text


def test_the_search_page_finds_what_it_says(server: Running, people: People, tmp_path: Path) -> None:
    assert "['0.001', '0.01']\n" in run("docs/search-syntax.md", server, people, tmp_path)


@pytest.mark.parametrize("operator", [each.value for each in Operator])
def test_every_operator_is_on_the_search_page(operator: str) -> None:
    assert operator in spans("docs/search-syntax.md")
