"""Pages of files of every kind: what is shown, what is left out, what is too large."""

import json
import re

import pytest

from modelstead import limits
from tests.serving import Running
from tests.web.artifact_pages import SCRIPT, Run, new_run

PNG = bytes.fromhex("89504e470d0a1a0a0000000d49484452")


@pytest.fixture(scope="module")
def run(site: Running) -> Run:
    """Return one run for the files of these tests."""
    return new_run(site)


def test_text_is_escaped_and_has_numbers(run: Run) -> None:
    run.put({"a/text.py": f"one\n{SCRIPT}\n"})
    page = run.html("a/text.py")
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert '<pre class="numbers" aria-hidden="true">1\n2</pre>' in page


def test_a_large_log_begins_at_its_end_and_has_ways_to_its_other_parts(run: Run) -> None:
    run.put({"train.log": b"".join(b"line %06d\n" % number for number in range(40_000))})
    page = run.html("train.log")
    assert "line 039999" in page
    assert "line 000000" not in page
    beginning = re.search(r'href="([^"]+)">Beginning</a>', page)
    assert beginning is not None
    assert "line 000000" in run.browser.get(beginning[1].replace("&amp;", "&")).text


def test_a_table_is_sorted_by_the_address(run: Run) -> None:
    run.put({"t.csv": f"name,value\n{SCRIPT},2\nb,10\n"})
    page = run.html("t.csv", sort=-2)
    assert page.index(">10</td>") < page.index(">2</td>")
    assert 'aria-sort="descending"' in page
    assert "t.csv?sort=1" in page


def test_markdown_shows_pictures_of_the_run_and_links_to_its_files(run: Run) -> None:
    text = f"# Title\n\n![p](img/a.png) [t](../t.csv#x) ![w](https://example.com/w.png) [up](../../../x) {SCRIPT}\n"
    run.put({"docs/README.md": text})
    page = run.html("docs/README.md")
    assert f'src="{run.raw_of("docs/img/a.png")}"' in page
    assert f'href="{run.page_of("t.csv")}#x"' in page
    assert 'src="https://' not in page
    assert 'href="https://example.com/w.png"' in page
    assert "/artifacts/../" not in page


def test_a_notebook_is_cleaned_and_its_images_are_loaded_by_address(run: Run) -> None:
    html = f'<table onclick="x"><tr><td style="x">1</td></tr></table>{SCRIPT}<img src=x onerror=y>'
    outputs = [
        {"output_type": "display_data", "data": {"image/png": "iVBORw0KGgo="}},
        {"output_type": "execute_result", "data": {"text/html": html}},
    ]
    cells = [{"cell_type": "code", "source": SCRIPT, "outputs": outputs}, {"cell_type": "markdown", "source": SCRIPT}]
    run.put({"n.ipynb": json.dumps({"cells": cells})})
    page = run.html("n.ipynb")
    assert "<td>1</td>" in page
    for forbidden in ("onclick", "onerror", 'style="x"', "data:image"):
        assert forbidden not in page, forbidden
    image = re.search(r'<img src="([^"]+output=0)"', page)
    assert image is not None
    answer = run.browser.get(image[1].replace("&amp;", "&"))
    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/png")
    assert answer.content == b"\x89PNG\r\n\x1a\n"
    assert run.raw("n.ipynb", cell=5).status_code == 404


@pytest.mark.parametrize(
    ("name", "content", "mark"),
    [
        ("v/a.png", PNG, "<img "),
        ("v/a.svg", "<svg/>", "<img "),
        ("v/a.mp3", b"ID3", "<audio "),
        ("v/a.webm", b"x", "<video "),
        ("v/a.pdf", b"%PDF", "<iframe "),
        ("v/a.html", SCRIPT, '<iframe class="frame-of-file paper" sandbox="allow-scripts" '),
        ("v/unknown", "some text", "<code>some text</code>"),
        ("v/unknown.bin", b"\0\1\2", "00 01 02"),
        ("v/empty.json", "", "The file is empty"),
        ("v/broken.json", "{", "It is not valid JSON"),
        ("v/broken.parquet", b"PAR1" + bytes(20), "It is not a Parquet file"),
        ("v/MLmodel", "!!python/object:x", "It is not what MLflow writes"),
        ("v/a.json", '{"key": ["<b>"]}', '<span class="key">key</span>'),
    ],
)
def test_every_kind_has_its_viewer(run: Run, name: str, content: str | bytes, mark: str) -> None:
    run.put({name: content})
    assert mark in run.html(name)


def test_what_is_shown_by_a_viewer_can_be_looked_at_as_text(run: Run) -> None:
    run.put({"x.json": '{"a": 1}'})
    assert run.view("x.json")["file"]["text_at"] == run.page_of("x.json") + "?text=1"
    found = run.view("x.json", text=1)["file"]
    assert (found["viewer"], found["preview_at"]) == ("text", run.page_of("x.json"))


def test_what_is_too_large_is_shown_when_it_is_asked_for_and_never_beyond_the_limit(run: Run) -> None:
    run.put(
        {
            "large.json": json.dumps({"a": "x" * limits.VIEW_PARSED_BYTES}),
            "huge.md": "word " * (limits.VIEW_MARKDOWN_BYTES_MAX // 5 + 1),
            "large.png": bytes(limits.VIEW_IMAGE_BYTES + 1),
        }
    )
    large = run.view("large.json")["file"]
    assert (large["viewer"], large["anyway"]) == ("text", run.page_of("large.json") + "?anyway=1")
    assert run.view("large.json", anyway=1)["file"]["viewer"] == "json"
    assert run.view("huge.md", anyway=1)["file"]["viewer"] == "text"
    assert "too large to be shown as Markdown" in run.html("huge.md", anyway=1)
    image = run.html("large.png")
    assert "Load it anyway" in image
    assert "<img src" not in image.partition("viewer-image")[2]
    assert run.view("large.png", anyway=1)["file"]["preview"]["raw"] == run.raw_of("large.png")


@pytest.mark.parametrize("query", ["at=-2", "at=x", "fit=huge", "page=0", "sort=100000", "text=maybe"])
def test_a_wrong_state_is_refused(run: Run, query: str) -> None:
    run.put({"a.txt": "x"})
    assert run.browser.get(f"{run.page_of('a.txt')}?{query}").status_code == 400


def test_a_text_from_beyond_its_end_shows_nothing(run: Run) -> None:
    run.put({"short.txt": "x"})
    assert run.preview("short.txt", at=99)["text"] == ""
