"""The table of pages about model versions, below a project's path."""

from modelstead.domain.permission import READ_MODELS, WRITE_MODELS
from modelstead.http.endpoint import Endpoint
from modelstead.web.artifacts_state import VersionFilesState
from modelstead.web.means import Means
from modelstead.web.page_table import page
from modelstead.web.pages.artifact_changes import ArtifactChanges, DeleteVersionFiles
from modelstead.web.pages.artifact_raw import RawPages, RawVersionFile
from modelstead.web.pages.artifact_zip import WantVersionZip, ZipPages
from modelstead.web.pages.artifacts import ArtifactsPages
from modelstead.web.pages.compare_versions import CompareVersionsPage
from modelstead.web.pages.new_version import NewVersionForm, NewVersionPages, WantNewVersion
from modelstead.web.pages.promote import PromoteForm, PromotePages, WantPromotion
from modelstead.web.pages.version import VersionPages
from modelstead.web.pages.version_aliases import ChangeAlias, VersionAliases
from modelstead.web.pages.version_changes import (
    ChangeVersion,
    Describe,
    MoveVersion,
    RemoveVersionTag,
    SetVersionTag,
    VersionChanges,
)
from modelstead.web.version_state import CompareVersionsState, VersionPage, VersionState

_MODEL = "/-/ml/models/{model}"
_VERSION = f"{_MODEL}/versions/{{iid}}"


def version_pages(means: Means) -> tuple[Endpoint, ...]:
    """Return a version's pages, its files and forms, the promotion of runs, and the comparison of versions."""
    pages, compare = VersionPages(means.database), CompareVersionsPage(means.database)
    new, promote = NewVersionPages(means.database), PromotePages(means.database)
    return (
        page("GET", f"{_MODEL}/compare", compare.show, CompareVersionsState, READ_MODELS),
        page("GET", f"{_MODEL}/versions/-/new", new.show, WantNewVersion, WRITE_MODELS),
        page("POST", f"{_MODEL}/versions/-/new", new.create, NewVersionForm, WRITE_MODELS),
        page("GET", "/-/ml/runs/{iid}/-/promote", promote.show, WantPromotion, WRITE_MODELS),
        page("POST", "/-/ml/runs/{iid}/-/promote", promote.create, PromoteForm, WRITE_MODELS),
        page("GET", _VERSION, pages.show, VersionState, READ_MODELS),
        page("GET", f"{_VERSION}/-/json", pages.download, VersionPage, READ_MODELS),
        page("GET", f"{_VERSION}/-/tag", pages.tag, VersionPage, READ_MODELS),
        *_file_pages(means),
        *_change_pages(means),
    )


def _file_pages(means: Means) -> tuple[Endpoint, ...]:
    files, raw = ArtifactsPages(means.database, means.files), RawPages(means.database, means.files)
    zips, changes = ZipPages(means.database, means.files), ArtifactChanges(means.database)
    return (
        page("GET", f"{_VERSION}/files", files.show, VersionFilesState, READ_MODELS),
        page("GET", f"{_VERSION}/files/{{path...}}", files.show, VersionFilesState, READ_MODELS),
        page("GET", f"{_VERSION}/raw/{{path...}}", raw.show, RawVersionFile, READ_MODELS),
        page("GET", f"{_VERSION}/files.zip", zips.show, WantVersionZip, READ_MODELS),
        page("POST", f"{_VERSION}/-/delete-files", changes.delete, DeleteVersionFiles, WRITE_MODELS),
    )


def _change_pages(means: Means) -> tuple[Endpoint, ...]:
    changes, aliases = VersionChanges(means.database), VersionAliases(means.database)
    return (
        page("GET", f"{_VERSION}/-/edit", changes.show_edit, VersionPage, WRITE_MODELS),
        page("POST", f"{_VERSION}/-/edit", changes.describe, Describe, WRITE_MODELS),
        page("GET", f"{_VERSION}/-/aliases", aliases.show, VersionPage, WRITE_MODELS),
        page("POST", f"{_VERSION}/-/aliases", aliases.put, ChangeAlias, WRITE_MODELS),
        page("POST", f"{_VERSION}/-/unalias", aliases.remove, ChangeAlias, WRITE_MODELS),
        page("GET", f"{_VERSION}/-/tags", changes.show_tag, VersionPage, WRITE_MODELS),
        page("POST", f"{_VERSION}/-/tags", changes.set_tag, SetVersionTag, WRITE_MODELS),
        page("POST", f"{_VERSION}/-/untag", changes.remove_tag, RemoveVersionTag, WRITE_MODELS),
        page("GET", f"{_VERSION}/-/stage", changes.show_stage, VersionPage, WRITE_MODELS),
        page("POST", f"{_VERSION}/-/stage", changes.move, MoveVersion, WRITE_MODELS),
        page("GET", f"{_VERSION}/-/delete", changes.show_delete, VersionPage, WRITE_MODELS),
        page("POST", f"{_VERSION}/-/delete", changes.delete, ChangeVersion, WRITE_MODELS),
        page("POST", f"{_VERSION}/-/restore", changes.restore, ChangeVersion, WRITE_MODELS),
    )
