"""The table of a project's settings."""

from modelstead.domain.permission import (
    ARCHIVE_PROJECT,
    CHANGE_PROJECT,
    CHANGE_VISIBILITY,
    DELETE_PROJECT,
    READ_MEMBERS,
    READ_SETTINGS,
    TRANSFER_PROJECT,
)
from modelstead.http.endpoint import Endpoint
from modelstead.http.health import Nothing
from modelstead.web.means import Means
from modelstead.web.page_table import page
from modelstead.web.pages.settings_general import GeneralSettings, SaveGeneral
from modelstead.web.pages.settings_moves import Archive, MoveSettings, Transfer
from modelstead.web.pages.settings_storage import SetQuota, SetRetention, StorageSettings
from modelstead.web.people_pages import people_of_project
from modelstead.web.place_forms import Delete, Rename, SetVisibility
from modelstead.web.webhook_pages import webhook_pages


def settings_pages(means: Means) -> tuple[Endpoint, ...]:
    """Return general settings, members, access tokens, webhooks and storage."""
    return (*_general_pages(means), *_storage_pages(means), *people_of_project(means), *webhook_pages(means))


def _general_pages(means: Means) -> tuple[Endpoint, ...]:
    general, moves = GeneralSettings(means.database), MoveSettings(means.database)
    return (
        page("GET", "/-/settings", general.first, Nothing, READ_MEMBERS),
        page("GET", "/-/settings/general", general.show, Nothing, READ_SETTINGS),
        page("POST", "/-/settings/general", general.save, SaveGeneral, CHANGE_PROJECT),
        page("POST", "/-/settings/path", general.rename, Rename, CHANGE_PROJECT),
        page("POST", "/-/settings/visibility", general.set_visibility, SetVisibility, CHANGE_VISIBILITY),
        page("POST", "/-/settings/archive", moves.archive, Archive, ARCHIVE_PROJECT),
        page("GET", "/-/settings/transfer", moves.show_transfer, Nothing, TRANSFER_PROJECT),
        page("POST", "/-/settings/transfer", moves.transfer, Transfer, TRANSFER_PROJECT),
        page("GET", "/-/settings/delete", moves.show_delete, Nothing, DELETE_PROJECT),
        page("POST", "/-/settings/delete", moves.delete, Delete, DELETE_PROJECT),
    )


def _storage_pages(means: Means) -> tuple[Endpoint, ...]:
    storage = StorageSettings(means.database)
    return (
        page("GET", "/-/settings/storage", storage.show, Nothing, READ_SETTINGS),
        page("POST", "/-/settings/retention", storage.set_retention, SetRetention, CHANGE_PROJECT),
        page("POST", "/-/settings/quota", storage.set_quota, SetQuota, CHANGE_PROJECT),
    )
