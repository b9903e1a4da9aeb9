"""Paths of artifacts: every way out of a run that other servers left open, tried on every call."""

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote, quote_from_bytes, urlsplit

import httpx
import pytest

from modelstead.domain.permission import Permission
from modelstead.http.endpoint import Verb
from tests.mlflow_api.artifacts import PROXY, Files, new_run
from tests.mlflow_api.samples import EVERY
from tests.mlflow_api.sending import good
from tests.people import People, settle
from tests.serving import Mlflow, Running

CONTENT = b"kept"
INVALID = (400, "INVALID_PARAMETER_VALUE")

# Paths below a run, as they are sent in a path: percent-encoded, or not where that is the trick.
SENT = (
    "..",
    "../a",
    "../../../../etc/passwd",
    "dir/../../x",
    "dir/..",
    "./a",
    "dir/./a",
    "dir/.",
    "%2e%2e/a",
    "%2e%2e%2fa",
    "%2E%2E%2F%2E%2E%2Fetc%2Fpasswd",
    "dir%2f..%2f..%2fa",
    ".%2e/a",
    "%252e%252e/a",
    "%252e%252e%252fa",
    "%25252e%25252e/a",
    "dir%252f..%252fa",
    "%255c",
    "%2500",
    "..%5ca",
    "%5c..%5c..%5ca",
    "dir%5ca",
    "%5C%5Chost%5Cshare",
    "/etc/passwd",
    "//etc/passwd",
    "%2fetc%2fpasswd",
    "dir//a",
    "C:/windows/win.ini",
    "c:a",
    "C%3A%5Cwindows",
    "file:/etc/passwd",
    "file%3A%2Fetc%2Fpasswd",
    "s3:/bucket/a",
    "dbfs:/a",
    "a%00",
    "a%00.txt",
    "dir/%00/a",
    "a%0a",
    "a%0d%0aSet-Cookie:x",
    "a%1b",
    "a%7f",
    "a%ff",
    "%c0%ae%c0%ae/a",
    "%c0%af",
    "%e0%80%ae",
    "%ed%a0%80",
    "%f8%80%80%80%ae",
    "x" * 256,
    "/".join(["x" * 200] * 6),
    "/".join("x" * 33),
)


def send(client: Mlflow, method: str, path: str, content: bytes = b"") -> httpx.Response:
    """Send a path and query exactly as written; httpx would resolve the dots in them."""
    target = f"{urlsplit(client.root).path}{path}".encode()
    return client.http.request(
        method, client.root, content=content, headers=client.headers, extensions={"target": target}
    )


def calls(files: Files, sent: str) -> Iterator[tuple[str, Callable[[Mlflow], httpx.Response]]]:
    """Yield every call that takes a path, with this one in it, as its sender would write it."""
    root = files.address()
    for method in ("GET", "HEAD", "PUT", "DELETE"):
        yield (
            f"{method} artifacts",
            lambda client, method=method: send(  # type: ignore[misc]
                client, method, f"{PROXY}/{root}/{sent}", b"x" if method == "PUT" else b""
            ),
        )
    query = f"run_id={files.run_id}&path={sent}"
    yield "list", lambda client: send(client, "GET", f"{PROXY}?path={root}/{sent}")
    yield "artifacts/list", lambda client: send(client, "GET", f"api/2.0/mlflow/artifacts/list?{query}")
    yield "get-artifact", lambda client: send(client, "GET", f"get-artifact?{query}")
    yield "upload-artifact", lambda client: send(client, "POST", f"api/2.0/mlflow/upload-artifact?{query}", b"x")


@pytest.fixture
def files(developer: Mlflow) -> Files:
    made = new_run(developer)
    for path in ("a", "dir/a"):
        made.put(path, CONTENT)
    return made


def assert_untouched(files: Files) -> None:
    assert files.tree() == {"a": len(CONTENT), "dir/a": len(CONTENT)}
    assert {files.read(path) for path in ("a", "dir/a")} == {CONTENT}


@pytest.mark.parametrize("sent", SENT, ids=lambda sent: sent[:40])
def test_a_path_that_leads_elsewhere_is_refused_by_every_call_and_nothing_changes(files: Files, sent: str) -> None:
    for name, call in calls(files, sent):
        answer = call(files.client)
        assert answer.status_code == 400, (name, answer.text)
        if not name.startswith("HEAD"):
            assert answer.json()["error_code"] == "INVALID_PARAMETER_VALUE", name
            assert answer.json()["message"].startswith(("Invalid path", "The query ")), name
            assert len(answer.content) < 1_000
    assert_untouched(files)


@pytest.mark.parametrize(
    "sent", [sent for sent in SENT if not sent.startswith(("x", "C:", "c:", "file:/", "s3:", "dbfs:"))]
)
def test_it_is_refused_in_place_of_the_run_and_of_the_whole_address_too(files: Files, sent: str) -> None:
    for address in (sent, f"runs/{sent}/artifacts/a", f"{sent}/{files.address('a')}"):
        for method in ("GET", "PUT", "DELETE"):
            answer = send(files.client, method, f"{PROXY}/{address}", b"x" if method == "PUT" else b"")
            assert answer.status_code in {400, 404}, (method, address, answer.text)
        assert send(files.client, "GET", f"{PROXY}?path={address}").status_code in {400, 404}
    assert_untouched(files)


def test_a_path_is_decoded_once_alone(files: Files) -> None:
    answer = files.client.send("GET", f"{PROXY}/{quote(files.address('dir/a'), safe='')}")
    assert answer.content == CONTENT
    answer = files.client.send("GET", f"{PROXY}/{quote(quote(files.address('dir/a'), safe=''), safe='')}")
    assert (answer.status_code, answer.json()["error_code"]) == INVALID


@pytest.mark.parametrize(
    "dots", ["\uff0e\uff0e", "\u2025", "\u2024\u2024", "\u3002\u3002", "\u2025\uff0f", "\ufe52\ufe52"]
)
def test_letters_that_look_like_dots_are_letters(files: Files, dots: str) -> None:
    files.put(f"{dots}/{dots}", b"1")
    assert files.read(f"{dots}/{dots}") == b"1"
    assert files.read("a") == CONTENT


def test_nothing_of_a_path_reaches_the_disk(tmp_path: Path, server: Running, files: Files) -> None:
    for name in ("a b", "\u2025", "~root", "-rf", "con", "name.with.dots"):
        files.put(f"{name}/{name}", b"1")
    folder = server.server.settings.data_dir / "artifacts"
    names = {path.name for path in folder.rglob("*")}
    assert names
    assert all(name == "tmp" or int(name, 16) >= 0 for name in names)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("path", ["a", "dir/a", "", "new"])
def test_another_projects_run_is_not_there_for_any_call(
    server: Running, people: People, files: Files, path: str
) -> None:
    other = settle(server.server, f"{people.project.path}-other")
    stranger = server.client(other.owner, other.project.id)
    missing = Files(stranger, "0" * 32)
    for (name, call), (_, call_missing) in zip(calls(files, path), calls(missing, path), strict=True):
        answer, expected = call(stranger), call_missing(stranger)
        no_file = not path and name not in {"DELETE artifacts", "list", "artifacts/list"}
        assert answer.status_code == (400 if no_file else 404), (name, answer.text)
        assert answer.text.replace(files.run_id, missing.run_id) == expected.text, name
    assert_untouched(files)


def test_another_run_is_reached_by_its_own_name_alone(developer: Mlflow, files: Files) -> None:
    other = new_run(developer)
    for sent in (f"../../{other.run_id}/artifacts/a", f"..%2f..%2f{other.run_id}%2fartifacts%2fa"):
        for name, call in calls(files, sent):
            assert call(developer).status_code == 400, name
    nested = other.address("a")
    files.put(nested, b"below my own run")
    assert other.entries() == []
    assert files.read(nested) == b"below my own run"


@pytest.mark.parametrize(
    "run_id", ["{}/artifacts/dir", "{}/artifacts", "{}/", "{} ", "{}%", "../{}", "{}\\", "{}?x", "{}#"]
)
def test_a_run_id_with_more_to_it_is_no_run(files: Files, run_id: str) -> None:
    wrong = run_id.format(files.run_id)
    for method, call in (
        ("GET", "get-artifact"),
        ("POST", "api/2.0/mlflow/upload-artifact"),
        ("GET", "api/2.0/mlflow/artifacts/list"),
    ):
        answer = files.client.send(method, call, b"x" if method == "POST" else b"", run_id=wrong, path="a")
        assert (answer.status_code, answer.json()["error_code"]) == (404, "RESOURCE_DOES_NOT_EXIST"), call
    assert_untouched(files)


@pytest.mark.parametrize(
    ("who", "status"),
    [("guest", 403), ("reporter", 403), ("read_only", 403), ("outsider", 404), ("expired", 401), ("nobody", 401)],
)
def test_who_may_not_write_changes_nothing(
    server: Running, people: People, files: Files, who: str, status: int
) -> None:
    client = server.client(getattr(people, who, None), people.project.id)
    for path in ("a", "dir", "new", "dir/new", ""):
        for name, call in calls(files, path):
            if name.startswith(("PUT", "DELETE", "upload")):
                assert call(client).status_code == status, (name, path)
    assert_untouched(files)


@pytest.mark.parametrize("who", ["guest", "reporter", "read_only"])
def test_who_may_read_reads(server: Running, people: People, files: Files, who: str) -> None:
    reader = Files(server.client(getattr(people, who), people.project.id), files.run_id)
    assert_untouched(reader)


def test_a_large_file_of_one_who_may_not_write_is_refused_as_well(
    server: Running, people: People, files: Files
) -> None:
    body = (b"x" * 65_536 for _ in range(1_000))

    guest = Files(server.client(people.guest, people.project.id), files.run_id)
    with contextlib.suppress(httpx.TransportError):  # the connection may be closed on us, which is a refusal too
        assert guest.send("PUT", "a", body).status_code == 403
    assert_untouched(files)


def test_every_artifact_call_asks_for_a_permission() -> None:
    rows = [row for row in EVERY if "artifact" in row.path and row.verb is not Verb.SIGNED]
    assert len(rows) >= 7
    assert all(isinstance(row.permission, Permission) for row in rows)


@pytest.mark.parametrize(
    "location", ["file:///etc", "/etc", "s3://bucket/x", "mlflow-artifacts:/../x", "http://127.0.0.1:1/x"]
)
def test_an_artifact_location_is_a_label_that_is_never_opened(developer: Mlflow, location: str) -> None:
    made = developer.post("experiments/create", name=f"at {location}", artifact_location=location)
    if made.status_code != 200:
        assert (made.status_code, made.json()["error_code"]) == INVALID
        return
    run = good(developer.post("runs/create", experiment_id=made.json()["experiment_id"]))["run"]
    files = Files(developer, run["info"]["run_id"])
    assert run["info"]["artifact_uri"] == f"mlflow-artifacts:/{files.address()}"
    assert files.entries() == []
    files.put("a", b"1")
    assert files.read("a") == b"1"


def test_random_bytes_in_a_path_are_refused_or_a_name(files: Files) -> None:
    for first in range(256):
        sent = quote_from_bytes(bytes([first]) + b"n", safe="")
        answer = files.client.send("PUT", f"{PROXY}/{files.address()}/{sent}", b"1")
        assert answer.status_code in {200, 400}, (first, answer.text)
        assert (answer.status_code == 200) == (32 <= first < 127 and chr(first) not in "/\\"), first
    assert files.read("a") == CONTENT
