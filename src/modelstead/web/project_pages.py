"""The table of a project's pages. Paths are below the project's own; "/" is the project itself."""

import msgspec

from modelstead.domain.permission import READ_EXPERIMENTS, STAR, WRITE_EXPERIMENTS
from modelstead.http.endpoint import Endpoint
from modelstead.services.access_tokens import Secrets
from modelstead.services.artifact_files import ArtifactFiles
from modelstead.settings import Settings
from modelstead.store.database import Database
from modelstead.web.artifacts_state import ArtifactsState
from modelstead.web.experiment_state import ExperimentState
from modelstead.web.page_table import page
from modelstead.web.pages.artifact_changes import ArtifactChanges, DeleteArtifacts
from modelstead.web.pages.artifact_raw import RawArtifact, RawPages
from modelstead.web.pages.artifact_zip import WantZip, ZipPages
from modelstead.web.pages.artifacts import ArtifactsPages
from modelstead.web.pages.experiment import ExperimentPage
from modelstead.web.pages.run import RunById, RunPage, WholeRun, WholeValue
from modelstead.web.pages.run_edit import ChangeRun, RemoveTag, Rename, RunEdits, SetNotes, SetTag, StarRun
from modelstead.web.run_state import ChildrenState, EditState, RunState


class Means(msgspec.Struct, frozen=True):
    """What pages of projects are made with."""

    settings: Settings
    database: Database
    files: ArtifactFiles
    made_with: Secrets


def project_pages(means: Means) -> tuple[Endpoint, ...]:
    """Return the whole table."""
    experiment = ExperimentPage(means.database)
    return (
        page("GET", "/-/ml/experiments/{iid}", experiment.show, ExperimentState, READ_EXPERIMENTS),
        *_artifact_pages(means),
        *_run_pages(means),
    )


def _run_pages(means: Means) -> tuple[Endpoint, ...]:
    pages, edits = RunPage(means.database), RunEdits(means.database)
    run = "/-/ml/runs/{iid}"
    return (
        page("GET", "/-/ml/runs/by-id/{run_id}", pages.by_id, RunById, READ_EXPERIMENTS),
        page("GET", run, pages.show, RunState, READ_EXPERIMENTS),
        page("GET", f"{run}/-/children", pages.children, ChildrenState, READ_EXPERIMENTS),
        page("GET", f"{run}/-/value", pages.value, WholeValue, READ_EXPERIMENTS),
        page("GET", f"{run}/-/json", pages.download, WholeRun, READ_EXPERIMENTS),
        page("GET", f"{run}/-/edit", edits.show, EditState, WRITE_EXPERIMENTS),
        page("POST", f"{run}/-/rename", edits.rename, Rename, WRITE_EXPERIMENTS),
        page("POST", f"{run}/-/notes", edits.set_notes, SetNotes, WRITE_EXPERIMENTS),
        page("POST", f"{run}/-/tags", edits.set_tag, SetTag, WRITE_EXPERIMENTS),
        page("POST", f"{run}/-/untag", edits.remove_tag, RemoveTag, WRITE_EXPERIMENTS),
        page("POST", f"{run}/-/delete", edits.delete, ChangeRun, WRITE_EXPERIMENTS),
        page("POST", f"{run}/-/restore", edits.restore, ChangeRun, WRITE_EXPERIMENTS),
        page("POST", f"{run}/-/star", edits.star, StarRun, STAR),
    )


def _artifact_pages(means: Means) -> tuple[Endpoint, ...]:
    pages, raw = ArtifactsPages(means.database, means.files), RawPages(means.database, means.files)
    zips, changes = ZipPages(means.database, means.files), ArtifactChanges(means.database)
    run = "/-/ml/runs/{iid}"
    return (
        page("GET", f"{run}/artifacts", pages.show, ArtifactsState, READ_EXPERIMENTS),
        page("GET", f"{run}/artifacts/{{path...}}", pages.show, ArtifactsState, READ_EXPERIMENTS),
        page("GET", f"{run}/raw/{{path...}}", raw.show, RawArtifact, READ_EXPERIMENTS),
        page("GET", f"{run}/files.zip", zips.show, WantZip, READ_EXPERIMENTS),
        page("POST", f"{run}/-/delete-artifacts", changes.delete, DeleteArtifacts, WRITE_EXPERIMENTS),
    )
