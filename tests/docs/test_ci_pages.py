"""What the pages about CI name is there: files that CI systems can read, calls, settings, inputs, filters."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped]  # it ships no types

import modelstead_ci
from modelstead import settings
from modelstead.domain.ci_job import TAGS
from modelstead.domain.search.fields import RUNS
from modelstead.domain.search.parser import parse_filter
from modelstead.rest_api.endpoints import PROJECT
from modelstead_ci.github_token import ASK_AT, ASK_WITH, AUDIENCE
from tests.docs.pages import ROOT, blocks, links, spans, text

PAGE = "docs/ci.md"
PAGES = (PAGE, "docs/ci-tokens.md")
BELOW_PROJECT = re.compile(r"/api/v4/projects/[^/\s]+/([^\s\"]+)")
CALLS = {row.path for row in PROJECT}
VARIABLES = {*modelstead_ci.GITLAB, *(f"GITHUB_{name}" for name in modelstead_ci.GITHUB), "GITLAB_CI", "CI_JOB_STATUS"}


def of_yaml(page: str) -> list[Any]:
    return [yaml.safe_load(block) for block in blocks(page, "yaml")]


@pytest.mark.parametrize("page", PAGES)
def test_the_files_for_ci_systems_can_be_read(page: str) -> None:
    assert all(of_yaml(page))


@pytest.mark.parametrize("page", PAGES)
def test_the_addresses_of_a_project_are_there(page: str) -> None:
    named = {re.sub(r"\$\w+", "{}", each) for each in BELOW_PROJECT.findall(text(page))}
    there = {re.sub(r"\{\w+\}", "{}", each) for each in CALLS}
    assert named - there == {"ml/mlflow"}


def test_the_calls_that_are_named_are_there() -> None:
    named = {each.partition("…/")[2] for each in spans(PAGE) if "…/" in each and not each.startswith("templates")}
    assert named == {re.sub(r"\{(\w+)\}", r":\1", each) for each in CALLS if re.match("jobs|pipelines", each)}


@pytest.mark.parametrize("page", PAGES)
def test_settings_calls_tags_and_variables_that_are_named_are_there(page: str) -> None:
    known = {*settings.NAMES, *(row.path.partition("/")[0] for row in PROJECT)}
    assert {each for each in spans(page) if re.fullmatch("ci_[a-z_]+", each)} <= known
    assert set(re.findall(r"git(?:lab|hub)\.[A-Z][A-Z_]+\b", text(page))) <= TAGS
    assert set(re.findall(r"\b(?:CI|GITLAB|GITHUB)_[A-Z_]+\b", text(page))) <= VARIABLES | {"GITHUB_ENV"}
    assert set(re.findall(r"\bACTIONS_\w+", text(page))) <= {ASK_AT, ASK_WITH}


def test_the_package_reads_the_variable_that_asks_for_tokens() -> None:
    assert AUDIENCE in spans(PAGE)
    workflow = next(each for each in of_yaml(PAGE) if isinstance(each, dict) and "jobs" in each)
    assert AUDIENCE in workflow["jobs"]["train"]["env"]


def test_the_template_gets_the_inputs_that_it_needs() -> None:
    (path,) = {link for link in links(Path(PAGE)) if link.endswith(".yml")}
    header, _ = yaml.safe_load_all((ROOT / "docs" / path).read_text())
    inputs = header["spec"]["inputs"]
    (included,) = (each["include"] for each in of_yaml(PAGE) if isinstance(each, dict) and "include" in each)
    given = set(included[0]["inputs"])
    assert given <= set(inputs)
    assert {name for name, each in inputs.items() if "default" not in each} <= given


def test_the_filters_can_be_read() -> None:
    (filters,) = blocks(PAGE, "filter")
    for line in filters.splitlines():
        assert parse_filter(RUNS, line) is not None
