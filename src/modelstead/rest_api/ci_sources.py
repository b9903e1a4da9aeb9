"""Calls about where a project asks about its CI jobs."""

from modelstead.domain.actor import Access
from modelstead.http.answer import Answer
from modelstead.rest_api.dialect import NO_CONTENT
from modelstead.rest_api.messages.ci_sources import GetSource, PutSource, SourceInfo, source_info, wanted
from modelstead.services import ci_sources
from modelstead.services.ci_sources import CiSources
from modelstead.store.transaction import Transaction


def get(tx: Transaction, access: Access, _: GetSource) -> SourceInfo:
    return source_info(ci_sources.get(tx, access))


async def put(sources: CiSources, access: Access, request: PutSource) -> SourceInfo:
    return source_info(await sources.put(access, wanted(request)))


def delete(tx: Transaction, access: Access, _: GetSource) -> Answer:
    ci_sources.remove(tx, access)
    return NO_CONTENT
