"""Pages of projects, by number and by key."""

from typing import Any

import httpx
import pytest

from tests.people import People
from tests.rest_api.accounts import Api, api
from tests.rest_api.calling import good
from tests.rest_api.places import project
from tests.serving import Running


@pytest.fixture
def ada(server: Running, people: People) -> Api:
    return api(server, people.outsider)


@pytest.fixture
def five(ada: Api) -> list[int]:
    return [project(ada)["id"] for _ in range(5)]


def followed(api: Api, **query: str) -> tuple[list[list[int]], list[httpx.Response]]:
    """Return the ids of each page, following the links to the next."""
    pages, answers = [], []
    url, params = api.base + "projects", dict[str, Any](query)
    while url:
        answer = api.http.get(url, params=params or None, headers=api.headers)
        pages.append([row["id"] for row in good(answer)])
        answers.append(answer)
        url, params = answer.links.get("next", {}).get("url", ""), {}
    return pages, answers


def test_pages_by_key_follow_each_other(ada: Api, five: list[int]) -> None:
    query = {"pagination": "keyset", "order_by": "id", "per_page": "2", "owned": "true", "simple": "true"}
    pages, answers = followed(ada, **query, sort="asc")
    assert pages == [five[:2], five[2:4], five[4:]]
    assert all("x-total" not in each.headers and "x-page" not in each.headers for each in answers)
    assert f"id_after={five[1]}" in answers[0].headers["link"]
    assert 'rel="next"' in answers[0].headers["link"]
    assert "link" not in answers[-1].headers
    pages, answers = followed(ada, **query)
    assert pages == [[five[4], five[3]], [five[2], five[1]], [five[0]]]
    assert f"id_before={five[3]}" in answers[0].headers["link"]


def test_a_full_last_page_has_no_next(ada: Api, five: list[int]) -> None:
    pages, _ = followed(ada, pagination="keyset", per_page="5", owned="true", sort="asc")
    assert pages == [five]


def test_what_is_made_meanwhile_moves_no_page_by_key(ada: Api, five: list[int]) -> None:
    query = {"pagination": "keyset", "per_page": "3", "owned": "true"}
    first = ada.get("projects", **query)
    project(ada)
    second = ada.http.get(first.links["next"]["url"], headers=ada.headers)
    assert [row["id"] for row in good(first) + good(second)] == five[::-1]


def test_pages_by_number_say_how_many_there_are(ada: Api, five: list[int]) -> None:
    pages, answers = followed(ada, per_page="2", owned="true", order_by="id", sort="asc")
    assert pages == [five[:2], five[2:4], five[4:]]
    headers = answers[1].headers
    assert (headers["x-total"], headers["x-total-pages"], headers["x-page"]) == ("5", "3", "2")
    assert (headers["x-next-page"], headers["x-prev-page"], headers["x-per-page"]) == ("3", "1", "2")
    assert "owned=true" in headers["link"]
    assert good(ada.get("projects", owned="true", page="9")) == []


def test_the_links_lead_to_where_the_server_says_it_is(server: Running, ada: Api, five: list[int]) -> None:
    answer = ada.http.get(
        ada.base + "projects",
        params={"per_page": "1", "pagination": "keyset"},
        headers=ada.headers | {"Host": "localhost:1", "X-Forwarded-Host": "evil.example"},
    )
    assert answer.links["next"]["url"].startswith(f"{server.url}/api/v4/projects?")
    assert five
