"""The table of a project's pages. Paths are below the project's own; "/" is the project itself."""

from modelstead.domain.permission import (
    CHANGE_PROJECT,
    MANAGE_TOKENS,
    READ_EXPERIMENTS,
    READ_PROJECT,
    STAR,
    WRITE_EXPERIMENTS,
)
from modelstead.http.endpoint import Endpoint
from modelstead.http.health import Nothing
from modelstead.services.series_cache import SeriesCache
from modelstead.web.artifacts_state import ArtifactsState
from modelstead.web.change_forms import Change, RemoveTag, Rename, SetNotes, SetTag, Star
from modelstead.web.ci_pages import ci_pages
from modelstead.web.compare_state import CompareRequest, CompareState
from modelstead.web.experiments_state import ExperimentsState
from modelstead.web.finding_pages import project_finding_pages
from modelstead.web.means import Means
from modelstead.web.model_pages import model_pages
from modelstead.web.page_table import page
from modelstead.web.pages.artifact_changes import ArtifactChanges, DeleteArtifacts
from modelstead.web.pages.artifact_raw import RawArtifact, RawPages
from modelstead.web.pages.artifact_zip import WantZip, ZipPages
from modelstead.web.pages.artifacts import ArtifactsPages
from modelstead.web.pages.candidates import Candidate, candidate
from modelstead.web.pages.compare import ComparePage
from modelstead.web.pages.experiment import ExperimentPage
from modelstead.web.pages.experiment_changes import ExperimentChanges, ExperimentForm, NewExperiment
from modelstead.web.pages.experiments import ExperimentsPages
from modelstead.web.pages.project import Describe, ProjectPages
from modelstead.web.pages.quick_start import CreateToken, QuickStartPages
from modelstead.web.pages.run import RunById, RunPage, WantNames, WholeRun, WholeValue
from modelstead.web.pages.run_changes import ChosenRuns, CompareRuns, RunChangesPages, TagRuns
from modelstead.web.pages.run_edit import RunEdits
from modelstead.web.pages.run_export import ExportRuns, RunExportPages
from modelstead.web.pages.run_fields import RunFieldsPages, ShowColumns, ShowFields
from modelstead.web.pages.saved_views import DeleteView, SavedViewsPages, SaveView
from modelstead.web.pages.series import SeriesPages, ShowSeries
from modelstead.web.pages.stars import StarPages, StarProject
from modelstead.web.run_state import ChildrenState, EditState, RunState
from modelstead.web.run_table import ShowRuns
from modelstead.web.settings_pages import settings_pages
from modelstead.web.upkeep_pages import upkeep_pages
from modelstead.web.version_pages import version_pages


def project_pages(means: Means) -> tuple[Endpoint, ...]:
    """Return the whole table."""
    compare = ComparePage(means.database, means.files)
    series = SeriesCache()
    lines = SeriesPages(means.database, series)
    experiment = ExperimentPage(means.database, series)
    return (
        page("GET", "/-/ml/experiments/{iid}", experiment.show, ShowRuns, READ_EXPERIMENTS),
        page("GET", "/-/ml/series", lines.show, ShowSeries, READ_EXPERIMENTS),
        *_experiment_pages(means),
        *_own_pages(means),
        *_table_pages(means),
        *_artifact_pages(means),
        *_run_pages(means),
        *model_pages(means),
        *version_pages(means),
        *upkeep_pages(means),
        *settings_pages(means),
        *ci_pages(means),
        *project_finding_pages(means),
        page("GET", "/-/ml/compare", compare.show, CompareRequest, READ_EXPERIMENTS),
        page("GET", "/-/ml/compare.csv", compare.export, CompareState, READ_EXPERIMENTS),
    )


def _own_pages(means: Means) -> tuple[Endpoint, ...]:
    pages, stars = ProjectPages(means.database), StarPages(means.database)
    quick_start = QuickStartPages(means.database, means.made_with)
    return (
        page("GET", "/", pages.show, Nothing, READ_PROJECT),
        page("GET", "/-/description", pages.edit, Nothing, CHANGE_PROJECT),
        page("POST", "/-/description", pages.describe, Describe, CHANGE_PROJECT),
        page("POST", "/-/quick-start/token", quick_start.create, CreateToken, MANAGE_TOKENS),
        page("POST", "/-/star", stars.star, StarProject, STAR),
        page("GET", "/-/ml/candidates/{iid}", candidate, Candidate, READ_EXPERIMENTS),
    )


def _table_pages(means: Means) -> tuple[Endpoint, ...]:
    fields, exports = RunFieldsPages(means.database), RunExportPages(means.database)
    changes, views = RunChangesPages(means.database), SavedViewsPages(means.database)
    experiment, runs = "/-/ml/experiments/{iid}", "/-/ml/runs/-"
    return (
        page("GET", f"{experiment}/keys", fields.keys, ShowFields, READ_EXPERIMENTS),
        page("GET", f"{experiment}/columns", fields.columns, ShowColumns, READ_EXPERIMENTS),
        page("GET", f"{experiment}/runs.csv", exports.csv, ExportRuns, READ_EXPERIMENTS),
        page("GET", f"{experiment}/runs.parquet", exports.parquet, ExportRuns, READ_EXPERIMENTS),
        page("POST", f"{experiment}/views", views.save, SaveView, WRITE_EXPERIMENTS),
        page("POST", f"{experiment}/views/delete", views.delete, DeleteView, WRITE_EXPERIMENTS),
        page("GET", f"{runs}/compare", changes.compare, CompareRuns, READ_EXPERIMENTS),
        page("POST", f"{runs}/star", changes.star, ChosenRuns, STAR),
        page("POST", f"{runs}/unstar", changes.unstar, ChosenRuns, STAR),
        page("POST", f"{runs}/tag", changes.tag, TagRuns, WRITE_EXPERIMENTS),
        page("POST", f"{runs}/untag", changes.untag, TagRuns, WRITE_EXPERIMENTS),
        page("POST", f"{runs}/delete", changes.delete, ChosenRuns, WRITE_EXPERIMENTS),
        page("POST", f"{runs}/restore", changes.restore, ChosenRuns, WRITE_EXPERIMENTS),
    )


def _experiment_pages(means: Means) -> tuple[Endpoint, ...]:
    pages, changes = ExperimentsPages(means.database), ExperimentChanges(means.database)
    experiment = "/-/ml/experiments/{iid}"
    return (
        page("GET", "/-/ml/experiments", pages.show, ExperimentsState, READ_EXPERIMENTS),
        page("POST", "/-/ml/experiments", changes.create, NewExperiment, WRITE_EXPERIMENTS),
        page("GET", "/-/ml/experiments/-/new", changes.new, Nothing, WRITE_EXPERIMENTS),
        page("GET", f"{experiment}/rename", changes.show_name, ExperimentForm, WRITE_EXPERIMENTS),
        page("POST", f"{experiment}/rename", changes.rename, Rename, WRITE_EXPERIMENTS),
        page("GET", f"{experiment}/notes", changes.show_notes, ExperimentForm, WRITE_EXPERIMENTS),
        page("POST", f"{experiment}/notes", changes.set_notes, SetNotes, WRITE_EXPERIMENTS),
        page("GET", f"{experiment}/tags", changes.show_tag, ExperimentForm, WRITE_EXPERIMENTS),
        page("POST", f"{experiment}/tags", changes.set_tag, SetTag, WRITE_EXPERIMENTS),
        page("POST", f"{experiment}/untag", changes.remove_tag, RemoveTag, WRITE_EXPERIMENTS),
        page("GET", f"{experiment}/delete", changes.show_delete, ExperimentForm, WRITE_EXPERIMENTS),
        page("POST", f"{experiment}/delete", changes.delete, Change, WRITE_EXPERIMENTS),
        page("POST", f"{experiment}/restore", changes.restore, Change, WRITE_EXPERIMENTS),
        page("POST", f"{experiment}/star", changes.star, Star, STAR),
    )


def _run_pages(means: Means) -> tuple[Endpoint, ...]:
    pages, edits = RunPage(means.database), RunEdits(means.database)
    run = "/-/ml/runs/{iid}"
    return (
        page("GET", "/-/ml/runs/by-id/{run_id}", pages.by_id, RunById, READ_EXPERIMENTS),
        page("GET", run, pages.show, RunState, READ_EXPERIMENTS),
        page("GET", f"{run}/-/children", pages.children, ChildrenState, READ_EXPERIMENTS),
        page("GET", f"{run}/-/value", pages.value, WholeValue, READ_EXPERIMENTS),
        page("GET", f"{run}/-/metric-names", pages.names, WantNames, READ_EXPERIMENTS),
        page("GET", f"{run}/-/json", pages.download, WholeRun, READ_EXPERIMENTS),
        page("GET", f"{run}/-/edit", edits.show, EditState, WRITE_EXPERIMENTS),
        page("POST", f"{run}/-/rename", edits.rename, Rename, WRITE_EXPERIMENTS),
        page("POST", f"{run}/-/notes", edits.set_notes, SetNotes, WRITE_EXPERIMENTS),
        page("POST", f"{run}/-/tags", edits.set_tag, SetTag, WRITE_EXPERIMENTS),
        page("POST", f"{run}/-/untag", edits.remove_tag, RemoveTag, WRITE_EXPERIMENTS),
        page("POST", f"{run}/-/delete", edits.delete, Change, WRITE_EXPERIMENTS),
        page("POST", f"{run}/-/restore", edits.restore, Change, WRITE_EXPERIMENTS),
        page("POST", f"{run}/-/star", edits.star, Star, STAR),
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
