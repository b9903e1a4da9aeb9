"""Headers of files: a browser saves them, whatever is in them and whatever they are called."""

import hashlib
from urllib.parse import quote

import pytest

from tests.mlflow_api.artifacts import new_run
from tests.serving import Mlflow

TYPES = {
    "text/plain; charset=utf-8": ["a.txt", "A.TXT", "log.log", "m.md", "t.csv", "c.yaml", "c.yml", "s.py", "MLmodel"],
    "application/json": ["a.json"],
    "image/png": ["a.png", "b.PNG"],
    "image/jpeg": ["a.jpg", "a.jpeg"],
    "image/gif": ["a.gif"],
    "image/webp": ["a.webp"],
    "application/octet-stream": [
        "a.html",
        "a.htm",
        "a.xhtml",
        "a.svg",
        "a.xml",
        "a.js",
        "a.mjs",
        "a.css",
        "a.pdf",
        "a.swf",
        "a.pkl",
        "a.txt.html",
        "html",
        "a.",
        ".png.x",
        "noending",
        "mlmodel",
    ],
}


@pytest.mark.parametrize(("kind", "name"), [(kind, name) for kind, names in TYPES.items() for name in names])
def test_types_are_a_short_list_that_no_browser_runs(developer: Mlflow, kind: str, name: str) -> None:
    files = new_run(developer)
    files.put(name, b"<script>alert(1)</script>")
    assert files.get(name).headers["content-type"] == kind


def test_the_type_that_an_upload_claims_is_not_given_back(developer: Mlflow) -> None:
    files = new_run(developer)
    files.send("PUT", "a.bin", b"<script>", **{"Content-Type": "text/html"})
    assert files.get("a.bin").headers["content-type"] == "application/octet-stream"


@pytest.mark.parametrize("name", ["a.txt", "a b.html", 'q"; x=".html', "größe 🚀.txt", "a;b=c,d", "%zz", "a'b(c)*d"])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_every_file_is_an_attachment_in_a_sandbox(developer: Mlflow, name: str, method: str) -> None:
    files = new_run(developer)
    files.put(f"dir/{name}", b"1")
    headers = files.send(method, f"dir/{name}").headers
    assert headers["content-disposition"] == f"attachment; filename*=UTF-8''{quote(name, safe='')}"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["content-security-policy"] == "sandbox; default-src 'none'"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert headers["cache-control"] == "private, no-cache"
    assert headers["accept-ranges"] == "bytes"


def test_a_range_and_a_304_have_them_too(developer: Mlflow) -> None:
    files = new_run(developer)
    files.put("a.html", b"<script>")
    whole = files.get("a.html").headers
    for answer in (
        files.get("a.html", Range="bytes=0-1"),
        files.get("a.html", **{"If-None-Match": whole["etag"]}),
    ):
        for name in (
            "content-disposition",
            "x-content-type-options",
            "content-security-policy",
            "content-type",
            "etag",
        ):
            assert answer.headers[name] == whole[name]


def test_the_etag_is_the_digest_of_the_bytes(developer: Mlflow) -> None:
    files = new_run(developer)
    files.put("a", b"bytes")
    assert files.get("a").headers["etag"] == f'"{hashlib.sha256(b"bytes").hexdigest()}"'
