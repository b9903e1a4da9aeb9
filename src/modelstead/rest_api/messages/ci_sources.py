"""Requests and answers about where a project asks about its CI jobs. GitLab has no such call; the style is its own."""

import msgspec

from modelstead.rest_api.messages.times import time_text
from modelstead.services.ci_sources import SourceView, Wanted


class GetSource(msgspec.Struct, frozen=True):
    """GET and DELETE ci_source."""


class PutSource(msgspec.Struct, frozen=True, kw_only=True):
    """PUT ci_source. A token that is left out stays, as long as the address does; an empty one removes it."""

    url: str
    project_path: str
    token: str | None = None


class SourceInfo(msgspec.Struct, frozen=True):
    """A source, without its token. `last_error` is "" where nothing is to be mended; `waiting` jobs are to be asked."""

    url: str
    project_path: str
    has_token: bool
    last_error: str
    updated_at: str
    waiting: int


def wanted(request: PutSource) -> Wanted:
    return Wanted(url=request.url, project_path=request.project_path, token=request.token)


def source_info(source: SourceView) -> SourceInfo:
    return SourceInfo(
        source.url,
        source.project_path,
        source.has_token,
        source.last_error,
        time_text(source.updated_at),
        source.waiting,
    )
