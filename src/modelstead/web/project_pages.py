"""The table of a project's pages. Paths are below the project's own; "/" is the project itself."""

import msgspec

from modelstead.domain.permission import READ_EXPERIMENTS
from modelstead.http.endpoint import Endpoint
from modelstead.services.access_tokens import Secrets
from modelstead.services.artifact_files import ArtifactFiles
from modelstead.settings import Settings
from modelstead.store.database import Database
from modelstead.web.experiment_state import ExperimentState
from modelstead.web.page_table import page
from modelstead.web.pages.runs import RunsPages


class Means(msgspec.Struct, frozen=True):
    """What pages of projects are made with."""

    settings: Settings
    database: Database
    files: ArtifactFiles
    made_with: Secrets


def project_pages(means: Means) -> tuple[Endpoint, ...]:
    """Return the whole table."""
    runs = RunsPages(means.database)
    return (page("GET", "/-/ml/experiments/{iid}", runs.show, ExperimentState, READ_EXPERIMENTS),)
