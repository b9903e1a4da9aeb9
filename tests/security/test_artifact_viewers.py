"""What users uploaded never runs where this server's pages are, and never breaks out of them."""

import json

import pytest

from modelstead.http.files import LOCKED
from modelstead.web.raw_types import DOCUMENT, DRAWING, SCRIPTS_ALONE, SHOWN
from tests.serving import Running
from tests.web.artifact_pages import SCRIPT, Run, new_run

BREAKING_OUT = f"\"'></pre></code></script>--><img src=x onerror=alert(1)>{SCRIPT}{{{{ 7 * 7 }}}}"

QUOTED = BREAKING_OUT.replace("'", "")


@pytest.fixture(scope="module")
def run(site: Running) -> Run:
    return new_run(site, run_name=BREAKING_OUT)


def policy(headers: dict[str, str]) -> str:
    return headers["content-security-policy"]


@pytest.mark.parametrize("ending", ["html", "htm", "HTML", "svg", "xhtml", "xml", "js", "css", "pdf", "txt", "swf", ""])
def test_a_file_by_itself_is_in_a_sandbox_or_saved(run: Run, ending: str) -> None:
    name = f"raw/file.{ending}" if ending else "raw/file"
    run.put({name: f"<html xmlns='http://www.w3.org/1999/xhtml'>{SCRIPT}</html>"})
    answer = run.raw(name)
    said = policy(dict(answer.headers))
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cross-origin-resource-policy"] == "same-origin"
    assert "default-src 'none'" in said
    assert "allow-same-origin" not in said
    assert "sandbox" in said or ending == "pdf"
    is_saved = answer.headers["content-disposition"].startswith("attachment")
    assert is_saved == (ending.lower() not in ("html", "htm", "svg", "pdf"))
    assert answer.headers["content-type"] != "text/html; charset=utf-8" or ending.lower() in ("html", "htm")


def test_scripts_are_let_in_html_alone_and_there_reach_nothing() -> None:
    for name, shown in SHOWN.items():
        assert (b"script" in shown.policy) == (name in ("html", "htm")), name
        assert shown.policy in (LOCKED, DRAWING, DOCUMENT, SCRIPTS_ALONE)
        assert shown.content_type.startswith((b"image/", b"audio/", b"video/", b"application/pdf", b"text/html"))
    assert SCRIPTS_ALONE.startswith(b"sandbox allow-scripts;")
    for forbidden in (b"allow-same-origin", b"allow-top-navigation", b"allow-popups", b"connect-src", b"http", b"*"):
        assert forbidden not in SCRIPTS_ALONE
    assert b"frame-ancestors 'self'" in SCRIPTS_ALONE


def test_a_conditional_or_partial_answer_has_the_same_policy(run: Run) -> None:
    run.put({"p.html": SCRIPT})
    etag = run.raw("p.html").headers["etag"]
    for headers in ({"If-None-Match": etag}, {"Range": "bytes=0-3"}):
        assert policy(dict(run.raw("p.html", headers).headers)).startswith("sandbox allow-scripts; default-src 'none'")


def test_the_frame_of_html_has_no_origin(run: Run) -> None:
    run.put({"p.html": SCRIPT})
    page = run.html("p.html")
    assert 'sandbox="allow-scripts" src=' in page
    assert "allow-same-origin" not in page


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("x.txt", BREAKING_OUT),
        ("x.log", BREAKING_OUT),
        ("x", BREAKING_OUT),
        ("x.md", BREAKING_OUT),
        ("x.csv", f'"{BREAKING_OUT.replace(chr(34), chr(34) * 2)}",b\n{SCRIPT},2\n'),
        ("x.json", json.dumps({BREAKING_OUT: [BREAKING_OUT]})),
        ("table.json", json.dumps({"columns": [BREAKING_OUT], "data": [[BREAKING_OUT]]})),
        ("broken.json", BREAKING_OUT),
        ("x.html", BREAKING_OUT),
        ("x.bin", b"\0" + BREAKING_OUT.encode()),
        ("m/MLmodel", f"flavors:\n  '{QUOTED}':\n    a: '{QUOTED}'\n"),
        (
            "x.ipynb",
            json.dumps(
                {
                    "metadata": {"kernelspec": {"display_name": BREAKING_OUT}},
                    "cells": [
                        {"cell_type": kind, "source": BREAKING_OUT, "outputs": [
                            {"output_type": "stream", "text": BREAKING_OUT},
                            {"output_type": "error", "traceback": [BREAKING_OUT]},
                            {"output_type": "display_data", "data": {"text/html": BREAKING_OUT}},
                            {"output_type": "display_data", "data": {"text/markdown": BREAKING_OUT}},
                            {"output_type": "display_data", "data": {"image/png": "x", "text/plain": BREAKING_OUT}},
                        ]}
                        for kind in ("code", "markdown", "raw", BREAKING_OUT)
                    ],
                }
            ),
        ),
    ],
)  # fmt: skip
def test_no_content_breaks_out_of_its_viewer(run: Run, name: str, content: str | bytes) -> None:
    run.put({f"content/{name}": content})
    page = run.html(f"content/{name}")
    assert "<img src=x" not in page
    assert "onerror=alert(1)>" not in page.replace("onerror=alert(1)&gt;", "")


def test_a_name_that_says_one_kind_is_not_shown_as_another(run: Run) -> None:
    run.put({"page.png": SCRIPT, "page.html.txt": SCRIPT})
    assert run.raw("page.png").headers["content-type"] == "image/png"
    assert run.raw("page.html.txt").headers["content-disposition"].startswith("attachment")


def test_a_path_is_decoded_once(run: Run) -> None:
    run.put({"a.txt": "x"})
    for path in (
        "..%2f..%2fa.txt",
        "%2e%2e/a.txt",
        "a%00.txt",
        "%252e%252e/a.txt",
        "a//b",
        "\\a",
    ):
        for place in ("artifacts", "raw"):
            answer = run.browser.http.get(f"{run.base}/{place}/{path}")
            assert answer.status_code in (400, 404), (place, path)


def test_pages_keep_their_policy(run: Run) -> None:
    run.put({"a.txt": "x"})
    answer = run.show("a.txt")
    assert "default-src 'self'; script-src 'self'; object-src 'none'" in policy(dict(answer.headers))
