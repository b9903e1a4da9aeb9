"""What an identity provider, or somebody in its place, cannot make this server believe."""

import base64
import hmac
import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from joserfc.jwk import OctKey, RSAKey

from tests.identity_provider import CLIENT_ID, Claims, Provider, identity_provider, settings, signed
from tests.open_id import through_provider, to_provider
from tests.serving import Running
from tests.signing_in import browser_of, site_in

CALLBACK = "/-/sign-in/oidc/callback"


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    with identity_provider() as made:
        yield made


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, provider: Provider) -> Iterator[Running]:
    with site_in(tmp_path_factory.mktemp("oidc"), **settings(provider, oidc_create_users=True)) as started:
        yield started


@pytest.fixture(autouse=True)
def _honest_again(provider: Provider) -> Iterator[None]:
    yield
    provider.sign, provider.extra, provider.discovery, provider.userinfo = None, {}, {}, {}


def refused(server: Running, words: str) -> None:
    browser = browser_of(server)
    answer = through_provider(browser)
    assert answer.status_code == 401, answer.text
    assert words in answer.text
    assert "modelstead_session" not in answer.headers["set-cookie"]
    assert not browser.is_signed_in()


def test_the_honest_provider_is_believed(server: Running) -> None:
    assert through_provider(browser_of(server)).status_code == 303


def test_a_code_works_once(server: Running) -> None:
    browser = browser_of(server)
    way = to_provider(browser)
    cookie = browser.http.cookies["modelstead_sign_in"]
    assert browser.get(way.back).status_code == 303
    assert browser_of(server).get(way.back, Cookie=f"modelstead_sign_in={cookie}").status_code == 401
    assert browser.get(way.back).status_code == 400  # and the browser's half is used up


@pytest.mark.parametrize("state", [None, "", "x", "A" * 43, "é"])
def test_a_forged_state_is_refused(server: Running, state: str | None) -> None:
    browser = browser_of(server)
    query = {name: values[0] for name, values in parse_qs(urlsplit(to_provider(browser).back).query).items()}
    query = {name: value for name, value in (query | {"state": state}).items() if value is not None}
    answer = browser.get(f"{CALLBACK}?{urlencode(query)}")
    assert answer.status_code == 400
    assert not browser.is_signed_in()


def test_the_way_of_another_browser_is_refused(server: Running) -> None:
    """Who is sent somebody else's callback is not signed in as them."""
    attacker, victim = browser_of(server), browser_of(server)
    back = to_provider(attacker).back
    to_provider(victim)
    assert victim.get(back).status_code == 400
    assert browser_of(server).get(back).status_code == 400
    assert not victim.is_signed_in()


@pytest.mark.parametrize("change", ["to", "expires", "signature", "seed", "short"])
def test_a_cookie_that_was_changed_is_refused(server: Running, change: str) -> None:
    browser = browser_of(server)
    back = to_provider(browser).back
    seed, expires, to, signature = browser.http.cookies["modelstead_sign_in"].split(".")
    parts = {
        "to": (seed, expires, "aHR0cHM6Ly9ldmlsLmV4YW1wbGU=", signature),
        "expires": (seed, str(int(expires) + 1), to, signature),
        "signature": (seed, expires, to, signature[:-1] + ("A" if signature[-1] != "A" else "E")),
        "seed": ("A" * 43, expires, to, signature),
        "short": (seed, expires, to),
    }[change]
    answer = browser_of(server).get(back, Cookie=f"modelstead_sign_in={'.'.join(parts)}")
    assert answer.status_code == 400


def test_the_answer_of_another_issuer_is_refused(server: Running) -> None:
    browser = browser_of(server)
    query = {name: values[0] for name, values in parse_qs(urlsplit(to_provider(browser).back).query).items()}
    answer = browser.get(f"{CALLBACK}?{urlencode(query | {'iss': 'https://evil.example'})}")
    assert answer.status_code == 401


def test_the_provider_leads_to_no_other_site(server: Running) -> None:
    assert through_provider(browser_of(server), "//evil.example").headers["location"] == "/"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"nonce": "of another sign-in"}, "it is of another sign-in"),
        ({"nonce": None}, "it is of another sign-in"),
        ({"aud": "another"}, "it is for another server"),
        ({"aud": []}, "it is for another server"),
        ({"aud": None}, "it is for another server"),
        ({"aud": [CLIENT_ID, "another"]}, "it was given to another server"),
        ({"azp": "another"}, "it was given to another server"),
        ({"iss": "https://evil.example"}, "its issuer is another one"),
        ({"iss": None}, "its issuer is another one"),
        ({"exp": 1}, "it has expired"),
        ({"exp": None}, "it has expired"),
        ({"exp": "9999999999"}, "it has expired"),
        ({"exp": True}, "it has expired"),
        ({"iat": 1}, "it was not made just now"),
        ({"iat": 9_999_999_999}, "it was not made just now"),
        ({"iat": None}, "it was not made just now"),
        ({"nbf": 9_999_999_999}, "it is not good yet"),
        ({"sub": ""}, "it names nobody"),
        ({"sub": None}, "it names nobody"),
        ({"sub": 7}, "it names nobody"),
        ({"sub": "x" * 256}, "it names nobody"),
        ({"sub": "a\0b"}, "it names nobody"),
    ],
)
def test_an_id_token_with_a_wrong_claim_is_refused(
    server: Running, provider: Provider, change: Claims, words: str
) -> None:
    provider.extra = change
    refused(server, words)


def test_an_id_token_that_expired_a_moment_ago_is_refused(server: Running, provider: Provider) -> None:
    provider.extra = {"exp": int(time.time()) - 61}
    refused(server, "it has expired")


def test_several_audiences_are_good_where_this_server_is_the_authorized_party(
    server: Running, provider: Provider
) -> None:
    provider.extra = {"aud": [CLIENT_ID, "another"], "azp": CLIENT_ID}
    assert through_provider(browser_of(server)).status_code == 303


def text(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()


def part(value: object) -> str:
    return text(json.dumps(value).encode())


def unsigned(provider: Provider) -> Callable[[Claims], str]:
    return lambda claims: f"{part({'alg': 'none', 'kid': provider.key.kid})}.{part(claims)}."


def by_public_key(provider: Provider) -> Callable[[Claims], str]:
    """Sign with HMAC by what everybody knows, for those who take the key whatever the algorithm."""
    assert isinstance(provider.key, RSAKey)
    pem = provider.key.as_pem(private=False)

    def sign(claims: Claims) -> str:
        signed_part = f"{part({'alg': 'HS256', 'kid': provider.key.kid})}.{part(claims)}"
        return f"{signed_part}.{text(hmac.digest(pem, signed_part.encode(), 'sha256'))}"

    return sign


def by_client_secret(provider: Provider) -> Callable[[Claims], str]:
    secret = OctKey.import_key("of the client & <more>")
    return lambda claims: signed({"alg": "HS256", "kid": provider.key.kid}, claims, secret)


def by_another_key(provider: Provider) -> Callable[[Claims], str]:
    key = RSAKey.generate_key(2048)
    return lambda claims: signed({"alg": "RS256", "kid": provider.key.kid}, claims, key)


def by_an_unknown_key(_: Provider) -> Callable[[Claims], str]:
    key = RSAKey.generate_key(2048, {"kid": "unknown"})
    return lambda claims: signed({"alg": "RS256", "kid": "unknown"}, claims, key)


def by_its_own_key(provider: Provider) -> Callable[[Claims], str]:
    """Bring the key along in the header."""
    key = RSAKey.generate_key(2048, {"kid": "own"})
    header = {"alg": "RS256", "kid": provider.key.kid, "jwk": key.as_dict(private=False)}
    return lambda claims: signed(header, claims, key)


def in_another_algorithm(provider: Provider) -> Callable[[Claims], str]:
    return lambda claims: signed({"alg": "RS512", "kid": provider.key.kid}, claims, provider.key)


def changed(provider: Provider) -> Callable[[Claims], str]:
    def sign(claims: Claims) -> str:
        head, _, signature = signed({"alg": "RS256", "kid": provider.key.kid}, claims, provider.key).split(".")
        other = signed({"alg": "RS256"}, {**claims, "sub": "admin"}, provider.key).split(".")[1]
        return f"{head}.{other}.{signature}"

    return sign


def with_a_broken_signature(provider: Provider) -> Callable[[Claims], str]:
    return lambda claims: signed({"alg": "RS256", "kid": provider.key.kid}, claims, provider.key)[:-8] + "AAAAAAAA"


@pytest.mark.parametrize(
    "sign",
    [
        unsigned,
        by_public_key,
        by_client_secret,
        by_another_key,
        by_an_unknown_key,
        by_its_own_key,
        in_another_algorithm,
        changed,
        with_a_broken_signature,
    ],
)
def test_an_id_token_with_a_bad_signature_is_refused(
    server: Running, provider: Provider, sign: Callable[[Provider], Callable[[Claims], str]]
) -> None:
    provider.sign = sign(provider)
    refused(server, "is not signed as it should be")


@pytest.mark.parametrize("token", ["", "x", "a.b.c", "..", "é.é.é", "a.b.c.d.e", "{}", "x" * 100_000])
def test_what_is_no_id_token_is_refused(server: Running, provider: Provider, token: str) -> None:
    provider.sign = lambda _: token
    refused(server, "is not signed as it should be")


def test_userinfo_of_another_person_is_refused(server: Running, provider: Provider) -> None:
    provider.extra = {"sub": "another-one"}
    taken = provider.person.pop("email")
    try:
        refused(server, "told of another person")
    finally:
        provider.person["email"] = taken


@pytest.mark.parametrize(
    "change", [{"token_endpoint": "http://169.254.169.254/latest"}, {"token_endpoint": "file:///etc/passwd"}]
)
def test_a_provider_leads_the_server_nowhere_else_in_its_network(
    tmp_path: Path, provider: Provider, change: dict[str, str]
) -> None:
    provider.discovery = change
    with site_in(tmp_path, **settings(provider, oidc_create_users=True)) as site:
        assert through_provider(browser_of(site)).status_code == 503
