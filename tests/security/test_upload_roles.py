"""Who may begin, complete and abort an upload, and ask for addresses."""

import pytest

from tests.mlflow_api.sending import good
from tests.mlflow_api.uploading import abort, begin, complete, fetch, folder, proxy, query, send, upload
from tests.people import People, settle
from tests.serving import Mlflow, Running


@pytest.fixture
def other(server: Running, people: People) -> Mlflow:
    """Return a developer of another project."""
    elsewhere = settle(server.server, f"{people.project.path}-other")
    return server.client(elsewhere.developer, elsewhere.project.id)


def test_who_may_not_write_begins_no_upload_and_completes_or_aborts_none(
    server: Running, people: People, developer: Mlflow
) -> None:
    run_id = developer.run()
    begun = begin(developer, folder(run_id), "x", 1)
    sent = send(developer, begun, b"bytes")
    for name in ("guest", "reporter", "read_only", "outsider", "expired", "nobody"):
        client = server.client(getattr(people, name, None), people.project.id)
        answers = [
            proxy(client).post(f"mpu/create/{folder(run_id)}", path="x", num_parts=1),
            complete(client, folder(run_id), "x", begun["upload_id"], sent),
            abort(client, folder(run_id), "x", begun["upload_id"]),
            client.post("artifacts/presigned-upload-url", run_id=run_id, path="x"),
        ]
        assert {answer.status_code for answer in answers} <= {401, 403, 404}, name
    assert fetch(developer, folder(run_id, "x")).status_code == 404
    good(complete(developer, folder(run_id), "x", begun["upload_id"], sent))


def test_guests_may_ask_for_an_address_to_read_and_strangers_may_not(
    server: Running, people: People, developer: Mlflow
) -> None:
    run_id = developer.run()
    upload(developer, folder(run_id), "x", b"bytes")
    for name, status in (("guest", 200), ("read_only", 200), ("outsider", 404), ("nobody", 401)):
        client = server.client(getattr(people, name, None), people.project.id)
        assert proxy(client).get(f"presigned/{folder(run_id, 'x')}").status_code == status
        answer = client.post("artifacts/presigned-download-url", run_id=run_id, path="x")
        assert answer.status_code == status


def test_an_upload_to_one_file_cannot_be_completed_or_aborted_as_one_to_another(
    developer: Mlflow, other: Mlflow
) -> None:
    run_id, second = developer.run(), developer.run()
    begun = begin(developer, folder(run_id), "x", 1)
    sent = send(developer, begun, b"bytes")
    for client, address, name in (
        (developer, folder(run_id), "y"),
        (developer, folder(run_id, "d"), "x"),
        (developer, folder(second), "x"),
        (other, folder(run_id), "x"),
        (other, folder(other.run()), "x"),
    ):
        assert complete(client, address, name, begun["upload_id"], sent).status_code == 404
        abort(client, address, name, begun["upload_id"])
    good(complete(developer, folder(run_id), "x", begun["upload_id"], sent))
    assert fetch(developer, folder(run_id, "x")).content == b"bytes"


def test_an_address_that_stores_once_is_no_upload_in_parts(developer: Mlflow) -> None:
    run_id = developer.run()
    signed = good(developer.post("artifacts/presigned-upload-url", run_id=run_id, path="x"))
    upload_id = query(signed["presigned_url"])["upload"]
    assert complete(developer, folder(run_id), "x", upload_id, []).status_code == 404
