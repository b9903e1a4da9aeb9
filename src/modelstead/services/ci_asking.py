"""Asking a GitLab about one job: within fixed times and sizes, at a checked address, with a token for it alone."""

from typing import TypeVar
from urllib.parse import quote

import msgspec

from modelstead import clock, limits
from modelstead.domain import ci_source
from modelstead.domain.ci_source import CiSource, Fault, Outcome
from modelstead.domain.gitlab_job import Job, MergeRequest, Pipeline, facts_of
from modelstead.domain.key import quoted
from modelstead.errors import ModelsteadError
from modelstead.services.sealing import Sealing
from modelstead.services.webhook_sending import wait_of
from modelstead.store.outgoing import Outgoing, Reply, RequestError

T = TypeVar("T")

OK, BAD_REQUEST, UNAUTHORIZED, FORBIDDEN, NOT_FOUND, TOO_MANY = 200, 400, 401, 403, 404, 429
SERVER_ERROR = 500
MERGE_REQUESTS = 20  # of a commit, that are looked at


class _Failed(Exception):
    """A question was not answered; `outcome` says why."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__(outcome.error)
        self.outcome = outcome


class Asking:
    """Asks about jobs; neither waits for the database nor changes it."""

    def __init__(self, sealing: Sealing, outgoing: Outgoing) -> None:
        self._sealing = sealing
        self._outgoing = outgoing

    async def ask(self, source: CiSource, job_id: str) -> Outcome:
        """Return what a source says of a job, or why it does not, whatever that is."""
        try:
            job = await self._get(source, f"jobs/{quote(job_id, safe='')}", Job)
        except _Failed as failed:
            return failed.outcome
        if str(job.id) != job_id:
            return _job_fault("GitLab answers with another job.")
        try:
            job = await self._with_source(source, job)
            requests = await self._requests(source, job)
        except _Failed as failed:  # what is known is kept; the rest is tried again, if there is use in it
            again = failed.outcome.fault in (Fault.BUSY, Fault.JOB, Fault.SOURCE)
            heard = facts_of(job, source.path, [])
            return msgspec.structs.replace(failed.outcome, facts=heard) if again else Outcome(facts=heard)
        return Outcome(facts=facts_of(job, source.path, requests))

    async def _with_source(self, source: CiSource, job: Job) -> Job:
        """Return a job that tells what began its pipeline, which old GitLabs say of pipelines only."""
        if job.pipeline is None or job.pipeline.source:
            return job
        found = await self._may_get(source, f"pipelines/{job.pipeline.id}", Pipeline, job.pipeline)
        return msgspec.structs.replace(job, pipeline=found)

    async def _requests(self, source: CiSource, job: Job) -> list[MergeRequest]:
        if job.commit is None or not job.commit.id:
            return []
        path = f"repository/commits/{quote(job.commit.id, safe='')}/merge_requests?per_page={MERGE_REQUESTS}"
        return await self._may_get(source, path, list[MergeRequest], [])

    async def _may_get(self, source: CiSource, path: str, kind: type[T], otherwise: T) -> T:
        """Return what a call answers that is not allowed to everybody who may read jobs."""
        try:
            return await self._get(source, path, kind)
        except _Failed as failed:
            if failed.outcome.fault in (Fault.BUSY, Fault.JOB):
                raise
            return otherwise

    async def _get(self, source: CiSource, path: str, kind: type[T]) -> T:
        try:
            to = ci_source.call(source, path)
            why = ci_source.encryption_refusal(to, is_allowed=self._outgoing.allowed.has(to.host))
            if why:
                raise _Failed(_source_fault(why))
            headers = {"Accept": "application/json"}
            if source.token is not None:
                headers["PRIVATE-TOKEN"] = self._sealing.open(source.token, source.owner)
            reply = await self._outgoing.request("GET", to, headers=headers, most=limits.CI_ANSWER_BYTES)
        except RequestError as error:
            raise _Failed(_source_fault(f"GitLab cannot be reached. {error}", limits.CI_REST_SECONDS)) from error
        except ModelsteadError as error:
            raise _Failed(_source_fault(str(error))) from error
        if reply.status != OK:
            raise _Failed(_refused(reply, source))
        try:
            return msgspec.json.decode(reply.body, type=kind)
        except (msgspec.MsgspecError, UnicodeError, RecursionError) as error:
            why = "The answer is not GitLab's, or too long. Look at the address of the source."
            raise _Failed(_job_fault(why)) from error


def _refused(reply: Reply, source: CiSource) -> Outcome:
    status = reply.status
    if status == NOT_FOUND:
        why = f"GitLab knows no such job in {quoted(source.path)}, or does not show it to the owner of the token."
        return Outcome(fault=Fault.UNKNOWN, error=why)
    if status == TOO_MANY:
        asked = wait_of(reply.headers.get("retry-after", ""), clock.now_ms() // 1000)
        rest = min(max(asked or limits.CI_REST_SECONDS, 1), limits.CI_REST_SECONDS_MAX)
        return Outcome(fault=Fault.BUSY, rest_seconds=rest)
    if status in (UNAUTHORIZED, FORBIDDEN):
        why = f"GitLab refuses the token ({status}). It has to be good still, and to have the scope read_api."
        return _source_fault(why)
    if status < BAD_REQUEST:
        why = f"GitLab answers with a redirect ({status}), which is not followed. Give the address and path it has now."
        return _source_fault(why)
    return _job_fault(f"GitLab answers with an error ({status}).")


def _job_fault(why: str) -> Outcome:
    return Outcome(fault=Fault.JOB, error=why)


def _source_fault(why: str, rest: int = limits.CI_REST_SECONDS_MAX) -> Outcome:
    return Outcome(fault=Fault.SOURCE, error=why, rest_seconds=rest)
