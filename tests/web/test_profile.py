"""One's own profile."""

from tests.serving import Running
from tests.signing_in import browser_of, person
from tests.web.audit_log import project_of, signed_in

JSON = {"Accept": "application/json"}


def test_a_profile_shows_who_one_is_and_where_one_belongs(site: Running) -> None:
    owner = person(site, email=f"mail-{id(site)}@example.com")
    project = project_of(site, owner)
    browser = signed_in(site, owner)
    text = browser.get("/-/profile").text
    assert f'href="/{project.path}"' in text
    assert str(owner.email) in text
    assert "only an administrator changes them" in text
    found = browser.get("/-/profile", **JSON).json()
    assert found["projects"][0]["role"] == "owner"
    assert "password_hash" not in str(found)
    assert "argon2" not in str(found)
    assert browser_of(site).get("/-/profile").headers["location"] == "/-/sign-in?to=/-/profile"


def test_the_name_is_changed_and_nothing_else(site: Running) -> None:
    owner = person(site)
    browser = signed_in(site, owner)
    answer = browser.send("/-/profile", name="  A <b> developer ", username="other", email="x@example.com")
    assert answer.headers["location"] == "/-/profile"
    text = browser.get("/-/profile").text
    assert "Your name is saved." in text
    assert "A &lt;b&gt; developer" in text
    assert browser.get("/-/profile", **JSON).json()["username"] == owner.username
    assert browser.post("/-/profile", name="Without a token").status_code == 403


def test_a_bad_name_is_said_beside_the_field(site: Running) -> None:
    browser = signed_in(site, person(site))
    answer = browser.send("/-/profile", name=" ")
    assert answer.status_code == 400
    assert 'id="name-error"' in answer.text
    long = browser.send("/-/profile", name="y" * 1_000)
    assert long.status_code == 400
    assert "y" * 1_000 in long.text
