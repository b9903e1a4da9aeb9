"""Calls about CI jobs and pipelines."""

from modelstead.domain.actor import Access
from modelstead.rest_api.listing import Listing
from modelstead.rest_api.messages.ci_jobs import (
    JobInfo,
    ListJobs,
    ListPipelineJobs,
    OneJob,
    OnePipeline,
    PipelineInfo,
    TellJob,
    TellPipeline,
    job_info,
    pipeline_info,
)
from modelstead.services import ci_jobs
from modelstead.store.transaction import Transaction


def listing(tx: Transaction, access: Access, request: ListJobs) -> Listing:
    return _page(tx, access, request, "jobs")


def listing_of_pipeline(tx: Transaction, access: Access, request: ListPipelineJobs) -> Listing:
    ci_jobs.pipeline(tx, access, request.pipeline_id)
    return _page(tx, access, request, f"pipelines/{request.pipeline_id}/jobs")


def get(tx: Transaction, access: Access, request: OneJob) -> JobInfo:
    return job_info(ci_jobs.get(tx, access, request.job_id), access.project)


def tell(tx: Transaction, access: Access, request: TellJob) -> JobInfo:
    return job_info(ci_jobs.tell(tx, access, request.job_id, request.known), access.project)


def get_pipeline(tx: Transaction, access: Access, request: OnePipeline) -> PipelineInfo:
    return pipeline_info(ci_jobs.pipeline(tx, access, request.pipeline_id), access.project)


def tell_pipeline(tx: Transaction, access: Access, request: TellPipeline) -> PipelineInfo:
    return pipeline_info(ci_jobs.tell_pipeline(tx, access, request.pipeline_id, request.known), access.project)


def _page(tx: Transaction, access: Access, request: ListJobs | ListPipelineJobs, path: str) -> Listing:
    found, total = ci_jobs.page(tx, access, pipeline_id=request.pipeline_id, limit=request.limit, offset=request.offset)
    rows = [job_info(each, access.project) for each in found]
    return Listing(rows, total, request, f"/api/v4/projects/{access.project.id}/{path}")
