"""Audit events of a project and of the server."""

from tests.people import People
from tests.rest_api.calling import good, refused, rest
from tests.serving import Running


def test_maintainers_see_who_deleted_a_model(server: Running, people: People) -> None:
    project = people.project.id
    developer = server.client(people.developer, project)
    developer.post("registered-models/create", name="iris")
    developer.http.request(
        "DELETE", f"{developer.base}registered-models/delete", json={"name": "iris"}, headers=developer.headers
    )

    found = good(rest(server, people.maintainer, project).get("audit_events", action="registered_model.delete"))

    newest = found[0]
    assert (newest["event_name"], newest["entity_type"], newest["entity_id"]) == (
        "registered_model.delete",
        "Project",
        project,
    )
    assert newest["details"]["target_details"] == "iris"
    assert newest["details"]["author_username"].startswith("developer-of-")
    assert newest["details"]["entity_path"] == people.project.path
    one = good(rest(server, people.maintainer, project).get(f"audit_events/{newest['id']}"))
    assert one == newest


def test_others_see_nothing_of_it(server: Running, people: People) -> None:
    for token in (people.developer, people.reporter, people.guest):
        refused(rest(server, token, people.project.id).get("audit_events"), 403, "maintainer")
    refused(rest(server, people.outsider, people.project.id).get("audit_events"), 404)


def test_only_administrators_see_the_events_of_the_server(server: Running, people: People) -> None:
    def ask(token: str) -> int:
        headers = {"PRIVATE-TOKEN": token}
        return server.http.get(f"{server.url}/api/v4/audit_events", headers=headers).status_code

    assert ask(people.administrator) == 200
    assert ask(people.owner) == 403


def test_an_event_of_another_project_is_not_found(server: Running, people: People) -> None:
    maintainer = rest(server, people.maintainer, people.project.id)
    refused(maintainer.get("audit_events/9007199254740991"), 404, "There is no audit event")


def test_what_is_no_time_is_refused(server: Running, people: People) -> None:
    maintainer = rest(server, people.maintainer, people.project.id)
    refused(maintainer.get("audit_events", created_after="yesterday"), 400, "created_after is invalid")
