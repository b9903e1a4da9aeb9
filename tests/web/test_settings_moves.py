"""A project goes into the archive and out of it, to another group, and into the trash."""

import pytest

from modelstead.domain.project import Visibility
from modelstead.domain.role import Role
from modelstead.services import restoring
from tests.serving import Running
from tests.web.settings import Owned, owned


@pytest.fixture
def place(site: Running) -> Owned:
    return owned(site)


def test_an_archived_project_shows_its_settings_and_comes_out_of_the_archive(place: Owned) -> None:
    archive = f"{place.settings}/archive"
    assert place.browser.send(archive, archived="yes").headers["location"] == f"{place.settings}/general"
    page = place.browser.get(f"{place.settings}/general").text
    assert "This project is archived." in page
    assert 'name="description"' not in page
    assert f"{place.settings}/webhooks" not in page
    storage = place.browser.get(f"{place.settings}/storage")
    assert storage.status_code == 200
    assert "/-/trash" not in storage.text
    assert place.browser.send(f"{place.settings}/general", name="x").status_code == 403
    assert "Unarchive project" not in place.member(Role.MAINTAINER).get(f"{place.settings}/general").text
    assert place.browser.send(archive, archived="no").status_code == 303
    assert place.row("archived_at") == (None,)


def test_a_project_moves_to_a_group_that_one_maintains(place: Owned) -> None:
    place.browser.send("/-/new-group", name="Elsewhere", slug=f"to-{place.group}")
    transfer = f"{place.settings}/transfer"
    page = place.browser.get(transfer).text
    assert f'<option value="to-{place.group}">' in page
    assert f'<option value="{place.group}">' not in page
    answer = place.browser.send(transfer, group=f"to-{place.group}")
    assert answer.headers["location"] == f"/to-{place.group}/project/-/settings/general"
    assert place.browser.get(answer.headers["location"]).status_code == 200


def test_a_group_that_cannot_take_it_is_told_at_the_field(site: Running) -> None:
    place = owned(site, Visibility.PUBLIC)
    place.browser.send("/-/new-group", name="Narrow", slug=f"narrow-{place.group}")
    hidden = owned(site).group
    for group in ("", f"narrow-{place.group}", hidden, "nobody-there"):
        answer = place.browser.send(f"{place.settings}/transfer", group=group)
        assert (answer.status_code, 'id="group-error"' in answer.text) == (400, True), group
    assert place.row("path") == (place.project.path,)


def test_a_project_is_deleted_when_its_path_is_typed(place: Owned) -> None:
    delete = f"{place.settings}/delete"
    page = place.browser.get(delete).text
    assert f"modelstead project restore {place.project.id}" in page
    assert "1 experiment, 0 runs" in page
    for typed in ("", "project", place.project.path.upper()):
        answer = place.browser.send(delete, path=typed)
        assert (answer.status_code, 'id="path-error"' in answer.text) == (400, True)
    assert place.browser.send(delete, path=f" {place.project.path} ").headers["location"] == "/"
    assert "modelstead project restore" in place.browser.get("/").text
    assert place.browser.get(f"/{place.project.path}").status_code == 404
    place.site.server.database.write_now(restoring.restore_project, place.project.id)
    assert place.browser.get(f"/{place.project.path}").status_code == 200
