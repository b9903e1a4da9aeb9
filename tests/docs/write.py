"""Write the generated parts of the pages (make docs)."""

import re

from tests.docs.generated import GENERATED
from tests.docs.pages import ROOT, pages, text

PART = re.compile(r"(<!-- generated: (\S+) -->\n).*?(<!-- end -->)", re.DOTALL)


def renewed(page: str) -> str:
    """Return a page's text with its generated parts as they are to be."""
    return PART.sub(lambda part: f"{part[1]}\n{GENERATED[part[2]]()}\n{part[3]}", page)


if __name__ == "__main__":
    for each in pages():
        (ROOT / each).write_text(renewed(text(each)), encoding="utf-8")
