"""Links between the pages."""

from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from tests.docs.pages import DOCS, ROOT, anchors, links, pages


@pytest.mark.parametrize("page", pages(), ids=str)
def test_links_lead_to_files_and_headings_that_are_there(page: Path) -> None:
    broken = [link for link in links(page) if not urlsplit(link).scheme and not _leads_somewhere(page, link)]
    assert broken == []


def test_the_readme_links_to_every_page() -> None:
    linked = {(ROOT / link).resolve() for link in links(Path("README.md")) if not urlsplit(link).scheme}
    assert sorted(page for page in DOCS.rglob("*.md") if page not in linked) == []


def _leads_somewhere(page: Path, link: str) -> bool:
    path, _, anchor = unquote(link).partition("#")
    target = (ROOT / page.parent / path).resolve() if path else ROOT / page
    if not target.is_relative_to(ROOT) or not target.exists():
        return False
    return not anchor or anchor in anchors(target.relative_to(ROOT))
