"""python-gitlab, unchanged, against the running server: a client for each person."""

from collections.abc import Callable

import gitlab
import pytest

from tests.people import People
from tests.serving import Running

Client = Callable[[str], gitlab.Gitlab]


@pytest.fixture
def client(server: Running, people: People) -> Client:
    """Return what makes a client of a person of the project, by who they are."""

    def make(who: str) -> gitlab.Gitlab:
        found = gitlab.Gitlab(server.url, private_token=getattr(people, who), per_page=50)
        found.auth()
        return found

    return make


@pytest.fixture
def ada(client: Client) -> gitlab.Gitlab:
    """Return the client of somebody who has nothing yet."""
    return client("outsider")


@pytest.fixture
def eve(client: Client) -> gitlab.Gitlab:
    return client("guest")
