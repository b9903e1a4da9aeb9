"""What the forms of a version change: description, aliases, tags, stage, trash and back."""

import pytest

from modelstead.store.transaction import Transaction
from tests.serving import Running
from tests.web.version_pages import NAME, Version, new_version


@pytest.fixture
def version(site: Running) -> Version:
    return new_version(site)


def told(version: Version, address: str = "") -> str:
    """Return a page, with what it tells once of what was done."""
    return version.html(address)


def alias_events(version: Version) -> list[tuple[str, str, str]]:
    def find(tx: Transaction) -> list[tuple[str, str, str]]:
        rows = tx.all(
            "SELECT action, subject, details FROM audit_events WHERE project_id = ? AND action LIKE ? ORDER BY id",
            (version.project.id, "model_version.%alias"),
        )
        return [(str(row[0]), str(row[1]), str(row[2])) for row in rows]

    return version.site.server.database.read_now(find)


def test_a_description_is_edited(version: Version) -> None:
    assert version.send("edit", description="**Good** at\r\nnight").status_code == 303
    assert version.view()["head"]["description"] == "**Good** at\nnight"
    assert "**Good**" in version.html(version.action("edit"))


def test_a_description_that_is_too_long_is_refused_and_kept(version: Version) -> None:
    answer = version.send("edit", description="x" * 100_001)
    assert answer.status_code == 400
    assert "The description has 100,001 characters; 100,000 are the most." in answer.text
    assert "x" * 100_001 in answer.text


def test_an_alias_is_set_moved_and_removed_and_the_log_says_so(version: Version) -> None:
    second = version.another()
    assert version.send("aliases", alias="@champion").status_code == 303
    assert "@champion leads here now." in told(version)
    page = second.html(second.action("aliases"))
    assert "Move here from 1.0.0" in page
    assert second.send("aliases", alias="champion").status_code == 303
    assert "@champion was moved here from 1.0.0." in told(second)
    assert version.view()["head"]["aliases"] == []
    assert version.send("unalias", alias="champion").status_code == 303
    assert "does not lead to this version any more" in told(version)
    assert second.send("unalias", alias="champion").status_code == 303
    assert second.view()["head"]["aliases"] == []
    assert alias_events(version) == [
        ("model_version.set_alias", f"{NAME} 1.0.0", '{"alias":"champion"}'),
        ("model_version.set_alias", f"{NAME} 1.0.1", '{"alias":"champion","moved_from":"1.0.0"}'),
        ("model_version.delete_alias", f"{NAME} 1.0.1", '{"alias":"champion"}'),
    ]


@pytest.mark.parametrize("alias", ["", "latest", "v1", "1.2.0", "a b", "x" * 256, "<b>"])
def test_a_name_that_is_no_alias_is_refused_beside_the_field(version: Version, alias: str) -> None:
    answer = version.send("aliases", alias=alias)
    assert answer.status_code == 400
    assert 'id="alias-error"' in answer.text
    assert "<b>" not in answer.text


def test_a_tag_is_set_changed_and_removed(version: Version) -> None:
    version.send("tags", key="state", value="validated")
    assert [(each["key"], each["begin"]) for each in version.view()["tags"]["rows"]] == [("state", "validated")]
    assert 'value="state" readonly' in version.html(version.action("tags") + "?key=state")
    version.send("untag", key="state")
    assert version.view()["tags"]["total"] == 0
    answer = version.send("tags", key="", value="x")
    assert (answer.status_code, "A tag needs a key." in answer.text) == (400, True)


def test_a_version_moves_to_a_stage_and_others_to_the_archive(version: Version) -> None:
    second = version.another()
    version.send("stage", stage="Production")
    second.send("stage", stage="Production", archive="1")
    assert (version.view()["head"]["stage"], second.view()["head"]["stage"]) == ("Archived", "Production")
    answer = second.send("stage", stage="Nowhere")
    assert (answer.status_code, "Invalid Model Version stage" in answer.text) == (400, True)


def test_deleting_says_which_aliases_go_and_restoring_brings_the_version_back(version: Version) -> None:
    version.send("aliases", alias="champion")
    page = version.html(version.action("delete"))
    assert "1 alias goes for good:" in page
    assert "@champion" in page
    assert version.send("delete").status_code == 303
    page = told(version)
    assert "@champion leads nowhere now." in page
    assert "This version is in the trash since" in page
    assert "Restore version" in page
    for action in ("edit", "aliases", "tags", "stage", "delete"):
        assert version.browser.get(version.action(action)).status_code == 400, action
    assert version.send("edit", description="x").status_code == 400
    assert version.send("restore").status_code == 303
    assert "The version is restored." in told(version)
    assert version.view()["head"]["deleted_at"] is None


def test_a_version_whose_number_was_taken_meanwhile_stays_in_the_trash(version: Version) -> None:
    version.send("delete")
    version.another(tags=[{"key": "gitlab.version", "value": "1.0.0"}])
    assert version.send("restore").status_code == 303
    assert "has already been taken" in told(version)


def test_a_version_of_a_deleted_model_says_so(version: Version) -> None:
    client, address = version.client, version.client.base + "registered-models/delete"
    assert client.http.request("DELETE", address, json={"name": NAME}, headers=client.headers).status_code == 200
    page = version.html()
    assert "The model of this version is in the trash" in page
    assert version.action("restore") not in page
    assert version.send("edit", description="x").status_code == 400
