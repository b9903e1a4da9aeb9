"""GitLab's addresses of runs, which it calls candidates."""

from typing import Annotated

import msgspec

from modelstead import limits
from modelstead.http.answer import Answer
from modelstead.http.visit import Visit
from modelstead.web import urls
from modelstead.web.dialect import see_other


class Candidate(msgspec.Struct, frozen=True):
    """A run by its number."""

    iid: Annotated[int, msgspec.Meta(ge=1, le=limits.INT64_MAX)]


async def candidate(visit: Visit, request: Candidate) -> Answer:
    """Lead to the run's page, which says whether there is such a run."""
    return see_other(urls.run(visit.in_project.project, request.iid))
