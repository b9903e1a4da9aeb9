"""General settings of a project: what it is called, where it is, who sees it."""

import pytest

from modelstead.domain.project import Visibility
from modelstead.domain.role import Role
from tests.serving import Running
from tests.signing_in import events
from tests.web.settings import Owned, owned


@pytest.fixture(scope="module")
def kept(site: Running) -> Owned:
    """Return a place that no test changes."""
    return owned(site)


@pytest.fixture
def place(site: Running) -> Owned:
    return owned(site)


@pytest.mark.parametrize(
    ("role", "page"), [(Role.OWNER, "general"), (Role.MAINTAINER, "general"), (Role.GUEST, "members")]
)
def test_settings_lead_to_the_first_page_one_may_look_at(kept: Owned, role: Role, page: str) -> None:
    answer = kept.member(role).get(kept.settings)
    assert (answer.status_code, answer.headers["location"]) == (303, f"{kept.settings}/{page}")


def test_name_description_and_shared_names_are_saved_and_noted(place: Owned) -> None:
    form = {"name": "Demand <b>", "description": "why\r\nnot", "shared_names": "1"}
    assert place.browser.send(f"{place.settings}/general", **form).status_code == 303
    assert place.row("name, description, shared_names") == ("Demand <b>", "why\nnot", 1)
    page = place.browser.get(f"{place.settings}/general").text
    assert "The settings are saved." in page
    assert 'value="Demand &lt;b&gt;"' in page
    [(user_id, _, details)] = events(place.site, "project.change_settings", place.project.path)
    assert (user_id, details) == (place.owner.id, '{"shared_names":"yes"}')


@pytest.mark.parametrize(
    ("page", "form", "field"),
    [
        ("general", {"name": " ", "description": "kept"}, "name"),
        ("general", {"name": "n" * 256, "description": "kept"}, "name"),
        ("general", {"name": "ok", "description": "d" * 2_001}, "description"),
        ("path", {"slug": "not a slug"}, "slug"),
        ("path", {"slug": ""}, "slug"),
        ("path", {"slug": "a/b"}, "slug"),
        ("visibility", {"visibility": "everybody"}, "visibility"),
        ("visibility", {"visibility": "public"}, "visibility"),
    ],
)
def test_what_is_wrong_stands_at_its_field_and_what_was_typed_stays(
    kept: Owned, page: str, form: dict[str, str], field: str
) -> None:
    answer = kept.browser.send(f"{kept.settings}/{page}", **form)
    assert answer.status_code == 400
    assert f'id="{field}-error"' in answer.text
    assert all(value in answer.text for name, value in form.items() if name != "visibility")


def test_another_path_leads_on_at_once_and_the_old_one_is_gone(place: Owned) -> None:
    answer = place.browser.send(f"{place.settings}/path", slug="renamed")
    assert answer.headers["location"] == f"/{place.group}/renamed/-/settings/general"
    assert place.browser.get(answer.headers["location"]).status_code == 200
    assert place.browser.get(f"/{place.project.path}").status_code == 404


def test_a_taken_path_is_told_at_its_field(place: Owned) -> None:
    other = place.browser.send("/-/projects/new", name="Other", group=place.group)
    assert other.status_code == 303
    answer = place.browser.send(f"{place.settings}/path", slug="other")
    assert (answer.status_code, 'id="slug-error"' in answer.text) == (400, True)


def test_fewer_people_see_it_only_after_a_second_question(site: Running) -> None:
    place = owned(site, Visibility.PUBLIC)
    asked = place.browser.send(f"{place.settings}/visibility", visibility="private")
    assert (asked.status_code, place.row("visibility")) == (200, ("public",))
    assert "Only its members" in asked.text
    assert place.browser.send(f"{place.settings}/visibility", visibility="private", confirmed="1").status_code == 303
    assert place.row("visibility") == ("private",)
    assert place.outsider().get(f"/{place.project.path}").status_code == 404


def test_a_maintainer_sees_the_visibility_and_cannot_change_it(kept: Owned) -> None:
    maintainer = kept.member(Role.MAINTAINER)
    page = maintainer.get(f"{kept.settings}/general").text
    assert 'name="visibility"' not in page
    assert "An owner can change that." in page
    for path in ("/transfer", "/delete"):
        assert f"{kept.settings}{path}" not in page
        assert maintainer.get(kept.settings + path).status_code == 403
    assert maintainer.send(f"{kept.settings}/visibility", visibility="internal").status_code == 403


def test_the_project_s_number_and_tracking_uri_are_there_to_be_copied(kept: Owned) -> None:
    page = kept.browser.get(f"{kept.settings}/general").text
    uri = f"{kept.site.url}/api/v4/projects/{kept.project.id}/ml/mlflow"
    assert f'data-copy="{uri}"' in page
    assert f'data-copy="{kept.project.id}"' in page
