"""A server with the demo's project, and the addresses of every page there."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from modelstead.domain.user import User
from modelstead.services import users
from tests.serving import Running
from tests.signing_in import PASSWORD, site_in

PROJECT = "demo/showcase"


@dataclass(frozen=True)
class Showroom:
    """The server, and its administrator, who owns the project."""

    site: Running
    user: User


@dataclass(frozen=True)
class Shot:
    """A page: its picture's name, and its address."""

    name: str
    path: str
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


@contextmanager
def showroom_in(folder: Path) -> Iterator[Showroom]:
    """Start a server with the demo's project, and its administrator."""
    with site_in(folder) as site:
        command = [str(Path(sys.executable).with_name("modelstead")), "demo", f"--data-dir={folder}", "--owner=admin"]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=os.environ | {"NO_COLOR": "1"})
        user = site.server.database.read_now(users.get, "admin")
        site.server.database.write_now(users.update, user, users.Change(password_hash=users.hash_password(PASSWORD)))
        yield Showroom(site, site.server.database.read_now(users.get, "admin"))
