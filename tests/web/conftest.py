"""What tests of pages ask for."""

from collections.abc import Iterator

import pytest

from tests.identity_provider import Provider, identity_provider


@pytest.fixture
def provider() -> Iterator[Provider]:
    """Return an identity provider of this test's own."""
    with identity_provider() as made:
        yield made
