"""Pages of packages and of their files, with GitLab's headers."""

import pytest

from tests.rest_api.calling import Rest, refused, stored


@pytest.fixture
def five(api: Rest) -> Rest:
    """Return a client of a project with five packages."""
    for number in range(1, 6):
        stored(api.put(f"packages/generic/p/{number}/file", b"x"))
    return api


def paging(api: Rest, **query: str | int) -> dict[str, str]:
    headers = api.get("packages", **query).headers
    names = ("x-total", "x-total-pages", "x-page", "x-per-page", "x-next-page", "x-prev-page")
    return {name.removeprefix("x-"): headers[name] for name in names}


def versions(api: Rest, **query: str | int) -> str:
    return "".join(each["version"] for each in api.packages(**query))


def test_the_first_page_is_given_with_what_there_is_in_all(five: Rest) -> None:
    assert versions(five) == "12345"
    expected = {"total": "5", "total-pages": "1", "page": "1", "per-page": "20", "next-page": "", "prev-page": ""}
    assert paging(five) == expected


@pytest.mark.parametrize(
    ("page", "expected", "next_page", "prev_page"),
    [(1, "12", "2", ""), (2, "34", "3", "1"), (3, "5", "", "2"), (4, "", "", "3"), (99, "", "", "")],
)
def test_pages_follow_each_other(five: Rest, page: int, expected: str, next_page: str, prev_page: str) -> None:
    assert versions(five, page=page, per_page=2) == expected
    headers = paging(five, page=page, per_page=2)
    assert headers == {
        "total": "5",
        "total-pages": "3",
        "page": str(page),
        "per-page": "2",
        "next-page": next_page,
        "prev-page": prev_page,
    }


def test_links_lead_to_the_other_pages_with_the_same_question(five: Rest) -> None:
    answer = five.get("packages", per_page=2, sort="desc", package_type="generic", package_name="p")
    seen = [each["version"] for each in answer.json()]
    while "next" in answer.links:
        answer = five.http.get(answer.links["next"]["url"], headers=five.headers)
        seen += [each["version"] for each in answer.json()]
    assert seen == ["5", "4", "3", "2", "1"]
    assert set(answer.links) == {"first", "prev", "last"}
    assert answer.links["last"]["url"].startswith(five.base.partition("projects/")[0])


def test_a_text_in_a_link_is_encoded(five: Rest) -> None:
    answer = five.get("packages", package_version='1&page=7>; rel="next"\r\nx: y')
    assert answer.headers["link"].count("; rel=") == 2
    assert answer.links["first"]["url"].count("&page=") == 1


def test_a_larger_page_than_there_may_be_is_cut(five: Rest) -> None:
    assert paging(five, per_page=100_000)["per-page"] == "100"


@pytest.mark.parametrize("field", ["page", "per_page"])
@pytest.mark.parametrize("value", ["0", "-1", "x", "", "1.5", "9" * 30, "9223372036854775807"])
def test_a_page_that_cannot_be_is_refused(api: Rest, field: str, value: str) -> None:
    answer = api.get("packages", **{field: value})
    refused(answer, 400, f"{field} is invalid")


def test_files_have_pages_too(api: Rest) -> None:
    for name in "abcde":
        stored(api.put(f"packages/generic/p/1/{name}", b"x"))
    [package] = api.packages()
    answer = api.get(f"packages/{package['id']}/package_files", per_page=2, sort="desc", order_by="file_name")
    seen = [each["file_name"] for each in answer.json()]
    assert answer.headers["x-total"] == "5"
    while "next" in answer.links:
        answer = api.http.get(answer.links["next"]["url"], headers=api.headers)
        seen += [each["file_name"] for each in answer.json()]
    assert seen == ["e", "d", "c", "b", "a"]


def test_head_gives_the_counts_alone(five: Rest) -> None:
    answer = five.send("HEAD", "packages")
    assert (answer.status_code, answer.content, answer.headers["x-total"]) == (200, b"", "5")
