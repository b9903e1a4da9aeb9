"""Pictures of every page, on the demo's data: python -m tests.browser.screenshots [--docs].

Each is taken at 1440 pixels light and dark, and at 390 pixels light, into .cache/screenshots. With --docs six of them
are written to docs/images too, for the README.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from modelstead.domain.user import User
from modelstead.services import users
from tests.browser.visiting import NARROW, WIDE, launched
from tests.serving import Running, running
from tests.signing_in import PASSWORD

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / ".cache" / "screenshots"
IMAGES = ROOT / "docs" / "images"
PROJECT = "demo/showcase"
LOOKS = (("light", WIDE), ("dark", WIDE), ("light", NARROW))
SETTLED = 900  # milliseconds for scripts to draw


@dataclass(frozen=True)
class Shot:
    """A page: its picture's name, its address, and what is done on it before the picture is taken."""

    name: str
    path: str
    act: Callable[[Page], object] = lambda page: page
    is_open: bool = False  # to people who have not signed in


def shots(site: Running) -> list[Shot]:
    """Return every page; runs and experiments are found by their names."""
    experiments = f"/{PROJECT}/-/ml/experiments"
    numbers: dict[str, int] = site.server.database.read_now(
        lambda tx: dict(tx.all("SELECT name, iid FROM experiments ORDER BY id DESC"))
    )
    runs: dict[str, int] = site.server.database.read_now(
        lambda tx: dict(tx.all("SELECT name, iid FROM runs WHERE deleted_at IS NULL ORDER BY id DESC"))
    )
    moons, searched = f"{experiments}/{numbers['vision/moons']}", f"{experiments}/{numbers['tabular/random-search']}"
    rich = f"/{PROJECT}/-/ml/runs/{runs['wide-with-decay']}"
    some = ",".join(str(iid) for name, iid in runs.items() if name.startswith(("wide", "narrow", "rate")))
    return [
        Shot("sign-in", "/-/sign-in", is_open=True),
        Shot("home-anonymous", "/", is_open=True),
        Shot("home", "/"),
        Shot("new-project", "/-/projects/new"),
        Shot("project", f"/{PROJECT}"),
        Shot("project-empty", "/admin/first-project"),
        Shot("experiments", experiments),
        Shot("experiments-trash", f"{experiments}?stage=deleted"),
        Shot("experiment-empty", f"{experiments}/{numbers['playground']}"),
        Shot("experiment-about", f"{moons}?view=about"),
        Shot("runs", moons),
        Shot("runs-filtered", f"{searched}?q=metrics.%60val%2Frmse%60+%3C+100&sort=metrics.val/rmse"),
        Shot("runs-error", f"{moons}?q=metrics.loss+%3C+abc"),
        Shot("runs-nested", f"{moons}?nested=1"),
        Shot("charts", f"{moons}?view=charts"),
        Shot("parallel", f"{searched}?view=parallel"),
        Shot("scatter", f"{searched}?view=scatter"),
        Shot("groups", f"{searched}?view=groups"),
        Shot("run", rich),
        Shot("run-metrics", f"{rich}?tab=metrics"),
        Shot("run-artifacts", f"{rich}/artifacts"),
        Shot("compare", f"/{PROJECT}/-/ml/compare?runs={some}"),
        Shot("compare-empty", f"/{PROJECT}/-/ml/compare"),
        Shot("help-search", "/-/help/search"),
        Shot("help-keys", "/-/help/keys"),
        Shot("sessions", "/-/profile/sessions"),
        Shot("audit", "/-/audit"),
        Shot("not-found", f"{experiments}/4242"),
    ]


FOR_README = ("runs", "charts", "parallel", "run", "compare", "experiments")


@contextmanager
def demo_site(folder: Path) -> Iterator[tuple[Running, User]]:
    """Start a server with the demo's project, and its administrator."""
    with running(folder) as site:
        command = [str(Path(sys.executable).with_name("modelstead")), "demo", f"--data-dir={folder}", "--owner=admin"]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=os.environ | {"NO_COLOR": "1"})
        user = site.server.database.read_now(users.get, "admin")
        site.server.database.write_now(users.update, user, users.Change(password_hash=users.hash_password(PASSWORD)))
        yield site, user


def main(*, for_docs: bool) -> None:
    """Take the pictures and say where they are."""
    with tempfile.TemporaryDirectory(prefix="screenshots-") as folder, demo_site(Path(folder)) as (site, user):
        FOLDER.mkdir(parents=True, exist_ok=True)
        with sync_playwright() as playwright:
            chromium = launched(playwright)
            for theme, size in LOOKS:
                for is_open in (True, False):
                    context = chromium.new_context(color_scheme=theme, viewport=size)  # type: ignore[arg-type]
                    page = context.new_page()
                    if not is_open:
                        form: dict[str, str | float | bool] = {"username": user.username, "password": PASSWORD}
                        context.request.post(f"{site.url}/-/sign-in", form=form, max_redirects=0)
                    for shot in shots(site):
                        if shot.is_open == is_open:
                            _take(page, site, shot, f"{shot.name}-{theme}-{size['width']}", for_docs=for_docs)
                    context.close()
            chromium.close()
    print(f"The pictures are in {FOLDER}.")  # noqa: T201 - a tool for people


def _take(page: Page, site: Running, shot: Shot, name: str, *, for_docs: bool) -> None:
    page.goto(site.url + shot.path)
    page.wait_for_timeout(SETTLED)
    shot.act(page)
    page.screenshot(path=FOLDER / f"{name}.png")
    if for_docs and shot.name in FOR_README and name.endswith("1440"):
        IMAGES.mkdir(exist_ok=True)
        page.screenshot(path=IMAGES / f"{name.removesuffix('-1440')}.png", scale="css")


if __name__ == "__main__":
    main(for_docs="--docs" in sys.argv[1:])
