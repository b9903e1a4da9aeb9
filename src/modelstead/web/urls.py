"""Every address of a page, made in one place; those below a project begin with its path.

Pages of a project are at /<group>/<project>/-/…, as on GitLab. Templates have this module as `urls`.
"""

from collections.abc import Iterable
from urllib.parse import quote, urlencode

from modelstead.domain.project import Project

HOME = "/"
SIGN_IN = "/-/sign-in"
SIGN_OUT = "/-/sign-out"
PROFILE = "/-/profile/sessions"
PASSWORD = "/-/profile/password"  # noqa: S105 - an address
AUDIT = "/-/audit"
THEME = "/-/theme"
HELP_SEARCH = "/-/help/search"
HELP_KEYS = "/-/help/keys"
NEW_PROJECT = "/-/projects/new"
SWITCHER = "/-/projects/switcher"
OPEN = "/-/open"


def query(address: str, **values: object) -> str:
    """Return an address with those values of its query that say something; lists stand in it once for each."""
    kept = {name: value for name, value in values.items() if value is not False and value not in (None, "", (), [])}
    return f"{address}?{urlencode(kept, doseq=True)}" if kept else address


def project(place: Project) -> str:
    return "/" + quote(place.path)


def project_by_id(reference: int | str) -> str:
    """Return the address of a project by its number or path as clients hold it; it leads on to the project's page."""
    return f"/-/projects/{quote(str(reference), safe='')}"


def project_description(place: Project) -> str:
    """Return where a project's description is edited."""
    return f"{project(place)}/-/description"


def project_tokens(place: Project) -> str:
    """Return where the quick start makes a token."""
    return f"{project(place)}/-/quick-start/token"


def star(place: Project) -> str:
    return f"{project(place)}/-/star"


def experiments(place: Project) -> str:
    return f"{project(place)}/-/ml/experiments"


def new_experiment(place: Project) -> str:
    """Return where the form is that creates an experiment."""
    return f"{experiments(place)}/-/new"


def experiment(place: Project, iid: int) -> str:
    return f"{experiments(place)}/{iid}"


def experiment_action(place: Project, iid: int, action: str) -> str:
    """Return where a form changes an experiment: rename, delete, restore, tags, notes, views."""
    return f"{experiment(place, iid)}/{action}"


def runs_export(place: Project, iid: int, kind: str) -> str:
    return f"{experiment(place, iid)}/runs.{kind}"


def runs_action(place: Project, action: str) -> str:
    """Return where a form changes several runs: tag, delete, restore, star."""
    return f"{project(place)}/-/ml/runs/-/{action}"


def run(place: Project, iid: int) -> str:
    return f"{project(place)}/-/ml/runs/{iid}"


def run_action(place: Project, iid: int, action: str) -> str:
    """Return where a form changes a run: rename, tags, notes, delete, restore, star."""
    return f"{run(place, iid)}/-/{action}"


def run_by_id(place: Project, run_id: str) -> str:
    """Return the address of a run by the id that clients hold; it leads on to the run's page."""
    return f"{project(place)}/-/ml/runs/by-id/{quote(run_id, safe='')}"


def artifacts(place: Project, iid: int, path: str = "") -> str:
    """Return the address of the browser of a run's files, at a folder or a file."""
    return f"{run(place, iid)}/artifacts" + (f"/{quote(path)}" if path else "")


def raw_artifact(place: Project, iid: int, path: str) -> str:
    """Return the address of a file's bytes, as pictures, sound and frames of pages load them."""
    return f"{run(place, iid)}/raw/{quote(path)}"


def artifact_download(place: Project, iid: int, path: str) -> str:
    """Return the address of a file's bytes, to be saved."""
    return query(raw_artifact(place, iid, path), download=1)


def artifact_upload(place: Project, run_id: str) -> str:
    """Return where the client puts a run's files, which pages do too; the file's path comes behind it."""
    return f"/api/v4/projects/{place.id}/ml/mlflow/api/2.0/mlflow-artifacts/artifacts/runs/{run_id}/artifacts"


def artifact_zip(place: Project, iid: int, path: str = "") -> str:
    return query(f"{run(place, iid)}/files.zip", path=path)


def series(place: Project) -> str:
    """Return where charts get their lines."""
    return f"{project(place)}/-/ml/series"


def compare(place: Project, iids: Iterable[int] = ()) -> str:
    return query(f"{project(place)}/-/ml/compare", runs=",".join(map(str, iids)))


def compare_export(place: Project) -> str:
    return f"{project(place)}/-/ml/compare.csv"
