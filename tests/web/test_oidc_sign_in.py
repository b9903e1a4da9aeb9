"""Signing in by an identity provider."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from modelstead.errors import SettingError
from modelstead.services import users
from tests.identity_provider import Provider, settings
from tests.open_id import through_provider, to_provider
from tests.signing_in import browser_of, events, person, site_in


def test_the_sign_in_page_has_a_button_only_where_there_is_a_provider(tmp_path: Path, provider: Provider) -> None:
    with site_in(tmp_path / "with", **settings(provider)) as site:
        page = browser_of(site).get("/-/sign-in?to=/-/profile/sessions").text
        assert 'href="/-/sign-in/oidc?to=/-/profile/sessions">Sign in with Example</a>' in page
    with site_in(tmp_path / "without") as site:
        assert "/-/sign-in/oidc" not in browser_of(site).get("/-/sign-in").text
        assert browser_of(site).get("/-/sign-in/oidc").status_code == 404


def test_a_new_person_gets_an_account_if_the_operator_wants_that(tmp_path: Path, provider: Provider) -> None:
    with site_in(tmp_path, **settings(provider, oidc_create_users=True)) as site:
        browser = browser_of(site)
        answer = through_provider(browser, "/-/profile/sessions")
        assert (answer.status_code, answer.headers["location"]) == (303, "/-/profile/sessions")
        assert browser.is_signed_in()
        told = browser.get("/api/v4/user").json()
        assert (told["username"], told["name"]) == ("person.of.tests", "Person of Tests")
        user = site.server.database.read_now(users.get, "person.of.tests")
        assert user.email == "person@example.com"
        ((user_id, address, details),) = events(site, "identity.link", "person.of.tests")
        assert (user_id, address) == (user.id, browser.address)
        assert '"made_account":"yes"' in details
        again = browser_of(site)
        through_provider(again)
        assert again.get("/api/v4/user").json()["id"] == told["id"]


def test_a_new_person_is_turned_away_by_default(tmp_path: Path, provider: Provider) -> None:
    with site_in(tmp_path, **settings(provider)) as site:
        browser = browser_of(site)
        answer = through_provider(browser)
        assert answer.status_code == 403
        assert "There is no account for you yet. Ask an administrator for one." in answer.text
        assert not browser.is_signed_in()


def test_the_account_of_a_verified_address_is_linked(tmp_path: Path, provider: Provider) -> None:
    with site_in(tmp_path, **settings(provider)) as site:
        user = person(site, email="Person@Example.com")
        browser = browser_of(site)
        assert through_provider(browser).status_code == 303
        assert browser.get("/api/v4/user").json()["id"] == user.id
        provider.person["email"] = "changed@example.com"  # what counts from now on is the subject
        again = browser_of(site)
        through_provider(again)
        assert again.get("/api/v4/user").json()["id"] == user.id


@pytest.mark.parametrize("verified", [False, None, "false", 1, "yes"])
def test_the_account_of_an_address_that_is_not_verified_is_not_linked(
    tmp_path: Path, provider: Provider, verified: object
) -> None:
    provider.person["email_verified"] = verified
    with site_in(tmp_path, **settings(provider, oidc_create_users=True)) as site:
        user = person(site, email="person@example.com")
        browser = browser_of(site)
        assert through_provider(browser).status_code == 303
        told = browser.get("/api/v4/user").json()
        assert told["id"] != user.id
        assert site.server.database.read_now(users.get, told["username"]).email is None


def test_an_account_that_is_linked_is_not_given_to_another_subject(tmp_path: Path, provider: Provider) -> None:
    with site_in(tmp_path, **settings(provider)) as site:
        person(site, email="person@example.com")
        assert through_provider(browser_of(site)).status_code == 303
        provider.person["sub"] = "somebody-else"
        answer = through_provider(browser_of(site))
        assert answer.status_code == 403
        assert "belongs to another identity" in answer.text


def test_a_blocked_account_stays_shut(tmp_path: Path, provider: Provider) -> None:
    with site_in(tmp_path, **settings(provider)) as site:
        user = person(site, email="person@example.com")
        for linked in (False, True):
            if linked:
                assert through_provider(browser_of(site)).status_code == 303
            block = "UPDATE users SET is_active = ? WHERE id = ?"
            site.server.database.write_now(lambda tx: tx.execute(block, (0, user.id)))  # noqa: B023 - done at once
            answer = through_provider(browser_of(site))
            assert answer.status_code == 403
            assert "cannot be used" in answer.text
            site.server.database.write_now(lambda tx: tx.execute(block, (1, user.id)))  # noqa: B023 - the same


@pytest.mark.parametrize(
    ("email", "verified", "status"),
    [
        ("person@example.com", True, 303),
        ("person@EXAMPLE.com", True, 303),
        ("person@example.org", True, 403),
        ("person@sub.example.com", True, 403),
        ("person@example.com", False, 403),
        ("person@example.com@evil.example", True, 403),
        ("", True, 403),
    ],
)
def test_only_verified_addresses_of_the_domains_sign_in(
    tmp_path: Path,
    provider: Provider,
    email: str,
    verified: object,
    status: int,
) -> None:
    provider.person |= {"email": email, "email_verified": verified}
    wanted = settings(provider, oidc_create_users=True, oidc_email_domains=("example.com", "@example.net"))
    with site_in(tmp_path, **wanted) as site:
        assert through_provider(browser_of(site)).status_code == status


def test_a_username_that_is_taken_gets_a_number(tmp_path: Path, provider: Provider) -> None:
    with site_in(tmp_path, **settings(provider, oidc_create_users=True)) as site:
        site.server.database.write_now(users.create, "Person.Of.Tests")
        browser = browser_of(site)
        assert through_provider(browser).status_code == 303
        assert browser.get("/api/v4/user").json()["username"] == "person.of.tests-2"


def test_what_the_id_token_leaves_out_is_asked_for(tmp_path: Path, provider: Provider) -> None:
    told = {name: provider.person.pop(name) for name in ("preferred_username", "email", "email_verified")}
    provider.userinfo = {**told, "nickname": "nick"}
    wanted = settings(provider, oidc_create_users=True, oidc_username_claim="nickname")
    with site_in(tmp_path, **wanted) as site:
        browser = browser_of(site)
        assert through_provider(browser).status_code == 303
        assert browser.get("/api/v4/user").json()["username"] == "nick"
    assert "/userinfo" in provider.asked


def test_the_provider_is_asked_as_the_standards_say(tmp_path: Path, provider: Provider) -> None:
    with site_in(tmp_path, **settings(provider, oidc_scopes=("openid", "email"))) as site:
        way = to_provider(browser_of(site))
        query = {name: values[0] for name, values in parse_qs(urlsplit(way.there.headers["location"]).query).items()}
        assert query["redirect_uri"] == f"{site.url}/-/sign-in/oidc/callback"
        assert query["scope"] == "openid email"
        assert query["code_challenge_method"] == "S256"
        assert {len(query[name]) for name in ("state", "nonce", "code_challenge")} == {43}
        cookie = way.there.headers["set-cookie"]
        assert cookie.startswith("modelstead_sign_in=")
        assert cookie.endswith("; Path=/; Max-Age=600; HttpOnly; SameSite=Lax")
        for secret in (query["state"], query["nonce"], query["code_challenge"]):
            assert secret not in cookie


@pytest.mark.parametrize(
    ("more", "discovery"),
    [
        ({}, {"token_endpoint_auth_methods_supported": ["client_secret_post"]}),
        ({}, {"token_endpoint_auth_methods_supported": ["client_secret_basic", "private_key_jwt"]}),
        ({"oidc_client_secret": "wrong"}, {}),
        ({"oidc_client_secret": ""}, {}),
    ],
)
def test_the_client_proves_itself_in_the_way_that_the_provider_takes(
    tmp_path: Path, provider: Provider, more: dict[str, Any], discovery: dict[str, Any]
) -> None:
    provider.discovery = discovery
    with site_in(tmp_path, **settings(provider, oidc_create_users=True, **more)) as site:
        answer = through_provider(browser_of(site))
    assert answer.status_code == (401 if more else 303)
    assert ("client_secret" in provider.forms[0]) == (
        discovery.get("token_endpoint_auth_methods_supported") == ["client_secret_post"]
    )


@pytest.mark.parametrize("algorithm", ["PS256", "ES256", "EdDSA"])
def test_keys_rotate_and_signatures_are_of_any_good_kind(tmp_path: Path, provider: Provider, algorithm: str) -> None:
    with site_in(tmp_path, **settings(provider, oidc_create_users=True)) as site:
        assert through_provider(browser_of(site)).status_code == 303
        provider.rotate(algorithm, "second")
        assert through_provider(browser_of(site)).status_code == 401  # keys were asked for a moment ago
    with site_in(tmp_path, **settings(provider, oidc_create_users=True)) as site:
        assert through_provider(browser_of(site)).status_code == 303


def test_what_the_provider_says_of_itself_is_asked_for_once(tmp_path: Path, provider: Provider) -> None:
    with site_in(tmp_path, **settings(provider, oidc_create_users=True)) as site:
        for _ in range(3):
            assert through_provider(browser_of(site)).status_code == 303
    assert provider.asked.count("/.well-known/openid-configuration") == 1
    assert provider.asked.count("/keys") == 1


def test_a_provider_that_does_not_answer_is_told_of(tmp_path: Path, provider: Provider) -> None:
    closed = settings(provider, oidc_issuer="http://127.0.0.1:1")
    with site_in(tmp_path, **closed) as site:
        answer = browser_of(site).get("/-/sign-in/oidc")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "60")
    assert "The identity provider cannot be reached." in answer.text


def test_a_provider_with_another_name_is_not_used(tmp_path: Path, provider: Provider) -> None:
    provider.discovery = {"issuer": f"{provider.issuer}/"}
    with site_in(tmp_path, **settings(provider)) as site:
        assert browser_of(site).get("/-/sign-in/oidc").status_code == 503


def test_a_provider_without_a_client_id_stops_the_start(tmp_path: Path, provider: Provider) -> None:
    with pytest.raises(SettingError, match="oidc_client_id"), site_in(tmp_path, oidc_issuer=provider.issuer):
        pass


def test_somebody_who_says_no_at_the_provider_is_back_where_they_were(tmp_path: Path, provider: Provider) -> None:
    with site_in(tmp_path, **settings(provider)) as site:
        browser = browser_of(site)
        way = to_provider(browser)
        state = parse_qs(urlsplit(way.back).query)["state"][0]
        answer: httpx.Response = browser.http.get(
            "/-/sign-in/oidc/callback", params={"state": state, "error": "<b>access_denied"}
        )
        assert answer.status_code == 401
        assert "did not sign you in (&lt;b&gt;access_denied)" in answer.text
        assert "modelstead_sign_in=; Path=/; Max-Age=0" in answer.headers["set-cookie"]
