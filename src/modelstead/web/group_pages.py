"""The table of a group's pages. Paths are below the group's own; "/" is the group itself."""

from modelstead.domain.permission import CHANGE_GROUP, DELETE_GROUP, READ_GROUP, READ_MEMBERS
from modelstead.http.endpoint import Endpoint
from modelstead.http.health import Nothing
from modelstead.web.means import Means
from modelstead.web.page_table import page
from modelstead.web.pages.group import GroupPage, GroupState
from modelstead.web.pages.group_settings import GroupSettings
from modelstead.web.people_pages import people_of_group
from modelstead.web.place_forms import Delete, Describe, Rename, SetVisibility
from modelstead.web.upkeep_pages import group_activity


def group_pages(means: Means) -> tuple[Endpoint, ...]:
    """Return a group's page, its activity and its settings."""
    return (*_own_pages(means), *people_of_group(means), *group_activity(means))


def _own_pages(means: Means) -> tuple[Endpoint, ...]:
    settings = GroupSettings(means.database)
    return (
        page("GET", "/", GroupPage(means.database).show, GroupState, READ_GROUP),
        page("GET", "/-/settings", settings.first, Nothing, READ_MEMBERS),
        page("GET", "/-/settings/general", settings.show, Nothing, CHANGE_GROUP),
        page("POST", "/-/settings/general", settings.save, Describe, CHANGE_GROUP),
        page("POST", "/-/settings/path", settings.rename, Rename, CHANGE_GROUP),
        page("POST", "/-/settings/visibility", settings.set_visibility, SetVisibility, CHANGE_GROUP),
        page("GET", "/-/settings/delete", settings.show_delete, Nothing, DELETE_GROUP),
        page("POST", "/-/settings/delete", settings.delete, Delete, DELETE_GROUP),
    )
