"""Which viewer shows which name, and what becomes of files of no known kind."""

from pathlib import Path

import pytest

from modelstead.web import templates, viewers
from modelstead.web.raw_types import SHOWN
from modelstead.web.viewers.binary import BINARY, is_text
from modelstead.web.viewers.choosing import VIEWERS, choose


@pytest.mark.parametrize(
    ("name", "viewer"),
    [
        ("a.PNG", "image"),
        ("a.csv", "table"),
        ("MLmodel", "mlmodel"),
        ("xMLmodel", "binary"),
        ("a.tar.gz", "binary"),
        ("png", "binary"),
        ("Dockerfile", "text"),
        ("a.html", "page"),
        (".png", "image"),
    ],
)
def test_names_choose(name: str, viewer: str) -> None:
    assert choose(name).name == viewer


def test_each_viewer_has_a_template_and_no_ending_has_two() -> None:
    folder = Path(templates.__file__).parent / "viewers"
    endings = [ending for viewer in VIEWERS for ending in viewer.endings]
    assert len(endings) == len(set(endings))
    for viewer in (*VIEWERS, BINARY):
        assert (folder / f"{viewer.name}.html").exists(), viewer.name
    assert Path(viewers.__file__).parent.is_dir()


def test_what_a_page_loads_by_address_may_be_shown() -> None:
    for viewer in VIEWERS:
        if viewer.name in ("image", "audio", "video", "pdf", "page"):
            assert viewer.endings <= set(SHOWN)


@pytest.mark.parametrize(
    ("head", "found"),
    [
        (b"", True),
        (b"abc", True),
        ("é".encode()[:1], True),
        (b"\xff\xfe", False),
        (b"a\0b", False),
        (b"\xe9abcdef", False),
    ],
)
def test_text_is_told_from_other_bytes(head: bytes, found: bool) -> None:  # noqa: FBT001 - a row of the table
    assert is_text(head) is found
