"""What every page of a run begins with: the run itself, and its place among others."""

import msgspec

from modelstead.domain.actor import Access
from modelstead.domain.run import Run, RunStatus
from modelstead.domain.run_source import NOTE, PARENT, TAGS, Fact, facts
from modelstead.domain.star import Starred
from modelstead.errors import NotFound
from modelstead.services import ci_views, experiments
from modelstead.services.ci_views import JobView
from modelstead.store import run_family, run_overview, runs, stars
from modelstead.store.run_family import Relative
from modelstead.store.transaction import Transaction


class RunLink(msgspec.Struct, frozen=True):
    """As much of a run as a link to it shows; `children` is how many name it as their parent."""

    iid: int
    run_id: str
    name: str
    status: str
    start_time: int
    is_deleted: bool = False
    children: int = 0


class VersionLink(msgspec.Struct, frozen=True):
    """A version of a registered model that was made from a run."""

    name: str
    number: int
    semantic_version: str
    model_iid: int
    iid: int


class RunHead(msgspec.Struct, frozen=True):
    """A run, and what its pages say above their tabs. Times are milliseconds."""

    iid: int
    run_id: str
    name: str
    status: str
    user: str
    start_time: int
    end_time: int | None
    deleted_at: int | None
    artifact_uri: str
    experiment_iid: int
    experiment_name: str
    is_experiment_deleted: bool
    is_starred: bool
    is_of_version: bool
    parent: RunLink | None
    earlier: RunLink | None
    later: RunLink | None
    versions: list[VersionLink]
    facts: list[Fact]
    ci_job: JobView | None
    notes: str

    @property
    def is_live(self) -> bool:
        """Whether more may come while a page is looked at."""
        return self.status in ("running", "scheduled") and self.deleted_at is None


def find(tx: Transaction, access: Access, iid: int) -> Run:
    """Return the run with a number of the project's, in the trash or not."""
    found = runs.by_iid(tx, access.project.id, iid)
    if found is None or found.deleted_at == 0:  # being purged
        raise NotFound(f"There is no run with the number {iid} in this project.")
    return found


def iid_of(tx: Transaction, access: Access, run_id: str) -> int:
    """Return a run's number by the id that clients hold."""
    found = runs.get(tx, access.project.id, run_id)
    if found is None or found.deleted_at == 0:
        raise NotFound(f"There is no run with the id {run_id} in this project.")
    return found.iid


def get(tx: Transaction, access: Access, iid: int) -> RunHead:
    """Return the head of the pages of a run."""
    return of_run(tx, access, find(tx, access, iid))


def of_run(tx: Transaction, access: Access, run: Run) -> RunHead:
    experiment = experiments.find(tx, access, str(run.experiment_iid))
    tags = run_overview.tags_named(tx, experiment.id, run.id, (PARENT, NOTE, *TAGS))
    place = (run.experiment_iid, access.project.id, run.start_time, run.run_id)
    job = ci_views.of_run(tx, run.id)
    parent = run_family.by_run_id(tx, access.project.id, tags[PARENT]) if tags.get(PARENT) else None
    return RunHead(
        iid=run.iid,
        run_id=run.run_id,
        name=run.name,
        status=run.status.name.lower(),
        user=run.user_id,
        start_time=run.start_time,
        end_time=run.end_time,
        deleted_at=run.deleted_at,
        artifact_uri=run.artifact_uri,
        experiment_iid=experiment.iid,
        experiment_name=experiment.name,
        is_experiment_deleted=experiment.deleted_at is not None,
        is_starred=bool(stars.among(tx, access.actor.user_id, Starred.RUN, [run.id])),
        is_of_version=run.version_id is not None,
        parent=None if parent is None or parent.deleted_at == 0 else link(parent),
        earlier=_link(run_family.started_before(tx, *place)),
        later=_link(run_family.started_after(tx, *place)),
        versions=[VersionLink(*row) for row in run_family.versions(tx, run.id)],
        facts=[fact for fact in facts(tags) if job is None or not fact.is_of_job],
        ci_job=job,
        notes=tags.get(NOTE, ""),
    )


def link(run: Relative, children: int = 0) -> RunLink:
    status = RunStatus(run.status).name.lower()
    return RunLink(run.iid, run.run_id, run.name, status, run.start_time, run.deleted_at is not None, children)


def _link(run: Relative | None) -> RunLink | None:
    return None if run is None else link(run)
