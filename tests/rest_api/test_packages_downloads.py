"""Files by the package paths: heads, ranges, conditions, limits, and what keeps browsers from running them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.people import settle
from tests.rest_api.calling import Rest, refused, rest, run, stored
from tests.serving import Mlflow, running

PATHS = ["packages/ml_models/candidate:1/files/page.html", "packages/generic/p/1/page.html"]


@pytest.fixture(params=PATHS)
def path(request: pytest.FixtureRequest, api: Rest, developer: Mlflow) -> str:
    run(developer)
    held: str = request.param
    stored(api.put(held, b"0123456789"))
    return held


def test_head_gives_the_headers_of_get(api: Rest, path: str) -> None:
    head, get = api.send("HEAD", path), api.get(path)
    assert (head.status_code, head.content, get.content) == (200, b"", b"0123456789")
    for name in ("content-length", "content-type", "etag", "content-disposition", "accept-ranges"):
        assert head.headers[name] == get.headers[name]


def test_a_browser_saves_it_and_does_not_run_it(api: Rest, path: str) -> None:
    headers = api.get(path).headers
    assert headers["content-type"] == "application/octet-stream"
    assert headers["content-disposition"] == "attachment; filename*=UTF-8''page.html"
    assert headers["content-security-policy"] == "sandbox; default-src 'none'"
    assert headers["x-content-type-options"] == "nosniff"


def test_a_part_of_it_can_be_had(api: Rest, path: str) -> None:
    def part(wanted: str) -> tuple[int, bytes]:
        answer = api.http.get(api.base + path, headers=api.headers | {"Range": wanted})
        return answer.status_code, answer.content

    assert part("bytes=2-4") == (206, b"234")
    assert part("bytes=-3") == (206, b"789")
    assert part("bytes=10-")[0] == 416


def test_who_has_it_already_gets_nothing(api: Rest, path: str) -> None:
    etag = api.get(path).headers["etag"]
    answer = api.http.get(api.base + path, headers=api.headers | {"If-None-Match": etag})
    assert (answer.status_code, answer.content) == (304, b"")


def test_an_upload_in_chunks_is_taken(api: Rest, path: str) -> None:
    def chunks() -> Iterator[bytes]:
        yield from (b"a" * 100_000 for _ in range(30))

    stored(api.http.put(api.base + path, content=chunks(), headers=api.headers))
    assert len(api.get(path).content) == 3_000_000


def test_headers_of_gitlab_s_upload_proxy_are_ignored(api: Rest, path: str) -> None:
    headers = {"GitLab-Workhorse": "1", "Gitlab-Workhorse-Api-Request": "x", "X-Sendfile": "/etc/passwd"}
    stored(api.http.put(api.base + path, content=b"x", headers=api.headers | headers | {"Content-Type": "text/html"}))
    assert api.get(path).content == b"x"


def test_a_file_beyond_the_limit_is_refused(tmp_path: Path) -> None:
    def chunks() -> Iterator[bytes]:
        yield b"01234567890"

    with running(tmp_path, artifact_max_bytes=10) as server:
        people = settle(server.server, "team/project")
        api = rest(server, people.developer, people.project.id)
        path = "packages/generic/p/1/f"
        refused(api.put(path, b"01234567890"), 413)
        refused(api.http.put(api.base + path, content=chunks(), headers=api.headers), 413)
        assert api.packages() == []
        stored(api.put(path, b"0123456789"))
