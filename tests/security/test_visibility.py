"""Public and internal projects: who reads them without being a member."""

import pytest

from modelstead.domain.permission import Permission, Scope
from modelstead.domain.project import Visibility
from modelstead.http.endpoint import Endpoint
from modelstead.services import access_tokens, users
from modelstead.store.transaction import Transaction
from tests.mlflow_api.samples import CALLS, SAMPLES, call, label, make
from tests.people import People, settle
from tests.serving import Running


@pytest.mark.parametrize("visibility", [Visibility.PUBLIC, Visibility.INTERNAL])
def test_what_strangers_may_call(server: Running, people: People, visibility: Visibility) -> None:
    shown = settle(server.server, f"{visibility.value}/{people.project.path}", visibility)
    developer = server.client(shown.developer, shown.project.id)
    for endpoint in CALLS:
        fields = SAMPLES[endpoint.path](make(developer))
        assert isinstance(endpoint.permission, Permission)
        reads = not endpoint.permission.writes
        for name, token in (("outsider", shown.outsider), ("member elsewhere", people.owner)):
            answer = call(server.client(token, shown.project.id), endpoint, fields)
            assert answer.status_code == (200 if reads else 403), (name, endpoint.path)
        answer = call(server.client(None, shown.project.id), endpoint, fields)
        anonymous_reads = reads and visibility is Visibility.PUBLIC
        assert answer.status_code == (200 if anonymous_reads else 401), endpoint.path
        for token in (shown.expired, shown.revoked):
            assert call(server.client(token, shown.project.id), endpoint, fields).status_code == 401


READING = [each for each in CALLS if isinstance(each.permission, Permission) and not each.permission.writes]


@pytest.mark.parametrize("endpoint", READING, ids=label)
def test_a_token_without_a_reading_scope_reads_nothing(server: Running, people: People, endpoint: Endpoint) -> None:
    token = server.server.database.write_now(_user_token, server, people)
    fields = SAMPLES[endpoint.path](make(server.client(people.developer, people.project.id)))
    answer = call(server.client(token, people.project.id), endpoint, fields)
    assert isinstance(endpoint.permission, Permission)
    message = f"insufficient_scope: to {endpoint.permission.name}, a token needs the scope api or read_api."
    assert (answer.status_code, answer.json()) == (403, {"error_code": "PERMISSION_DENIED", "message": message})


def _user_token(tx: Transaction, server: Running, people: People) -> str:
    user = users.get(tx, "developer-of-" + people.project.path.replace("/", "-"))
    scopes = frozenset({Scope.READ_USER})
    return access_tokens.create(tx, server.server.secrets, user, name="user", scopes=scopes).secret
