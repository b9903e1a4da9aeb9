"""Addresses of pages lead to rows of the tables of pages."""

import pytest

from modelstead.domain.project import Project, Visibility
from modelstead.web import urls
from modelstead.web.addresses import local, sign_in_address

PROJECT = Project(7, "group/sub/name.x", Visibility.PRIVATE, 0)


@pytest.mark.parametrize(
    ("address", "wanted"),
    [
        (urls.project(PROJECT), "/group/sub/name.x"),
        (urls.project_by_id(7), "/-/projects/7"),
        (urls.project_by_id("group/name"), "/-/projects/group%2Fname"),
        (urls.star(PROJECT), "/group/sub/name.x/-/star"),
        (urls.experiment(PROJECT, 3), "/group/sub/name.x/-/ml/experiments/3"),
        (urls.run_by_id(PROJECT, "a/b?c"), "/group/sub/name.x/-/ml/runs/by-id/a%2Fb%3Fc"),
        (urls.artifacts(PROJECT, 3, "a b/ü#.txt"), "/group/sub/name.x/-/ml/runs/3/artifacts/a%20b/%C3%BC%23.txt"),
        (urls.compare(PROJECT, [1, 2]), "/group/sub/name.x/-/ml/compare?runs=1%2C2"),
        (urls.compare(PROJECT), "/group/sub/name.x/-/ml/compare"),
    ],
)
def test_names_are_encoded_where_they_stand(address: str, wanted: str) -> None:
    assert address == wanted


def test_what_says_nothing_is_left_out_of_a_query() -> None:
    assert urls.query("/x", a="", b=None, c=0, d=False, e=[], f=["1", "&"]) == "/x?c=0&f=1&f=%26"


@pytest.mark.parametrize("address", [urls.query(urls.OPEN, project=7, at="/experiments/1"), urls.star(PROJECT)])
def test_every_address_is_one_to_go_on_to(address: str) -> None:
    assert local(address) == address
    assert sign_in_address(address).startswith(urls.SIGN_IN)
