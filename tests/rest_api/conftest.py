"""What tests of the REST API ask for."""

import pytest

from tests.people import People
from tests.rest_api.calling import Rest, rest
from tests.serving import Running


@pytest.fixture
def api(server: Running, people: People) -> Rest:
    """Return a developer's client of a new project's REST API; the fixture `developer` speaks MLflow there."""
    return rest(server, people.developer, people.project.id)


@pytest.fixture
def people_path(people: People) -> str:
    """Return the path of the project, as it stands in addresses."""
    return people.project.path.replace("/", "%2F")
