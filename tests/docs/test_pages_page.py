"""Each page that can be opened has a line in docs/pages.md."""

import re

from modelstead.web.application import WebPages
from modelstead.web.keys import SECTIONS
from tests.docs.pages import text
from tests.serving import Running

PAGE = "docs/pages.md"
SHARED_LINE = re.compile(r"/(?:notes|tags|delete)$|/runs\.parquet$|/artifacts/\{path\.\.\.\}$|/audit/export$|/mlflow/$")


def test_every_page_is_documented(site: Running) -> None:
    pages = next(each for each in site.server.applications if isinstance(each, WebPages))
    own = [row.path for row in pages.endpoints if row.method == "GET"]
    of_projects = [f"P{row.path}".removesuffix("/") for row in pages.of_projects if row.method == "GET"]
    of_groups = [f"G{row.path}".removesuffix("/") for row in pages.of_groups if row.method == "GET"]
    missing = [path for path in (*own, *of_projects) if not _has_line(path)]
    missing += [path for path in of_groups if not _has_line(path) and not _has_line(path.replace("G/", "P/", 1))]
    assert missing == []


def _has_line(path: str) -> bool:
    return f"`{path.replace('...', '')}`" in text(PAGE) or SHARED_LINE.search(path) is not None


def test_every_key_is_documented() -> None:
    assert [key.keys for section in SECTIONS for key in section.keys if f"`{key.keys}`" not in text(PAGE)] == []
