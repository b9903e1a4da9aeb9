"""What tests of stores and services stand on, made through the services: projects, people, experiments, runs."""

from collections.abc import Sequence

from modelstead.domain.actor import Access, Actor
from modelstead.domain.batch import Batch
from modelstead.domain.logged_model import ModelPoint
from modelstead.domain.metric import MetricPoint
from modelstead.domain.param import Param
from modelstead.domain.permission import Scope
from modelstead.domain.project import Visibility
from modelstead.domain.role import Role
from modelstead.domain.run import RunRecord
from modelstead.domain.tag import Tag
from modelstead.domain.user import User
from modelstead.services import batches, experiments, projects, runs, users
from modelstead.services.access_tokens import Secrets
from modelstead.store import runs as run_rows
from modelstead.store.runs import RunKey
from modelstead.store.transaction import Transaction

MADE_WITH = Secrets(b"0123456789abcdef0123456789abcdef")
API = frozenset({Scope.API})
PATH = "team/project"


def actor(user: User) -> Actor:
    return Actor(user.id, user.username, user.is_admin, API)


def member(
    tx: Transaction, path: str = PATH, *, role: Role = Role.DEVELOPER, visibility: Visibility = Visibility.PRIVATE
) -> Access:
    """Create a project and a user who has a role in it."""
    project = projects.create(tx, path, visibility)
    user = users.create(tx, f"{role.label}-of-{path.replace('/', '-')}")
    projects.set_member(tx, project, user, role)
    return Access(actor(user), project, role)


def experiment(tx: Transaction, access: Access, name: str, *tags: Tag) -> str:
    """Create an experiment and return its experiment_id."""
    return str(experiments.create(tx, access, name, "", tags))


def run(
    tx: Transaction, access: Access, experiment_id: str = "0", *tags: Tag, name: str = "", start_time: int = 0
) -> RunRecord:
    return runs.create(tx, access, experiment_id, name=name, user_id="", start_time=start_time, tags=tags)


def run_id(tx: Transaction, access: Access, experiment_id: str = "0", *, start_time: int = 0) -> str:
    """Create a run and return what clients hold of it."""
    return run(tx, access, experiment_id, start_time=start_time).run.run_id


def run_row(tx: Transaction, path: str = PATH) -> RunKey:
    """Create a project with a run, and return the run's row."""
    access = member(tx, path)
    made = run_id(tx, access)
    return run_rows.keys(tx, [made])[made]


def sibling(tx: Transaction, row: RunKey) -> RunKey:
    """Create another run of the same project and return its row."""
    project = tx.one("SELECT path FROM projects WHERE id = ?", (row.project_id,))
    assert project is not None
    access = Access(Actor(None, "sibling", is_admin=True, scopes=API), projects.get(tx, project[0]), None)
    made = run_id(tx, access)
    return run_rows.keys(tx, [made])[made]


def batch(
    access: Access,
    run: str,
    *,
    metrics: Sequence[MetricPoint] = (),
    params: Sequence[Param] = (),
    tags: Sequence[Tag] = (),
    model_points: Sequence[ModelPoint] = (),
) -> Batch:
    return Batch(access.project.id, run, metrics, params, tags, model_points)


def log_one(tx: Transaction, batch: Batch) -> None:
    """Store one batch, or raise."""
    error = batches.log(tx, (batch,))[0]
    if error is not None:
        raise error
