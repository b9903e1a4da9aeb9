"""The files of a run in a real browser: viewers, a series of images, uploads, and what hostile files reach."""

import re
import struct
import zlib
from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, Page, expect

from modelstead.domain.role import Role
from modelstead.services import projects
from tests.browser.axe import check_in_both_themes
from tests.browser.visiting import Visitor
from tests.serving import Running
from tests.signing_in import person
from tests.web.artifact_pages import Run, new_run

ATTACK = """
<p id="told">nothing ran</p>
<script>
  const told = document.getElementById("told");
  told.textContent = "origin " + self.origin;
  try { told.textContent += ", cookies " + document.cookie } catch (error) { told.textContent += ", no cookies" }
  try { told.textContent += ", parent " + parent.document.title } catch (error) { told.textContent += ", no parent" }
  fetch("/-/profile/sessions", {credentials: "include"}).then(
    (answer) => { told.textContent += ", fetched " + answer.status },
    () => { told.textContent += ", not fetched" },
  );
</script>
"""
DRAWING = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><rect width="9" height="9" fill="red"/>
<script>document.documentElement.setAttribute("data-ran", "yes"); fetch("/stolen-by-svg")</script></svg>"""


def png(shade: int) -> bytes:
    """Return an image of 4 by 4 pixels of one colour."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">L", len(content)) + kind + content + struct.pack(">L", zlib.crc32(kind + content))

    rows = (b"\0" + bytes([shade, 80, 80]) * 4) * 4
    head = struct.pack(">LLBBBBB", 4, 4, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


@pytest.fixture(scope="module")
def run(site: Running) -> Run:
    """Return a run with files of every kind."""
    made = new_run(site)
    made.put({f"images/step_{step:04}.png": png(step) for step in (0, 5, 10, 200)})
    made.put(
        {
            "plots/attack.html": ATTACK,
            "plots/attack.svg": DRAWING,
            "tables/t.csv": "name,value\nc,10\na,9\nb,200\n",
            "config.json": '{"a": {"b": [1, "two", null]}, "list": [1, 2]}',
            "README.md": "# Title\n\n| a | b |\n|--|--:|\n| 1 | 2 |\n\n![one](images/step_0005.png)\n",
            "train.log": "".join(f"line {number}\n" for number in range(20_000)),
            "book.ipynb": '{"cells": [{"cell_type": "markdown", "source": "# One"}, {"cell_type": "code", '
            '"source": "1/0", "outputs": [{"output_type": "error", "traceback": ["ZeroDivisionError"]}]}]}',
            "model/MLmodel": 'flavors:\n  sklearn:\n    code: null\nsignature:\n  inputs: \'[{"type": "double"}]\'\n',
            "model/model.pkl": bytes(range(256)),
        }
    )
    return made


def enter(visitor: Visitor, run: Run, role: Role = Role.DEVELOPER) -> Page:
    user = person(run.site)
    run.site.server.database.write_now(projects.set_member, run.project, user, role)
    visitor.sign_in(user)
    return visitor.page


@pytest.mark.parametrize("visitor", ["light"], indirect=True)
def test_pages_of_files_are_accessible(visitor: Visitor, run: Run) -> None:
    page = enter(visitor, run)
    for path in (
        "",
        "images/step_0005.png",
        "tables/t.csv",
        "config.json",
        "README.md",
        "train.log",
        "book.ipynb",
        "model/MLmodel",
        "model/model.pkl",
    ):
        visitor.goto(run.page_of(path))
        check_in_both_themes(page)
    visitor.goto(run.page_of("config.json") + "?ask=delete")
    check_in_both_themes(page)


@pytest.mark.parametrize("visitor", ["light"], indirect=True)
def test_a_series_of_images_is_stepped_through_in_place(visitor: Visitor, run: Run) -> None:
    page = enter(visitor, run)
    visitor.goto(run.page_of("images/step_0005.png"))
    image, slider = page.locator(".canvas img"), page.get_by_role("slider", name="Step")
    expect(page.locator(".steps output")).to_have_text("Step 5 · 2 of 4")
    expect(page.locator("[data-size]")).to_have_text(re.compile("^4 . 4$"))
    slider.press("End")
    expect(page.locator(".steps output")).to_have_text("Step 200 · 4 of 4")
    expect(image).to_have_attribute("src", run.raw_of("images/step_0200.png"))
    expect(page).to_have_url(re.compile("step_0200.png$"))
    page.get_by_role("link", name="Pixels").click()
    page.get_by_role("link", name="Previous step").click()
    expect(page).to_have_url(re.compile(r"step_0010.png\?fit=pixels$"))
    expect(page.locator(".canvas")).to_have_class("canvas pixels")
    page.reload()
    expect(page.locator(".steps output")).to_have_text("Step 10 · 3 of 4")
    expect(page.locator(".canvas")).to_have_class("canvas pixels")


@pytest.mark.parametrize("visitor", ["light"], indirect=True)
def test_hostile_files_reach_nothing_in_a_frame_or_by_themselves(visitor: Visitor, run: Run) -> None:
    page = enter(visitor, run)
    asked: list[str] = []
    page.on("response", lambda answer: asked.append(answer.url))
    nothing = "origin null, no cookies, no parent, not fetched"
    visitor.goto(run.page_of("plots/attack.html"))
    expect(page.frame_locator("iframe").locator("#told")).to_have_text(nothing)
    visitor.load(run.raw_of("plots/attack.html"))
    expect(page.locator("#told")).to_have_text(re.compile("^origin null, no cookies, .*not fetched$"))
    visitor.goto(run.page_of("plots/attack.svg"))
    assert page.locator(".canvas img").evaluate("image => image.decode().then(() => image.naturalWidth)") > 0
    visitor.load(run.raw_of("plots/attack.svg"))
    expect(page.locator("rect")).to_be_visible()
    assert page.locator("svg[data-ran]").count() == 0
    assert not [url for url in asked if "profile" in url or "stolen" in url]
    assert visitor.troubles  # the browser says what it has blocked
    visitor.troubles.clear()


@pytest.mark.parametrize("visitor", ["light"], indirect=True)
def test_files_are_uploaded_by_choosing_them(visitor: Visitor, site: Running, tmp_path: Path) -> None:
    run = new_run(site)
    page = enter(visitor, run)
    for name in ("one.txt", "two & שלום.txt"):
        (tmp_path / name).write_text(f"content of {name}")
    visitor.goto(run.page_of())
    expect(page.get_by_text("This run has no artifacts")).to_be_visible()
    page.get_by_label("Choose files").set_input_files([tmp_path / "one.txt", tmp_path / "two & שלום.txt"])
    page.get_by_role("region", name="Files").get_by_role("link", name="two & שלום.txt").click()
    expect(page.locator("pre code")).to_have_text("content of two & שלום.txt")
    page.get_by_label("More").last.click()
    page.get_by_role("link", name="Delete file…").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete file").click()
    expect(page.get_by_text("“two & שלום.txt” is deleted.")).to_be_visible()
    page.get_by_label("Choose files").set_input_files(FilePayload(name="a\\b.txt", mimeType="text/plain", buffer=b"x"))
    expect(page.locator(".uploads .error")).to_contain_text("Invalid path")
    visitor.troubles.clear()  # the browser notes the refusal


def test_without_scripts_everything_is_a_link_or_a_form(reader: Visitor, run: Run) -> None:
    page = enter(reader, run)
    reader.goto(run.page_of())
    expect(page.get_by_text("Uploading here needs scripts")).to_be_visible()
    files = page.get_by_role("navigation", name="Files")
    files.get_by_label("Content of images").click()
    files.get_by_role("link", name="step_0005.png").click()
    page.get_by_role("link", name="Next step").click()
    expect(page).to_have_title(re.compile("^images/step_0010.png"))
    reader.goto(run.page_of("tables/t.csv"))
    page.get_by_role("link", name="value").click()
    expect(page.locator("tbody tr").first).to_contain_text("9")
    reader.goto(run.page_of())
    page.get_by_label("Find files below this folder").fill("0200")
    page.get_by_role("button", name="Find").click()
    expect(page.get_by_role("link", name="images/step_0200.png")).to_be_visible()
