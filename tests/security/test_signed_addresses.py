"""Addresses that work without a token: for exactly what they were made for, for a while, for who may still do it."""

from collections.abc import Callable

import pytest

from modelstead import clock, ids
from modelstead.domain.project import Project
from modelstead.domain.role import Role
from modelstead.http.endpoint import Open, Verb
from modelstead.mlflow_api.endpoints import ARTIFACTS, ENDPOINTS, PROBES
from modelstead.services import access_tokens, projects, users
from modelstead.store import access_tokens as token_rows
from modelstead.store.transaction import Transaction
from tests.mlflow_api.sending import good
from tests.mlflow_api.uploading import begin, changed, folder, proxy, put, query, upload
from tests.people import People, settle
from tests.serving import Mlflow, Running

Presign = Callable[[Mlflow, str], str]


def part_of(client: Mlflow, run_id: str) -> str:
    url: str = begin(client, folder(run_id), "x", 2)["credentials"][0]["url"]
    return url


def piece_of(client: Mlflow, run_id: str) -> str:
    url: str = good(client.post("artifacts/presigned-upload-url", run_id=run_id, path="x"))["presigned_url"]
    return url


def file_of(client: Mlflow, run_id: str) -> str:
    upload(client, folder(run_id), "x", run_id.encode())
    url: str = good(proxy(client).get(f"presigned/{folder(run_id, 'x')}"))["url"]
    return url


def use(client: Mlflow, url: str) -> tuple[int, str]:
    """Do what an address is for."""
    answer = client.http.get(url) if "blob=" in url else put(client, url, b"bytes")
    return answer.status_code, answer.text


def forget_token(tx: Transaction, token: str, key: bytes) -> None:
    found = token_rows.holder(tx, ids.digest(key, token))
    assert found is not None
    access_tokens.revoke(tx, found.token_id)


def demote(tx: Transaction, project: Project) -> None:
    user = users.get(tx, "developer-of-" + project.path.replace("/", "-"))
    projects.set_member(tx, project, user, Role.GUEST)


@pytest.fixture
def other(server: Running, people: People) -> Mlflow:
    """Return a developer of another project."""
    elsewhere = settle(server.server, f"{people.project.path}-other")
    return server.client(elsewhere.developer, elsewhere.project.id)


def test_only_signed_addresses_are_open_among_the_calls_that_touch_files() -> None:
    signed = {(each.method, each.path) for each in ENDPOINTS + ARTIFACTS + PROBES if each.verb is Verb.SIGNED}
    assert signed == {("PUT", "mpu/part"), ("GET", "signed"), ("PUT", "signed")}
    assert {(each.method, each.path) for each in ARTIFACTS if each.permission is Open.OPEN} == signed


EVERY = pytest.mark.parametrize("presign", [part_of, piece_of, file_of], ids=["part", "piece", "file"])


@EVERY
def test_it_works_as_it_was_given_and_with_any_field_changed_it_does_not(developer: Mlflow, presign: Presign) -> None:
    url = presign(developer, developer.run())
    fields = query(url)
    assert "signature" in fields
    for name, value in fields.items():
        status, text = use(developer, changed(url, **{name: f"{value}1"}))
        assert (status, "The signature is not valid" in text) == (403, True), name
    for guess in ("", "a", "A" * 43, "ü"):
        assert use(developer, changed(url, signature=guess))[0] == 403
    assert use(developer, url)[0] == 200


@EVERY
def test_without_its_signature_it_is_not_even_understood(developer: Mlflow, presign: Presign) -> None:
    url = presign(developer, developer.run())
    stripped = url.replace("signature=", "other=")
    status, text = use(developer, stripped)
    assert (status, "'signature'" in text) == (400, True)


@EVERY
def test_the_signature_of_another_one_is_of_no_use(developer: Mlflow, presign: Presign) -> None:
    first, second = presign(developer, developer.run()), presign(developer, developer.run())
    swapped = changed(first, signature=query(second)["signature"])
    assert use(developer, swapped)[0] == 403


@EVERY
def test_through_another_project_it_does_not_work(developer: Mlflow, other: Mlflow, presign: Presign) -> None:
    url = presign(developer, developer.run())
    mine, foreign = (each.base.split("/projects/")[1].split("/")[0] for each in (developer, other))
    assert use(other, url.replace(f"/projects/{mine}/", f"/projects/{foreign}/"))[0] == 403
    assert use(other, url.replace(f"/projects/{mine}/", "/projects/team%2Fproject/"))[0] == 403


def test_the_signature_of_one_kind_is_none_of_another(developer: Mlflow) -> None:
    run_id = developer.run()
    part, piece = part_of(developer, run_id), piece_of(developer, run_id)
    as_piece = part.replace("/mpu/part?", "/signed?")
    assert put(developer, as_piece, b"bytes").status_code == 403
    as_part = changed(piece.replace("/signed?", "/mpu/part?"), number=1)
    assert put(developer, as_part, b"bytes").status_code == 403


@EVERY
def test_after_its_time_it_does_not_work(developer: Mlflow, monkeypatch: pytest.MonkeyPatch, presign: Presign) -> None:
    url = presign(developer, developer.run())
    later = clock.now_ms() + 25 * 3_600_000
    monkeypatch.setattr(clock, "now_ms", lambda: later)
    status, text = use(developer, url)
    assert (status, "Ask for another" in text or "Begin another" in text) in {(403, True), (404, True)}


@pytest.mark.parametrize("presign", [piece_of, file_of], ids=["piece", "file"])
def test_it_ends_with_the_token_it_was_made_with(
    server: Running, people: People, developer: Mlflow, presign: Presign
) -> None:
    url = presign(developer, developer.run())
    server.server.database.write_now(forget_token, people.developer, server.server.secrets.key)
    status, text = use(developer, url)
    assert (status, "may not use it any more" in text) == (403, True)


def test_an_address_to_store_ends_with_the_role(server: Running, people: People, developer: Mlflow) -> None:
    run_id = developer.run()
    stores, reads = piece_of(developer, run_id), file_of(developer, run_id)
    server.server.database.write_now(demote, people.project)
    assert use(developer, stores)[0] == 403
    assert use(developer, reads) == (200, run_id)


def test_a_page_of_another_site_cannot_use_it_to_store(developer: Mlflow) -> None:
    url = part_of(developer, developer.run())
    answer = developer.http.put(url, content=b"1", headers={"Origin": "https://evil.example.com"})
    assert answer.status_code == 403


def test_nothing_of_a_signature_is_stored(server: Running, developer: Mlflow) -> None:
    signatures = [query(make(developer, developer.run()))["signature"] for make in (part_of, piece_of, file_of)]
    folder_of_server = server.server.settings.data_dir
    for path in folder_of_server.glob("modelstead.db*"):
        content = path.read_bytes()
        assert not [each for each in signatures if each.encode() in content], path


@pytest.mark.parametrize(
    "query",
    [
        "",
        "upload=&number=1&signature=",
        "upload=x&number=99999999999999999999999&signature=x",
        "upload=x&number=-1&signature=x",
        "upload=x&number=one&signature=x",
        "upload=%00&number=1&signature=%00",
        "upload=%FF&number=1&signature=%FF",
        "upload=%ED%A0%80&number=1&signature=x",
        "blob=../../secret.key&name=x&expires=9999999999&signature=x",
        "blob=x&name=%00&expires=1&signature=x",
        "blob=x&name=x&expires=99999999999999999999&token=-5&signature=x",
        "signature=" + "x" * 10_000,
    ],
)
@pytest.mark.parametrize(
    ("method", "path"), [("PUT", "mpu/part"), ("PUT", "signed"), ("GET", "signed"), ("HEAD", "signed")]
)
@pytest.mark.parametrize("project", ["1", "999999999999999999999", "team%2Fproject", "%FF", "%00", "a%0Ab"])
def test_whatever_is_asked_there_without_a_signature_is_refused(
    server: Running, query: str, method: str, path: str, project: str
) -> None:
    url = f"{server.url}/api/v4/projects/{project}/ml/mlflow/api/2.0/mlflow-artifacts/{path}?{query}"
    assert server.http.request(method, url, content=b"bytes" if method == "PUT" else None).status_code in {400, 403}
