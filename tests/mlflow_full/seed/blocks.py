"""The code blocks of the page that tells GitLab's users how to use MLflow, as they are written there."""

import re
import textwrap
from pathlib import Path
from typing import NamedTuple

PAGE = Path(__file__).with_name("blocks.md")
_PART = re.compile(r"^## (?P<heading>[^\n]+)$|^ *```python\n(?P<code>.*?)^ *```$", re.MULTILINE | re.DOTALL)
_PLACEHOLDER = re.compile(r"<([a-z][a-z_/.]*)>")


class Block(NamedTuple):
    """A block, and a name that says where it stands."""

    name: str
    code: str

    def filled(self, values: dict[str, str]) -> str:
        """Return the code with a value for each `<placeholder>`; raise KeyError for one that has none."""
        return _PLACEHOLDER.sub(lambda found: values[found[1]], self.code)


def blocks() -> list[Block]:
    """Return all blocks, in the order of the page."""
    found: list[Block] = []
    heading = ""
    for part in _PART.finditer(PAGE.read_text(encoding="utf-8")):
        if part["heading"]:
            heading = part["heading"].lower().replace(" ", "_").replace("/", "_")
        else:
            found.append(Block(f"{len(found):02}_{heading}", textwrap.dedent(part["code"])))
    return found
