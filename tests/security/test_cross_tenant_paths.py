"""Tricks with the paths of projects and groups lead nowhere."""

import pytest

from tests.people import People
from tests.rest_api.accounts import Api, api
from tests.rest_api.calling import good
from tests.rest_api.places import group, project
from tests.serving import Running


@pytest.fixture
def owner(server: Running, people: People) -> Api:
    return api(server, people.owner)


@pytest.fixture
def stranger(server: Running, people: People) -> Api:
    return api(server, people.outsider)


TRICKS = [
    "{group}%2F{name}",
    "{group}/{name}",
    "{group}%2f{name}%2f",
    "%2F{group}%2F{name}",
    "{group}%252F{name}",
    "{group}%2F.%2F{name}",
    "{group}%2Fx%2F%2e%2e%2F{name}",
    "mine%2F%2e%2e%2F{group}%2F{name}",
    "{group}%2F{name}%00",
    "{group}%2F{name}%20",
    "{group}%5C{name}",
    "{group}%2F{name}.git",
    "{group}%EF%BC%8F{name}",
    "{group}%2F{name};x=1",
    "{group}%2F{name}%3Fx",
    "{id}%00",
    "%20{id}",
    "{id}%20",
    "+{id}",
    "-{id}",
    "{id}.0",
    "{id}e0",
    "0x{id:x}",
    "{wide}",
    "{superscript}",
]


def spelled(trick: str, found: dict[str, object]) -> str:
    """Fill a trick in; `wide` and `superscript` are the id in digits that are none of ASCII's."""
    number = int(str(found["id"]))
    above, _, name = str(found["path_with_namespace"]).partition("/")
    wide = "".join(f"%EF%BC%{0x90 + int(digit):X}" for digit in str(number))
    superscript = "".join({"1": "%C2%B9", "2": "%C2%B2", "3": "%C2%B3"}.get(each, each) for each in str(number))
    return trick.format(group=above, name=name, id=number, wide=wide, superscript=superscript + "%C2%B2")


@pytest.mark.parametrize("trick", TRICKS)
@pytest.mark.parametrize("below", ["", "/members", "/packages", "/ml/mlflow/api/2.0/mlflow/experiments/get"])
def test_a_stranger_reaches_nothing_by_it(owner: Api, stranger: Api, trick: str, below: str) -> None:
    found = project(owner)
    answer = stranger.get(f"projects/{spelled(trick, found)}{below}", experiment_id="0")
    assert answer.status_code in {400, 404}, answer.text
    for secret in (found["name"], found["path_with_namespace"]):
        assert str(secret) not in answer.json().get("message", "")


@pytest.mark.parametrize("trick", TRICKS[1:])
def test_not_even_who_may_see_it_reaches_it_by_another_name(owner: Api, trick: str) -> None:
    found = project(owner)
    assert owner.get(f"projects/{spelled(trick, found)}").status_code in {400, 404}
    assert good(owner.get(f"projects/{spelled(TRICKS[0], found)}")) == found


@pytest.mark.parametrize("trick", ["{path}%2F", "%2F{path}", "{path}%2F%2e%2e%2F{path}", "{path}%00", "{path}%252F"])
def test_a_group_is_reached_by_its_path_alone(owner: Api, trick: str) -> None:
    found = group(owner)
    assert owner.get(f"groups/{trick.format(path=found['path'])}").status_code in {400, 404}


def test_a_project_s_path_is_no_group_and_a_group_s_no_project(owner: Api) -> None:
    found = project(owner)
    assert owner.get(f"groups/{found['path_with_namespace'].replace('/', '%2F')}").status_code == 404
    assert owner.get(f"projects/{found['namespace']['full_path']}").status_code == 404


@pytest.mark.parametrize(
    "slug",
    [
        "..", ".", "a/../b", "%2e%2e", "a%2Fb", "a b", "a\\b", "a\0b", "a\nb", "-", "-a", "a.", "a.git", "a.atom", "12",
        "²", "\uff41", "a/b", "x deleted 1", "", " x",
    ],
)  # fmt: skip
def test_no_project_or_group_gets_such_a_path(owner: Api, slug: str) -> None:
    above, low = group(owner), project(owner)
    answers = [
        owner.post("groups", name="n", path=slug),
        owner.post("groups", name="n", path=slug, parent_id=above["id"]),
        owner.put(f"groups/{above['id']}", path=slug),
        owner.put(f"projects/{low['id']}", path=slug),
        owner.post("projects", name="n" if slug else "", path=slug, namespace_id=above["id"]),
    ]
    assert [answer.status_code for answer in answers] == [400] * len(answers)
    assert good(owner.get(f"groups/{above['id']}/projects", include_subgroups="true")) == []


def test_digits_are_an_id_and_never_a_path(owner: Api) -> None:
    found = project(owner)
    assert owner.post("projects", name="n", path=str(found["id"])).status_code == 400
    assert owner.post("groups", name="n", path=str(found["id"])).status_code == 400


def test_a_deleted_project_s_row_is_not_found_by_the_path_it_keeps(owner: Api) -> None:
    found = project(owner)
    owner.delete(f"projects/{found['id']}")
    kept = f"{found['path_with_namespace']} deleted {found['id']}".replace("/", "%2F").replace(" ", "%20")
    assert owner.get(f"projects/{kept}").status_code == 404
