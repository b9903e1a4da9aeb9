"""Whatever a user may meet has a place in the pages."""

import re
from pathlib import Path

import pytest

from modelstead import limits, settings
from modelstead.cli.commands import COMMANDS
from modelstead.http.access_log import Line
from modelstead.mlflow_api.application import MlflowApi
from modelstead.mlflow_api.endpoints import ARTIFACTS, ENDPOINTS, PROBES, WEBHOOKS
from modelstead.rest_api.endpoints import GROUP, PROJECT, SERVER
from tests.docs.generated import contexts, errors, refusals
from tests.docs.pages import ROOT, first_cells, headings, pages, section, spans, text

CODE = re.compile(r"`([A-Z_]+)`")
CALL = re.compile(r"`(GET|POST) ([a-z/-]+)`")
LINES_MAX = 200
REFERENCE = {"docs/cli.md", "docs/limits.md"}  # generated, to be looked things up in


@pytest.mark.parametrize("name", settings.NAMES)
def test_a_setting_is_documented(name: str) -> None:
    assert {settings.flag(name), settings.variable(name), name} <= set(spans("docs/configuration.md"))


@pytest.mark.parametrize("name", [name for name in vars(limits) if name.isupper()])
def test_a_limit_is_documented(name: str) -> None:
    pages = ("docs/limits.md", "docs/operations/webhooks.md", "docs/sign-in.md")
    assert name in [cell for page in pages for cell in first_cells(page)]


@pytest.mark.parametrize("path", sorted({row.path for row in ENDPOINTS + PROBES}))
def test_an_mlflow_call_is_documented(path: str) -> None:
    assert path in first_cells("docs/calls.md")


@pytest.mark.parametrize("path", sorted({row.path for row in ARTIFACTS}))
def test_a_call_about_artifacts_is_documented(path: str) -> None:
    assert path in first_cells("docs/artifacts.md")


@pytest.mark.parametrize("path", sorted({row.path for row in WEBHOOKS}))
def test_a_call_about_webhooks_is_documented(path: str) -> None:
    assert path in first_cells("docs/webhooks.md")


@pytest.mark.parametrize("path", sorted({row.path for row in PROJECT + GROUP + SERVER}))
def test_a_call_of_the_rest_api_is_documented(path: str) -> None:
    assert path in first_cells("docs/rest-api.md")


@pytest.mark.parametrize("path", [context.command_path for context in contexts()])
def test_a_command_is_documented(path: str) -> None:
    assert path in headings("docs/cli.md") + headings("docs/operations/webhooks.md")
    assert path.split()[1] in COMMANDS


@pytest.mark.parametrize("code", sorted(set(CODE.findall(errors() + refusals()))))
def test_an_error_code_comes_with_what_to_do(code: str) -> None:
    assert code in headings("docs/errors.md")


@pytest.mark.parametrize("file", sorted((ROOT / "src/modelstead/domain").glob("[a-z]*.py")), ids=lambda file: file.stem)
def test_a_noun_of_the_domain_is_in_the_glossary(file: Path) -> None:
    assert file.stem.replace("_", " ") in first_cells("docs/glossary.md")


def test_the_glossary_is_in_order() -> None:
    words = first_cells("docs/glossary.md")
    assert words == sorted(set(words))


@pytest.mark.parametrize("field", Line.__struct_fields__)
def test_a_field_of_the_access_log_is_documented(field: str) -> None:
    assert f"`{field}`" in section("docs/operations/monitoring.md", "The access log")


@pytest.mark.parametrize(("method", "call"), CALL.findall(section("docs/compatibility.md", "Not there yet")))
def test_a_call_that_is_said_to_be_missing_is_missing(method: str, call: str) -> None:
    match = MlflowApi(default_project=1).match(method, f"/api/2.0/mlflow/{call}")
    assert match is not None
    assert match.endpoint is None


@pytest.mark.parametrize(
    "page", [page for page in pages() if page.parts[0] != "bench" and str(page) not in REFERENCE], ids=str
)
def test_a_page_is_short(page: Path) -> None:
    assert len(text(page).splitlines()) <= LINES_MAX
