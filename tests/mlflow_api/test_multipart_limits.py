"""How much an upload in parts may be."""

from pathlib import Path

import pytest

from modelstead import limits
from tests.mlflow_api.sending import good
from tests.mlflow_api.uploading import abort, begin, complete, fetch, folder, proxy, put, send
from tests.people import settle
from tests.serving import Mlflow, running


def test_a_file_in_parts_is_at_most_as_large_as_any_other(tmp_path: Path) -> None:
    with running(tmp_path, artifact_max_bytes=1_000) as server:
        people = settle(server.server, "team/project")
        client = server.client(people.developer, people.project.id)
        address = folder(client.run())
        begun = begin(client, address, "x", 3)
        first, second, third = (each["url"] for each in begun["credentials"])
        assert put(client, first, b"1" * 1_001).status_code == 413
        assert put(client, first, b"1" * 600).status_code == 200
        assert put(client, second, b"2" * 401).status_code == 413
        assert put(client, second, b"2" * 400).status_code == 200
        answer = put(client, third, b"3")
        assert (answer.status_code, answer.json()["error_code"]) == (413, "BAD_REQUEST")
        assert answer.json()["message"] == "The file is larger than 1000 bytes, the most this server takes."
        begun["credentials"] = begun["credentials"][:3]
        sent = send(client, begun, b"1" * 600, b"2" * 400, b"")
        good(complete(client, address, "x", begun["upload_id"], sent))
        assert len(fetch(client, folder(address.split("/")[1], "x")).content) == 1_000
        assert len(list((tmp_path / "artifacts").glob("??/??/*"))) == 1


def test_a_project_has_a_number_of_unfinished_uploads(developer: Mlflow, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "UPLOADS_OPEN", 2)
    address = folder(developer.run())
    first, _ = begin(developer, address, "x", 1), begin(developer, address, "y", 1)
    answer = proxy(developer).post(f"mpu/create/{address}", path="z", num_parts=1)
    assert answer.status_code == 413
    assert "The project has 2 unfinished uploads" in answer.json()["message"]
    good(abort(developer, address, "x", first["upload_id"]))
    begin(developer, address, "z", 1)


def test_a_compressed_part_is_refused(developer: Mlflow) -> None:
    begun = begin(developer, folder(developer.run()), "x", 1)
    url = begun["credentials"][0]["url"]
    assert developer.http.put(url, content=b"1", headers={"Content-Encoding": "gzip"}).status_code == 415
