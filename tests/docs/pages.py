"""The pages of the documentation, taken apart: headings, links, code."""

import os
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"

_IGNORED = {"modelstead-data", "node_modules", "dist", "build"}
_PARSER = MarkdownIt("commonmark").enable("table")


def pages() -> list[Path]:
    """List every Markdown file of the repository, as paths below its root."""
    found = []
    for folder, folders, files in os.walk(ROOT):
        folders[:] = [each for each in folders if not each.startswith(".") and each not in _IGNORED]
        found += [Path(folder, file).relative_to(ROOT) for file in files if file.endswith(".md")]
    return sorted(found)


@cache
def text(page: Path | str) -> str:
    return (ROOT / page).read_text(encoding="utf-8")


def anchors(page: Path) -> set[str]:
    """Return the anchors of a page's headings, as Git hosts make them."""
    found: set[str] = set()
    for heading in headings(page):
        plain = re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
        anchor, number = plain, 0
        while anchor in found:
            number += 1
            anchor = f"{plain}-{number}"
        found.add(anchor)
    return found


def headings(page: Path | str) -> list[str]:
    """Return the texts of a page's headings, without markup."""
    tokens = _tokens(page)
    return [
        "".join(child.content for child in tokens[index + 1].children or ())
        for index, token in enumerate(tokens)
        if token.type == "heading_open"
    ]


def links(page: Path) -> list[str]:
    """Return where a page's links and images point."""
    targets = [child.attrGet("href") or child.attrGet("src") for child in _inline(page)]
    return [str(target) for target in targets if target]


def blocks(page: Path | str, language: str) -> list[str]:
    """Return a page's fenced blocks of one language."""
    return [token.content for token in _tokens(page) if token.type == "fence" and token.info == language]


def spans(page: Path | str) -> list[str]:
    """Return a page's `code` spans."""
    return [child.content for child in _inline(page) if child.type == "code_inline"]


def first_cells(page: Path | str) -> list[str]:
    """Return the first cell of each row of a page's tables, without markup."""
    tokens = _tokens(page)
    return [
        "".join(child.content for child in tokens[index + 2].children or ())
        for index, token in enumerate(tokens)
        if token.type == "tr_open" and tokens[index + 1].type == "td_open"
    ]


def section(page: Path | str, heading: str) -> str:
    """Return the text below a second-level heading, up to the next one."""
    return text(page).partition(f"\n## {heading}\n")[2].partition("\n## ")[0]


def _inline(page: Path | str) -> Iterator[Token]:
    for token in _tokens(page):
        yield from token.children or ()


@cache
def _tokens(page: Path | str) -> list[Token]:
    return _PARSER.parse(text(page))
