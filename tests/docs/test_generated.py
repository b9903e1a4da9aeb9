"""The generated parts of the pages."""

from pathlib import Path

import pytest

from tests.docs.generated import GENERATED
from tests.docs.pages import pages, text
from tests.docs.write import PART, renewed


@pytest.mark.parametrize("page", pages(), ids=str)
def test_generated_parts_are_what_the_program_says(page: Path) -> None:
    assert renewed(text(page)) == text(page), "run: make docs"


def test_every_part_stands_on_one_page() -> None:
    assert sorted(part[2] for page in pages() for part in PART.finditer(text(page))) == sorted(GENERATED)
