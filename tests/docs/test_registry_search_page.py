"""The page on searching the registry says what the server does."""

from pathlib import Path

import pytest

from modelstead.domain.search.fields import MODEL_VERSIONS, REGISTERED_MODELS, Language
from modelstead.domain.search.parser import parse_filter
from tests.docs.pages import blocks
from tests.docs.test_examples import run
from tests.people import People
from tests.serving import Running

PAGE = "docs/search-syntax-registry.md"
CALLS = {"registered-models/search": REGISTERED_MODELS, "model-versions/search": MODEL_VERSIONS}


@pytest.mark.parametrize(
    ("kind", "call"),
    [
        ("models", "registered-models/search"),
        ("versions", "model-versions/search"),
        ("prompts", "registered-models/search"),
        ("prompts", "model-versions/search"),
    ],
)
def test_the_filters_of_the_page_are_taken(kind: str, call: str, server: Running, people: People) -> None:
    language: Language = CALLS[call]
    filters = "".join(blocks(PAGE, kind)).splitlines()
    assert len(filters) >= 2
    client = server.client(people.developer, people.project.id)
    for text in filters:
        assert parse_filter(language, text) is not None
        answer = client.get(call, filter=text)
        assert answer.status_code == 200, answer.text


def test_the_example_of_the_page_finds_what_it_made(server: Running, people: People, tmp_path: Path) -> None:
    printed = run(PAGE, server, people, tmp_path)
    assert printed.endswith("price of flats\nprice of flats 2\nprice of flats 1\n")
