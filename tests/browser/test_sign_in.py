"""Signing in with a real browser, without scripts: by password and by an identity provider."""

import re
from pathlib import Path

from playwright.sync_api import BrowserContext, expect

from tests.browser.conftest import shown
from tests.identity_provider import identity_provider, settings
from tests.serving import Running
from tests.signing_in import PASSWORD, person, site_in


def test_somebody_signs_in_by_password_looks_at_their_sessions_and_signs_out(
    site: Running, window: BrowserContext, pictures: Path
) -> None:
    user = person(site)
    page = window.new_page()
    page.goto(f"{site.url}/-/profile/sessions")
    expect(page).to_have_title("Sign in · Modelstead")
    expect(page.get_by_label("Username or email address")).to_be_focused()
    shown(page, pictures, "sign-in")
    page.get_by_label("Username or email address").fill(user.username)
    page.get_by_label("Password").fill("a wrong password")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_contain_text("is wrong")
    expect(page.get_by_label("Username or email address")).to_have_value(user.username)
    shown(page, pictures, "wrong")
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page).to_have_title("Sessions · Modelstead")
    expect(page.get_by_text("this browser")).to_be_visible()
    shown(page, pictures, "sessions")
    page.get_by_role("link", name="change your password").click()
    page.get_by_label("Present password").fill("wrong")
    page.get_by_label("New password").fill("another sentence to remember")
    page.get_by_role("button", name="Change password").click()
    expect(page.get_by_role("alert")).to_have_text("This is not your present password.")
    shown(page, pictures, "password")
    page.goto(f"{site.url}/")
    shown(page, pictures, "home")
    page.get_by_label(user.username, exact=True).click()
    page.get_by_role("button", name="Sign out").click()
    expect(page).to_have_title("Sign in · Modelstead")
    page.goto(f"{site.url}/-/profile/sessions")
    expect(page).to_have_title("Sign in · Modelstead")


def test_somebody_signs_in_by_an_identity_provider(tmp_path: Path, window: BrowserContext, pictures: Path) -> None:
    with identity_provider() as provider:
        wanted = settings(provider, oidc_create_users=True, oidc_name="Example")
        with site_in(tmp_path / "site", **wanted) as site:
            page = window.new_page()
            page.goto(f"{site.url}/-/profile/sessions")
            shown(page, pictures, "sign-in")
            page.get_by_role("link", name="Sign in with Example").click()
            expect(page).to_have_title("Sessions · Modelstead")
            expect(page.get_by_label("person.of.tests")).to_be_visible()
            cookies = {cookie["name"]: cookie for cookie in window.cookies()}
            assert set(cookies) == {"modelstead_session"}
            assert cookies["modelstead_session"]["httpOnly"]
            assert cookies["modelstead_session"]["sameSite"] == "Lax"
            assert re.fullmatch(r"[\w-]{43}", cookies["modelstead_session"]["value"])
            window.pages[0].close()
