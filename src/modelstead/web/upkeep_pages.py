"""The table of a project's packages, its activity and its trash; and of a group's activity."""

from modelstead.domain.permission import (
    PURGE,
    READ_GROUP_AUDIT,
    READ_PACKAGES,
    READ_PROJECT_AUDIT,
    WRITE_EXPERIMENTS,
    WRITE_PACKAGES,
)
from modelstead.http.endpoint import Endpoint
from modelstead.web.audit_state import ExportState, LogState
from modelstead.web.means import Means
from modelstead.web.packages_state import PackagesState, PackageState
from modelstead.web.page_table import page
from modelstead.web.pages.audit import AuditPages
from modelstead.web.pages.packages import AskDelete, DeletePackage, PackagePages
from modelstead.web.pages.trash import TrashPages
from modelstead.web.trash_state import ChosenTrash, PurgeTrash, TrashState


def upkeep_pages(means: Means) -> tuple[Endpoint, ...]:
    """Return what shows and clears what a project keeps."""
    packages, log = PackagePages(means.database), AuditPages(means.database)
    trash = TrashPages(means.database, means.purges)
    package = "/-/packages/{package_id}"
    return (
        page("GET", "/-/packages", packages.list, PackagesState, READ_PACKAGES),
        page("GET", package, packages.show, PackageState, READ_PACKAGES),
        page("GET", f"{package}/-/delete", packages.ask, AskDelete, WRITE_PACKAGES),
        page("POST", f"{package}/-/delete", packages.delete, DeletePackage, WRITE_PACKAGES),
        page("GET", "/-/activity", log.activity, LogState, READ_PROJECT_AUDIT),
        page("GET", "/-/activity/export", log.export_activity, ExportState, READ_PROJECT_AUDIT),
        page("GET", "/-/trash", trash.show, TrashState, WRITE_EXPERIMENTS),
        page("POST", "/-/trash/restore", trash.restore, ChosenTrash, WRITE_EXPERIMENTS),
        page("POST", "/-/trash/purge", trash.purge, PurgeTrash, PURGE),
    )


def group_activity(means: Means) -> tuple[Endpoint, ...]:
    """Return the log of a group."""
    log = AuditPages(means.database)
    return (
        page("GET", "/-/activity", log.activity, LogState, READ_GROUP_AUDIT),
        page("GET", "/-/activity/export", log.export_activity, ExportState, READ_GROUP_AUDIT),
    )
