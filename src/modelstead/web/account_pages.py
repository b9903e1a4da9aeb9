"""The table of pages of one's own account."""

from modelstead.domain.permission import MANAGE_TOKENS, USE_ACCOUNT
from modelstead.http.endpoint import Endpoint
from modelstead.http.health import Nothing
from modelstead.web.means import Means
from modelstead.web.page_table import page
from modelstead.web.pages.password import ChangePassword, PasswordPages
from modelstead.web.pages.preferences import ChoosePreferences, choose_preferences, show_preferences
from modelstead.web.pages.profile import ProfilePages, SetName
from modelstead.web.pages.sessions import EndSession, SessionPages
from modelstead.web.people_pages import token_pages


def account_pages(means: Means) -> tuple[Endpoint, ...]:
    """Return profile, password, sessions, access tokens and preferences."""
    password = PasswordPages(means.database, means.made_with, means.passwords, means.rate_limits)
    sessions = SessionPages(means.database)
    profile = ProfilePages(means.database)
    return (
        page("GET", "/-/profile", profile.show, Nothing, USE_ACCOUNT),
        page("POST", "/-/profile", profile.rename, SetName, USE_ACCOUNT),
        page("GET", "/-/profile/preferences", show_preferences, Nothing, USE_ACCOUNT),
        page("POST", "/-/profile/preferences", choose_preferences, ChoosePreferences, USE_ACCOUNT),
        page("GET", "/-/profile/password", password.show, Nothing, USE_ACCOUNT),
        page("POST", "/-/profile/password", password.take, ChangePassword, USE_ACCOUNT),
        page("GET", "/-/profile/sessions", sessions.show, Nothing, USE_ACCOUNT),
        page("POST", "/-/profile/sessions", sessions.end, EndSession, USE_ACCOUNT),
        *token_pages(means, "/-/profile/tokens", USE_ACCOUNT, MANAGE_TOKENS),
    )
