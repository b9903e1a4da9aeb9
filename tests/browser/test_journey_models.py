"""A data scientist's way from a run to a version that others load; and a reader's, without scripts."""

import os
import re
import subprocess
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from modelstead.domain.permission import Scope
from modelstead.domain.project import Project, Visibility
from modelstead.domain.role import Role
from modelstead.domain.user import User
from modelstead.services import access_tokens, projects
from tests.browser.visiting import awake, visiting
from tests.mlflow_compat.environments import python_of
from tests.serving import Mlflow, Running
from tests.signing_in import person

CLIENT_SECONDS = 100


def test_a_run_becomes_a_version_that_a_client_loads(chromium: Browser, site: Running, tmp_path: Path) -> None:
    user = person(site)
    project = site.server.database.write_now(projects.create, f"{user.username}/churn", Visibility.PRIVATE)
    site.server.database.write_now(projects.set_member, project, user, Role.DEVELOPER)
    client = site.client(_token(site, user), project.id)
    first, second = _run(client, "first"), _run(client, "second")
    visitor = visiting(chromium, site, "light", scripts=True)
    visitor.context.grant_permissions(["clipboard-read", "clipboard-write"])
    visitor.sign_in(user)
    page = visitor.page
    promote(page, f"{site.url}/{project.path}/-/ml/runs/{first}", model="churn")
    promote(page, f"{site.url}/{project.path}/-/ml/runs/{second}", bump="minor")
    expect(page.get_by_role("heading", level=1)).to_contain_text("1.1.0")
    version = page.url
    move_champion(page)
    loaded = load(page, version, _token(site, user), tmp_path)
    assert (loaded / "weights.txt").read_text() == "second"
    edit_card(page, site, project)
    delete_and_restore(page, version)
    read_without_scripts(chromium, site, user, project)
    assert visitor.troubles == []
    visitor.context.close()


def promote(page: Page, run: str, *, model: str = "", bump: str = "") -> None:
    page.goto(run)
    page.get_by_role("link", name="Promote run").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Promote run")
    awake(page)
    if model:
        page.get_by_label("Name of the new model").fill(model)
    if bump:
        page.get_by_role("radio", name=re.compile(bump, re.IGNORECASE)).check()
    page.get_by_role("button", name="Promote run").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("churn")


def move_champion(page: Page) -> None:
    page.get_by_role("link", name=re.compile("alias", re.IGNORECASE)).first.click()
    page.get_by_role("textbox", name=re.compile("alias", re.IGNORECASE)).fill("champion")
    page.get_by_role("button", name=re.compile("Set|Add")).first.click()
    expect(page.get_by_role("main")).to_contain_text("champion")


def load(page: Page, version: str, token: str, folder: Path) -> Path:
    """Copy the lines that load the version, run them in a stock client, and return the folder that they make."""
    page.goto(version)
    awake(page)
    page.get_by_role("button", name="Copy the code that downloads the files").click()
    code = page.evaluate("navigator.clipboard.readText()")
    assert "models:/churn" in code
    done = subprocess.run(
        [python_of("3"), "-c", code + "\nprint(folder)"],
        cwd=folder,
        env={"PATH": os.environ["PATH"], "HOME": str(folder), "MLFLOW_TRACKING_TOKEN": token, "DO_NOT_TRACK": "true"},
        capture_output=True,
        text=True,
        timeout=CLIENT_SECONDS,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return Path(done.stdout.splitlines()[-1])


def edit_card(page: Page, site: Running, project: Project) -> None:
    page.goto(f"{site.url}/{project.path}/-/ml/models")
    page.get_by_role("main").get_by_role("link", name="churn").first.click()
    page.get_by_role("link", name=re.compile("card", re.IGNORECASE)).last.click()
    awake(page)
    page.get_by_role("textbox", name=re.compile("Description|Card")).fill("# Churn\n\nWho **leaves**?")
    expect(page.locator(".prose strong").first).to_have_text("leaves")  # the preview
    page.get_by_role("button", name=re.compile("Save")).click()
    expect(page.locator(".prose strong").first).to_have_text("leaves")


def delete_and_restore(page: Page, version: str) -> None:
    page.goto(version)
    page.get_by_label(re.compile("Change the version|More")).first.click()
    page.get_by_role("link", name="Delete").click()
    expect(page.get_by_role("main")).to_contain_text("champion")  # the alias that goes
    page.get_by_role("button", name=re.compile("Delete")).click()
    page.goto(version)
    expect(page.get_by_role("main")).to_contain_text("trash")
    page.get_by_role("button", name=re.compile("Restore")).first.click()
    page.goto(version)
    expect(page.get_by_role("link", name="Files").first).to_be_visible()


def read_without_scripts(chromium: Browser, site: Running, user: User, project: Project) -> None:
    reader = visiting(chromium, site, "dark", scripts=False)
    reader.sign_in(user)
    reader.goto(f"/{project.path}/-/ml/models")
    page = reader.page
    page.get_by_role("main").get_by_role("link", name="churn").first.click()
    page.get_by_role("link", name="Versions").first.click()
    expect(page.get_by_role("main").get_by_role("table").first).to_contain_text("1.1.0")
    page.get_by_role("main").get_by_role("link", name="1.1.0").first.click()
    page.get_by_role("link", name="Files").first.click()
    page.get_by_role("main").get_by_role("link", name="weights.txt").first.click()
    expect(page.get_by_role("main")).to_contain_text("second")
    reader.context.close()


def _token(site: Running, user: User) -> str:
    made = site.server.database.write_now(
        access_tokens.create, site.server.secrets, user, name="tests", scopes=frozenset({Scope.API})
    )
    return made.secret


def _run(client: Mlflow, name: str) -> int:
    """Log a run with a metric and a file, and return its number."""
    run_id = client.run(run_name=name)
    client.post("runs/log-metric", run_id=run_id, key="auc", value=0.9, timestamp=1)
    client.send("PUT", f"api/2.0/mlflow-artifacts/artifacts/runs/{run_id}/artifacts/weights.txt", name.encode())
    client.post("runs/update", run_id=run_id, status="FINISHED")
    return 1 if name == "first" else 2
