"""mlflow-artifacts/presigned/…, artifacts/presigned-download-url: addresses that read one file without a token."""

import hashlib

import pytest

from tests.mlflow_api.sending import assert_invalid, good
from tests.mlflow_api.uploading import fetch, folder, proxy, upload
from tests.serving import Mlflow

BYTES = b"0123456789"


@pytest.fixture
def run_id(developer: Mlflow) -> str:
    """Make a run with a file."""
    run_id = developer.run()
    upload(developer, folder(run_id, "d"), "page ü.html", BYTES)
    return run_id


def test_the_address_of_a_file_gives_its_bytes_without_a_token(developer: Mlflow, run_id: str) -> None:
    signed = good(proxy(developer).get(f"presigned/{folder(run_id, 'd/page ü.html')}"))
    assert (signed["file_size"], signed["headers"]) == (10, {})
    answer = developer.http.get(signed["url"])
    assert (answer.status_code, answer.content) == (200, BYTES)
    assert answer.headers["etag"] == f'"{hashlib.sha256(BYTES).hexdigest()}"'


def test_it_is_answered_with_the_same_headers_as_by_the_token(developer: Mlflow, run_id: str) -> None:
    signed = good(proxy(developer).get(f"presigned/{folder(run_id, 'd/page ü.html')}"))
    alike = fetch(developer, folder(run_id, "d/page ü.html")).headers
    answer = developer.http.get(signed["url"]).headers
    for name in ("content-type", "content-disposition", "content-security-policy", "x-content-type-options", "etag"):
        assert answer[name] == alike[name], name
    assert answer["content-type"] == "application/octet-stream"


def test_ranges_work(developer: Mlflow, run_id: str) -> None:
    url = good(proxy(developer).get(f"presigned/{folder(run_id, 'd/page ü.html')}"))["url"]
    answer = developer.http.get(url, headers={"Range": "bytes=2-4"})
    assert (answer.status_code, answer.content, answer.headers["content-range"]) == (206, b"234", "bytes 2-4/10")
    assert developer.http.head(url).headers["content-length"] == "10"


def test_the_same_by_run_and_path(developer: Mlflow, run_id: str) -> None:
    fields = {"run_id": run_id, "path": "d/page ü.html", "expiration": 60}
    signed = good(developer.post("artifacts/presigned-download-url", **fields))
    assert signed.keys() == {"presigned_url", "headers", "file_size"}
    assert (signed["file_size"], signed["headers"]) == (10, {})
    assert developer.http.get(signed["presigned_url"]).content == BYTES


@pytest.mark.parametrize("seconds", [0, -1, 604_801, 2**62])
def test_a_time_that_no_store_allows_is_refused(developer: Mlflow, run_id: str, seconds: int) -> None:
    answer = developer.post("artifacts/presigned-download-url", run_id=run_id, path="d/page ü.html", expiration=seconds)
    assert_invalid(answer, "expiration must be between 1 and 604800 seconds", str(seconds))


def test_there_is_no_address_for_what_is_not_there_or_for_a_folder(developer: Mlflow, run_id: str) -> None:
    assert proxy(developer).get(f"presigned/{folder(run_id, 'absent')}").status_code == 404
    assert_invalid(proxy(developer).get(f"presigned/{folder(run_id, 'd')}"), "is a folder")
    assert_invalid(developer.post("artifacts/presigned-download-url", run_id=run_id), "'path'")
    assert developer.post("artifacts/presigned-download-url", run_id="f" * 32, path="x").status_code == 404


def test_it_goes_on_reading_the_same_bytes_when_the_file_is_overwritten(developer: Mlflow, run_id: str) -> None:
    url = good(proxy(developer).get(f"presigned/{folder(run_id, 'd/page ü.html')}"))["url"]
    upload(developer, folder(run_id, "d"), "page ü.html", b"others")
    assert developer.http.get(url).content == BYTES
