"""The set-up link of the first start."""

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import argon2
import httpx
import pytest

from tests.cli.commands import Serving, serving

PASSWORD = "correct horse battery"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    """Start a server for the first time."""
    with serving(tmp_path_factory.mktemp("setup")) as started:
        yield started


@pytest.fixture
def secret(server: Serving) -> str:
    """Return the secret of an unused link: the printed one, made new again."""
    with sqlite3.connect(server.folder / "modelstead.db") as database:
        database.execute("UPDATE one_time_links SET used_at = NULL, expires_at = 9999999999999")
        database.execute("UPDATE users SET password_hash = NULL")
    database.close()
    return server.printed.partition("/-/setup?secret=")[2].split()[0]


def send(server: Serving, **form: str) -> httpx.Response:
    return server.http.post("/-/setup", data=form)


def password_hash(folder: Path) -> str | None:
    database = sqlite3.connect(folder / "modelstead.db")
    (found,) = database.execute("SELECT password_hash FROM users WHERE username = 'admin'").fetchone()
    database.close()
    return found if found is None else str(found)


def test_the_link_shows_a_form_and_works_once(server: Serving, secret: str) -> None:
    page = server.http.get("/-/setup", params={"secret": secret})
    assert page.status_code == 200
    assert "<strong>admin</strong>" in page.text
    assert f'value="{secret}"' in page.text
    done = send(server, secret=secret, password=PASSWORD)
    assert (done.status_code, "The password is set" in done.text) == (200, True)
    stored = password_hash(server.folder)
    assert stored is not None
    assert stored.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert argon2.PasswordHasher().verify(stored, PASSWORD)
    for answer in (
        server.http.get("/-/setup", params={"secret": secret}),
        send(server, secret=secret, password="another long password"),
    ):
        assert answer.status_code == 404
        assert "used already" in answer.text
    assert password_hash(server.folder) == stored


@pytest.mark.parametrize("password", ["", "short", "x" * 11, "x" * 1_025])
def test_a_bad_password_is_refused_with_the_form_and_the_link_stays_good(
    server: Serving, secret: str, password: str
) -> None:
    answer = send(server, secret=secret, password=password)
    assert answer.status_code == 400
    assert f"A password has 12 to 1024 characters; this one has {len(password)}." in answer.text
    assert f'value="{secret}"' in answer.text
    assert password_hash(server.folder) is None
    assert server.http.get("/-/setup", params={"secret": secret}).status_code == 200


@pytest.mark.parametrize("wrong", ["", "x", "' OR 1=1 --", "é", "\u202e", "x" * 5_000])
def test_a_wrong_secret_is_not_found(server: Serving, wrong: str) -> None:
    for answer in (
        server.http.get("/-/setup", params={"secret": wrong}),
        send(server, secret=wrong, password=PASSWORD),
    ):
        assert answer.status_code == 404
        assert "was not copied whole" in answer.text


def test_an_expired_link_is_not_found(server: Serving, secret: str) -> None:
    with sqlite3.connect(server.folder / "modelstead.db") as database:
        database.execute("UPDATE one_time_links SET expires_at = 1")
    database.close()
    assert send(server, secret=secret, password=PASSWORD).status_code == 404
    assert password_hash(server.folder) is None


def test_what_a_form_brings_is_never_markup(server: Serving) -> None:
    hostile = "\"><script>alert(1)</script><img src=x onerror='alert(1)'>"
    for answer in (
        server.http.get("/-/setup", params={"secret": hostile}),
        send(server, secret=hostile, password=hostile),
        send(server, secret="x", other=hostile),
        server.http.get("/" + hostile),
    ):
        assert answer.status_code in {400, 404}
        assert "<script>" not in answer.text
        assert "<img src=x" not in answer.text


def test_a_form_of_another_site_sets_nothing(server: Serving, secret: str) -> None:
    for headers in ({"Origin": "https://evil.example"}, {"Host": "evil.example"}):
        answer = server.http.post("/-/setup", data={"secret": secret, "password": PASSWORD}, headers=headers)
        assert answer.status_code == 403
    assert password_hash(server.folder) is None


def test_a_form_is_a_form(server: Serving, secret: str) -> None:
    answer = server.http.post("/-/setup", json={"secret": secret, "password": PASSWORD})
    assert answer.status_code == 415
    assert send(server, secret=secret).status_code == 400
    assert password_hash(server.folder) is None


def test_a_link_used_by_two_at_once_is_used_by_one(server: Serving, secret: str) -> None:
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda n: send(server, secret=secret, password=f"{PASSWORD} {n}"), range(4)))
    assert sorted(answer.status_code for answer in answers) == [200, 404, 404, 404]


@pytest.mark.parametrize(
    "body", [b"secret=%FF&password=x", b"secret=%00&password=x", b"\xff", b"secret", b"&=&" * 9_999]
)
def test_a_form_that_is_not_text_is_refused_with_a_page(server: Serving, body: bytes) -> None:
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    answer = server.http.post("/-/setup", content=body, headers=headers)
    assert (answer.status_code, answer.headers["content-type"]) == (400, "text/html; charset=utf-8")
    assert "Traceback" not in answer.text


def test_a_form_that_is_too_large_is_refused_with_a_page(server: Serving, secret: str) -> None:
    answer = send(server, secret=secret, password="x" * 3_000_000)
    assert answer.status_code == 413
    assert password_hash(server.folder) is None


def test_a_page_says_which_methods_it_has(server: Serving) -> None:
    answer = server.http.delete("/-/setup")
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD, POST")
