"""Who may call what: each person, each call of the table."""

import pytest

from modelstead.domain.permission import READ_EXPERIMENTS, READ_MODELS, WRITE_EXPERIMENTS, WRITE_MODELS, Permission
from modelstead.domain.project import Project
from modelstead.domain.role import Role
from modelstead.http.endpoint import Endpoint, Open
from modelstead.services import projects, users
from modelstead.store.transaction import Transaction
from tests.mlflow_api.samples import CALLS, EVERY, SAMPLES, Made, call, check_success, label, make
from tests.mlflow_api.sending import good, stored
from tests.people import People
from tests.serving import Mlflow, Running

# Each person's role, and whether their token writes.
MEMBERS = {
    "administrator": (Role.OWNER, True),
    "owner": (Role.OWNER, True),
    "maintainer": (Role.MAINTAINER, True),
    "developer": (Role.DEVELOPER, True),
    "project_bot": (Role.DEVELOPER, True),
    "reporter": (Role.REPORTER, True),
    "guest": (Role.GUEST, True),
    "read_only": (Role.DEVELOPER, False),
}
STRANGERS = {"outsider": 404, "expired": 401, "revoked": 401, "nobody": 401}


def client_of(server: Running, people: People, name: str) -> Mlflow:
    return server.client(getattr(people, name, None), people.project.id)


def give(tx: Transaction, username: str, project: Project, role: Role) -> None:
    projects.set_member(tx, project, users.get(tx, username), role)


def everything(client: Mlflow, made: Made) -> object:
    """Return what a refused call might have changed."""
    experiments = good(client.post("experiments/search", view_type="ALL"))
    runs = good(client.post("runs/search", experiment_ids=["0", made.experiment_id], run_view_type="ALL"))
    history = good(client.get("metrics/get-history", run_id=made.run_id, metric_key="m"))
    files = good(client.get("artifacts/list", run_id=made.run_id, path="dir"))
    content = client.send("GET", f"api/2.0/mlflow-artifacts/artifacts/{made.address}").content
    model = good(client.get(f"logged-models/{made.model_id}", allow_deleted="true"))
    models = good(client.post("logged-models/search", experiment_ids=["0", made.experiment_id]))
    registered = good(client.get("registered-models/search")), good(client.get("model-versions/search"))
    return experiments, runs, history, files, content, model, models, registered


def test_every_call_declares_who_may_call_it() -> None:
    assert all(isinstance(endpoint.permission, Permission | Open) for endpoint in EVERY)
    assert {each.path for each in EVERY if each.permission is Open.OPEN} == {"server-info", "health", "version"}


def test_only_calls_that_read_ask_for_the_permission_to_read() -> None:
    searches = ("/search", "/presigned-download-url", "/get-latest-versions")
    for endpoint in CALLS:
        reads = endpoint.method == "GET" or endpoint.path.endswith(searches)
        of_registry = endpoint.path.startswith(("registered-models/", "model-versions/"))
        read, write = (READ_MODELS, WRITE_MODELS) if of_registry else (READ_EXPERIMENTS, WRITE_EXPERIMENTS)
        assert endpoint.permission is (read if reads else write), endpoint.path


@pytest.mark.parametrize("endpoint", CALLS, ids=label)
def test_members_may_call_what_their_role_and_scope_give(server: Running, people: People, endpoint: Endpoint) -> None:
    permission = endpoint.permission
    assert isinstance(permission, Permission)
    developer = client_of(server, people, "developer")
    let_in = [name for name, (role, writes) in MEMBERS.items() if _may(permission, role, writes=writes)]
    refused = {name: writes for name, (_, writes) in MEMBERS.items() if name not in let_in}
    if refused:
        made = make(developer).whole()
        before = everything(developer, made)
        for name, writes in refused.items():
            answer = call(client_of(server, people, name), endpoint, SAMPLES[endpoint.path](made))
            assert (answer.status_code, answer.json()["error_code"]) == (403, "PERMISSION_DENIED"), name
            scope = f"insufficient_scope: to {permission.name}, a token needs the scope api."
            message = "it takes the role developer or higher" if writes else scope
            assert message in answer.json()["message"]
        assert everything(developer, made) == before
    for name in let_in:
        check_success(
            endpoint, call(client_of(server, people, name), endpoint, SAMPLES[endpoint.path](make(developer)))
        )


def _may(permission: Permission, role: Role, *, writes: bool) -> bool:
    return (writes or not permission.writes) and (permission.role is None or role >= permission.role)


@pytest.mark.parametrize("endpoint", CALLS, ids=label)
def test_strangers_may_call_nothing(server: Running, people: People, endpoint: Endpoint) -> None:
    developer = client_of(server, people, "developer")
    made = make(developer).whole()
    before = everything(developer, made)
    for name, status in STRANGERS.items():
        answer = call(client_of(server, people, name), endpoint, SAMPLES[endpoint.path](made))
        code = {404: "RESOURCE_DOES_NOT_EXIST", 401: "UNAUTHENTICATED"}[status]
        assert (answer.status_code, answer.json()["error_code"]) == (status, code), name
        assert ("www-authenticate" in answer.headers) == (status == 401)
    assert everything(developer, made) == before


def test_the_open_calls_say_nothing_about_a_project(server: Running, people: People) -> None:
    answers = [
        server.client(token, project).get("server-info")
        for token in (None, people.owner, people.outsider, people.expired, "nonsense")
        for project in (people.project.id, 999_999)
    ]
    assert {(answer.status_code, answer.content) for answer in answers} == {(200, answers[0].content)}


def test_permission_is_checked_before_the_body_is_read(server: Running, people: People) -> None:
    guest = client_of(server, people, "guest")
    headers = guest.headers | {"Content-Type": "application/json"}
    answer = guest.http.post(guest.base + "runs/create", content=b"not json", headers=headers)
    assert answer.status_code == 403


def test_a_role_that_is_raised_or_lowered_counts_at_once(server: Running, people: People) -> None:
    guest = client_of(server, people, "guest")
    assert guest.post("runs/create", experiment_id="0").status_code == 403
    username = "guest-of-" + people.project.path.replace("/", "-")
    for role, status in ((Role.DEVELOPER, 200), (Role.REPORTER, 403)):
        server.server.database.write_now(give, username, people.project, role)
        assert guest.post("runs/create", experiment_id="0").status_code == status


def test_reading_by_head_asks_for_the_same_permission(server: Running, people: People) -> None:
    run_id = client_of(server, people, "developer").run()
    for name, status in (("guest", 200), ("outsider", 404), ("nobody", 401)):
        client = client_of(server, people, name)
        answer = client.http.head(client.base + "runs/get", params={"run_id": run_id}, headers=client.headers)
        assert answer.status_code == status
    assert stored(client_of(server, people, "owner"), run_id)
