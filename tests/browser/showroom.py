"""A server with the demo's project, and the addresses of every page there."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from modelstead.demo import ci
from modelstead.demo.registry import ODD_NAME
from modelstead.domain.user import User
from modelstead.services import projects, users
from tests.browser.colleagues import settle
from tests.browser.hooked import hook
from tests.ci_issuers import trust
from tests.serving import Running
from tests.signing_in import PASSWORD, site_in

PROJECT = "demo/showcase"
GROUP = "demo"


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
    models = f"/{PROJECT}/-/ml/models"
    registered: dict[str, int] = site.server.database.read_now(
        lambda tx: dict(tx.all("SELECT name, iid FROM registered_models ORDER BY id DESC"))
    )
    classifier, odd = f"{models}/{registered['moons-classifier']}", f"{models}/{registered[ODD_NAME]}"
    versions = f"{classifier}/versions"
    released: dict[str, int] = site.server.database.read_now(
        lambda tx: dict(tx.all("SELECT semantic_version, iid FROM model_versions ORDER BY id DESC"))
    )
    champion, slip = f"{versions}/{released['1.3.0']}", f"{versions}/{released['1.1.1']}"
    hooks = f"/{PROJECT}/-/settings/webhooks"
    hooked: dict[str, str] = site.server.database.read_now(
        lambda tx: dict(tx.all("SELECT name, webhook_id FROM webhooks"))
    )
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
        Shot("runs-of-pipeline", f"{moons}?q=ci.pipeline+%3D+%27{ci.NIGHTLY}%27"),
        Shot("pipeline", f"/{PROJECT}/-/ml/pipelines/{ci.RELEASE}"),
        Shot("run-metrics", f"{rich}?tab=metrics"),
        Shot("run-artifacts", f"{rich}/artifacts"),
        Shot("compare", f"/{PROJECT}/-/ml/compare?runs={some}"),
        Shot("compare-empty", f"/{PROJECT}/-/ml/compare"),
        Shot("models", models),
        Shot("models-trash", f"{models}?stage=deleted"),
        Shot("models-prompts", f"{models}?prompts=1"),
        Shot("models-none", f"{models}?q=nothing"),
        Shot("models-new", f"{models}/-/new"),
        Shot("model", classifier),
        Shot("model-odd", odd),
        Shot("model-versions", f"{classifier}?view=versions"),
        Shot("model-versions-empty", f"{odd}?view=versions"),
        Shot("model-runs", f"{classifier}?view=runs"),
        Shot("model-metrics", f"{classifier}?view=metrics"),
        Shot("model-settings", f"{classifier}?view=settings"),
        Shot("model-edit", f"{classifier}/-/edit"),
        Shot("model-delete", f"{classifier}/-/delete"),
        Shot("version", champion),
        Shot("version-files", f"{champion}/files"),
        Shot("version-file", f"{champion}/files/MLmodel"),
        Shot("version-performance", f"{champion}?view=performance"),
        Shot("version-lineage", f"{champion}?view=lineage"),
        Shot("version-raw", f"{champion}?view=raw"),
        Shot("version-aliases", f"{champion}/-/aliases"),
        Shot("version-edit", f"{champion}/-/edit"),
        Shot("version-stage", f"{champion}/-/stage"),
        Shot("version-delete", f"{champion}/-/delete"),
        Shot("version-trash", slip),
        Shot("version-new", f"{models}/{registered['flat-prices']}/versions/-/new?run={runs['wide-with-decay']}"),
        Shot("version-first", f"{odd}/versions/-/new"),
        Shot("promote", f"{rich}/-/promote"),
        Shot(
            "compare-versions",
            f"{classifier}/compare?versions={released['1.1.0']},{released['1.2.1']},{released['1.3.0']}",
        ),
        Shot("compare-versions-empty", f"{classifier}/compare"),
        Shot("mlflow-client", f"/{PROJECT}/-/ml/mlflow-client?model={registered['moons-classifier']}"),
        Shot("packages", f"/{PROJECT}/-/packages"),
        Shot("packages-empty", "/admin/first-project/-/packages"),
        Shot("activity", f"/{PROJECT}/-/activity"),
        Shot("trash", f"/{PROJECT}/-/trash"),
        Shot("trash-empty", "/admin/first-project/-/trash"),
        Shot("help-search", "/-/help/search"),
        Shot("help-keys", "/-/help/keys"),
        Shot("members", f"/{PROJECT}/-/settings/members"),
        Shot("group-members", f"/-/groups/{GROUP}/-/settings/members"),
        Shot("project-tokens", f"/{PROJECT}/-/settings/tokens"),
        Shot("tokens", "/-/profile/tokens"),
        Shot("token-new", "/-/profile/tokens/new"),
        Shot("groups-list", "/-/groups"),
        Shot("group", f"/-/groups/{PROJECT.partition('/')[0]}"),
        Shot("group-new", f"/-/new-group?parent={PROJECT.partition('/')[0]}"),
        Shot("group-settings", f"/-/groups/{PROJECT.partition('/')[0]}/-/settings/general"),
        Shot("group-delete", f"/-/groups/{PROJECT.partition('/')[0]}/-/settings/delete"),
        Shot("settings-general", f"/{PROJECT}/-/settings/general"),
        Shot("settings-storage", f"/{PROJECT}/-/settings/storage"),
        Shot("settings-transfer", f"/{PROJECT}/-/settings/transfer"),
        Shot("settings-delete", f"/{PROJECT}/-/settings/delete"),
        Shot("webhooks", hooks),
        Shot("webhook", f"{hooks}/{hooked['deploy']}"),
        Shot("webhook-new", f"{hooks}/-/new"),
        Shot("webhook-delete", f"{hooks}/{hooked['deploy']}/delete"),
        Shot("settings-ci", f"/{PROJECT}/-/settings/ci"),
        Shot("settings-ci-rule", f"/{PROJECT}/-/settings/ci/rules/-/new?system=own"),
        Shot("admin-users", "/-/admin/users"),
        Shot("admin-user", "/-/admin/users/1"),
        Shot("admin-user-new", "/-/admin/users/-/new"),
        Shot("admin-projects", "/-/admin/projects"),
        Shot("admin-jobs", "/-/admin/jobs"),
        Shot("admin-health", "/-/admin/health"),
        Shot("admin-storage", "/-/admin/storage"),
        Shot("search", "/-/search"),
        Shot("search-found", f"/{PROJECT}/-/search?q=moons&everywhere=1"),
        Shot("search-runs", f"/{PROJECT}/-/search?q=trial&kind=runs"),
        Shot("starred", "/-/starred"),
        Shot("profile", "/-/profile"),
        Shot("preferences", "/-/profile/preferences"),
        Shot("sessions", "/-/profile/sessions"),
        Shot("password", "/-/profile/password"),
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
        site.server.database.write_now(settle, site.server, PROJECT)
        site.server.database.write_now(hook, site.server, PROJECT)
        trust(site, site.server.database.read_now(projects.get, PROJECT), ci.SITE, project_path=ci.PROJECT, ref="main")
        yield Showroom(site, site.server.database.read_now(users.get, "admin"))
