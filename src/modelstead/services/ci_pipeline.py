"""A pipeline of a CI system: its jobs, the runs and versions that they made; and the jobs that were seen last."""

import msgspec

from modelstead import limits
from modelstead.domain.actor import Access
from modelstead.domain.key import shortened
from modelstead.domain.search.expression import Comparison
from modelstead.domain.search.fields import CI, Field, Kind
from modelstead.domain.search.operators import Operator
from modelstead.domain.search.writer import write
from modelstead.errors import NotFound
from modelstead.services.ci_views import JobView, view
from modelstead.store import ci_jobs, ci_made
from modelstead.store.ci_made import ExperimentRuns
from modelstead.store.transaction import Transaction
from modelstead.store.version_head import LinkRow


class PipelineJob(msgspec.Struct, frozen=True):
    """A job, and how many runs it made."""

    job: JobView
    runs: int


class Pipeline(msgspec.Struct, frozen=True):
    """A pipeline; `filter_text` finds its runs in an experiment, `total` is how many jobs there are."""

    pipeline_id: str
    first: JobView
    jobs: list[PipelineJob]
    total: int
    experiments: list[ExperimentRuns]
    versions: list[LinkRow]
    filter_text: str


def get(tx: Transaction, access: Access, pipeline_id: str) -> Pipeline:
    """Return the pipeline of a number; of one that has very many jobs, the newest."""
    most = limits.CI_PIPELINE_JOBS
    jobs, total = ci_jobs.page(tx, access.project.id, pipeline_id=pipeline_id, limit=most)
    if not jobs or not pipeline_id:
        raise NotFound(f"No job of a pipeline {shortened(pipeline_id)} has logged to this project.")
    rows = [job.id for job in jobs]
    runs = ci_made.run_counts(tx, rows)
    return Pipeline(
        pipeline_id,
        view(next((job for job in jobs if job.is_verified), jobs[0])),
        [PipelineJob(view(job), runs.get(job.id, 0)) for job in jobs],
        total,
        ci_made.experiments(tx, rows, most),
        ci_made.versions(tx, rows, most),
        write(Comparison(Field(CI, "pipeline", Kind.TEXT), Operator.EQUAL, pipeline_id)),
    )


def latest(tx: Transaction, access: Access) -> list[JobView]:
    """Return the jobs that were seen last."""
    jobs, _ = ci_jobs.page(tx, access.project.id, limit=limits.CI_JOBS_SHOWN)
    return [view(job) for job in jobs]
