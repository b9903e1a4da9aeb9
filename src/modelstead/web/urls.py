"""Every address of a page, made in one place; those below a project begin with its path.

Pages of a project are at /<group>/<project>/-/…, as on GitLab. Templates have this module as `urls`.
"""

from collections.abc import Iterable
from urllib.parse import quote, urlencode

from modelstead.domain.group import Group
from modelstead.domain.namespace import Namespace
from modelstead.domain.project import Project

HOME = "/"
SIGN_IN = "/-/sign-in"
SETUP = "/-/setup"
SIGN_OUT = "/-/sign-out"
PROFILE = "/-/profile"
PROFILE_TOKENS = "/-/profile/tokens"
SESSIONS = "/-/profile/sessions"
PREFERENCES = "/-/profile/preferences"
PASSWORD = "/-/profile/password"  # noqa: S105 - an address
AUDIT = "/-/audit"
THEME = "/-/theme"
HELP_SEARCH = "/-/help/search"
HELP_KEYS = "/-/help/keys"
NEW_PROJECT = "/-/projects/new"
SWITCHER = "/-/projects/switcher"
NEW_GROUP = "/-/new-group"
GROUPS = "/-/groups"
OPEN = "/-/open"
SEARCH = "/-/search"
SUGGESTIONS = "/-/search/suggestions"
STARRED = "/-/starred"
RUNNING = "/-/running"
ADMIN = "/-/admin"
MARKDOWN = "/-/markdown"


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


def pipeline(place: Project, pipeline_id: str) -> str:
    """Return the page of a pipeline of a CI system: its jobs, and what they made."""
    return f"{project(place)}/-/ml/pipelines/{quote(pipeline_id, safe='')}"


def models(place: Project) -> str:
    return f"{project(place)}/-/ml/models"


def new_model(place: Project) -> str:
    """Return where the form is that creates a registered model."""
    return f"{models(place)}/-/new"


def model(place: Project, iid: int) -> str:
    return f"{models(place)}/{iid}"


def model_action(place: Project, iid: int, action: str) -> str:
    """Return where a form changes a model: edit, rename, tags, untag, delete, restore, star."""
    return f"{model(place, iid)}/-/{action}"


def model_by_name(place: Project, name: str, reference: str = "") -> str:
    """Return the lasting address of a model, or of the version that a name of it leads to; it leads on to the page."""
    address = f"{models(place)}/by-name/{quote(name, safe='')}"
    return f"{address}/{quote(reference, safe='')}" if reference else address


def new_version(place: Project, model_iid: int) -> str:
    """Return where the form is that creates a version."""
    return f"{model(place, model_iid)}/versions/-/new"


def version(place: Project, model_iid: int, iid: int) -> str:
    """Return the address of a version, whose number in the project ends it."""
    return f"{model(place, model_iid)}/versions/{iid}"


def version_action(place: Project, model_iid: int, iid: int, action: str) -> str:
    """Return where a form changes a version: edit, aliases, unalias, tags, untag, files, delete, restore."""
    return f"{version(place, model_iid, iid)}/-/{action}"


def version_files(place: Project, model_iid: int, iid: int, path: str = "") -> str:
    """Return the address of the browser of a version's files, at a folder or a file."""
    return f"{version(place, model_iid, iid)}/files" + (f"/{quote(path)}" if path else "")


def raw_version_file(place: Project, model_iid: int, iid: int, path: str) -> str:
    """Return the address of the bytes of a version's file, as pictures, sound and frames of pages load them."""
    return f"{version(place, model_iid, iid)}/raw/{quote(path)}"


def version_zip(place: Project, model_iid: int, iid: int, path: str = "") -> str:
    return query(f"{version(place, model_iid, iid)}/files.zip", path=path)


def version_upload(place: Project, iid: int) -> str:
    """Return where the client puts a version's files, which pages do too; the file's path comes behind it."""
    return f"/api/v4/projects/{place.id}/ml/mlflow/api/2.0/mlflow-artifacts/artifacts/versions/{iid}/artifacts"


def compare_versions(place: Project, model_iid: int, iids: Iterable[int] = ()) -> str:
    return query(f"{model(place, model_iid)}/compare", versions=",".join(map(str, iids)))


def promote(place: Project, run_iid: int) -> str:
    """Return where the form is that makes a version of a run."""
    return run_action(place, run_iid, "promote")


def mlflow_client(place: Project, **about: object) -> str:
    """Return the page that says how to use the MLflow client with a project, about an experiment or a model."""
    return query(f"{project(place)}/-/ml/mlflow-client", **about)


def packages(place: Project) -> str:
    return f"{project(place)}/-/packages"


def package(place: Project, package_id: int) -> str:
    return f"{packages(place)}/{package_id}"


def package_deletion(place: Project, package_id: int, file: int = 0) -> str:
    """Return where a package is deleted, or one file of it."""
    return query(f"{package(place, package_id)}/-/delete", file=file or None)


def package_file(place: Project, reference: str, path: str) -> str:
    """Return where the REST API gives a file of a package, whose reference is spelled as in its paths."""
    return f"/api/v4/projects/{place.id}/packages/{quote(reference, safe='/:')}/{quote(path)}"


def activity(place: Project) -> str:
    return f"{project(place)}/-/activity"


def trash(place: Project) -> str:
    return f"{project(place)}/-/trash"


def trash_action(place: Project, action: str) -> str:
    """Return where a form restores or purges what is in the trash."""
    return f"{trash(place)}/{action}"


def settings(place: Project | Group, page: str = "general") -> str:
    """Return a page of the settings: general, members, tokens, webhooks, ci, storage."""
    return f"{place_address(place)}/-/settings/{page}"


def members(place: Project | Group, action: str = "") -> str:
    """Return the list of members, or where a form changes it: change, remove, revoke."""
    return settings(place, "members") + (f"/{action}" if action else "")


def tokens(place: Project | Group | None = None, action: str = "") -> str:
    """Return a list of access tokens, one's own without a place, or where a form is: new, rotate, revoke."""
    return (settings(place, "tokens") if place else PROFILE_TOKENS) + (f"/{action}" if action else "")


def invitation(secret: str) -> str:
    """Return where somebody accepts an invitation."""
    return query("/-/invitations", secret=secret)


def new_webhook(place: Project) -> str:
    """Return where the form is that creates a webhook."""
    return f"{settings(place, 'webhooks')}/-/new"


def webhook(place: Project, webhook_id: str) -> str:
    """Return the page of a webhook, with what was sent to it."""
    return f"{settings(place, 'webhooks')}/{quote(webhook_id, safe='')}"


def webhook_action(place: Project, webhook_id: str, action: str) -> str:
    """Return where a form changes a webhook: edit, test, redeliver, delete."""
    return f"{webhook(place, webhook_id)}/{action}"


def ci_settings(place: Project, action: str = "") -> str:
    """Return the settings of CI/CD, or where a form is: test, source, source/remove, rules/<number> or others."""
    return settings(place, "ci") + (f"/{action}" if action else "")


def group(place: Group | Namespace) -> str:
    return f"{GROUPS}/{quote(place.path)}"


def group_above(place: Group | Project) -> str:
    """Return the address of the group that a project or a group is in."""
    return f"{GROUPS}/{quote(place.path.rpartition('/')[0])}"


def group_activity(place: Group) -> str:
    return f"{group(place)}/-/activity"


def place_address(place: Project | Group) -> str:
    """Return the address of a project or of a group."""
    return project(place) if isinstance(place, Project) else group(place)


def admin(page: str) -> str:
    """Return a page of the administration: users, projects, jobs, health, storage."""
    return f"{ADMIN}/{page}"


def admin_user(user_id: int, action: str = "") -> str:
    """Return a user's page for administrators, or where a form changes the user: state, setup-link, delete."""
    return f"{admin('users')}/{user_id}" + (f"/{action}" if action else "")


def restore_project(project_id: int) -> str:
    """Return where an administrator takes a project out of the trash."""
    return f"{admin('projects')}/{project_id}/restore"


def search(place: Project | None = None, q: str = "") -> str:
    """Return the search in a project, or in everything that the visitor sees."""
    return query(f"{project(place)}/-/search" if place else SEARCH, q=q)


def suggestions(place: Project | None = None) -> str:
    """Return where the command palette gets what it offers, in a project or anywhere."""
    return f"{project(place)}/-/search/suggestions" if place else SUGGESTIONS
