"""Calls about the rules by which a project trusts CI."""

import itertools
import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from modelstead import limits
from tests.ci_issuers import LOOPBACK, gitlab, token
from tests.identity_provider import Provider, identity_provider
from tests.people import People, settle
from tests.rest_api.calling import Rest, good, refused, rest
from tests.serving import Running, running

RULES = "ci_trust_rules"
WANTED = {"name": "main", "issuer": "https://gitlab.com", "project_path": "vision/defects", "ref": "main"}
_numbers = itertools.count()


def sent(api: Rest, method: str, path: str, **fields: Any) -> httpx.Response:
    headers = {**api.headers, "Content-Type": "application/json"}
    return api.http.request(method, api.base + path, content=json.dumps(fields), headers=headers)


def made(api: Rest, **fields: Any) -> dict[str, Any]:
    answer = sent(api, "POST", RULES, **(WANTED | fields))
    assert answer.status_code == 201, answer.text
    rule: dict[str, Any] = answer.json()
    return rule


@pytest.fixture
def maintainer(server: Running, people: People) -> Rest:
    return rest(server, people.maintainer, people.project.id)


def test_a_rule_is_made_read_listed_changed_and_deleted(maintainer: Rest) -> None:
    rule = made(maintainer)
    assert rule | {"created_at": "", "updated_at": ""} == {
        "id": rule["id"],
        "name": "main",
        "issuer": "https://gitlab.com",
        "project_path": "vision/defects",
        "ref": "main",
        "only_protected": False,
        "environment": "",
        "access_level": 30,
        "created_at": "",
        "updated_at": "",
    }
    assert good(maintainer.get(f"{RULES}/{rule['id']}")) == rule
    second = made(maintainer, name="second", only_protected=True, environment="prod", access_level=40)
    listed = maintainer.get(RULES, per_page=1, page=2)
    assert (good(listed), listed.headers["x-total"]) == ([second], "2")
    changed = good(sent(maintainer, "PUT", f"{RULES}/{rule['id']}", ref="", access_level=20))
    assert {key for key in changed if changed[key] != rule[key]} - {"updated_at"} == {"ref", "access_level"}
    assert maintainer.delete(f"{RULES}/{rule['id']}").status_code == 204
    refused(maintainer.get(f"{RULES}/{rule['id']}"), 404, "There is no trust rule")
    refused(maintainer.delete(f"{RULES}/{rule['id']}"), 404)
    assert good(maintainer.get(RULES)) == [second]


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"name": ""}, "'name'"),
        ({"issuer": "gitlab.com"}, "'issuer'"),
        ({"project_path": "*/x"}, "'project_path'"),
        ({"ref": "a\nb"}, "'ref'"),
        ({"access_level": 50}, "owner or higher"),
        ({"access_level": 10}, "'role'"),
        ({"access_level": 7}, "access_level"),
        ({"only_protected": "perhaps"}, "only_protected"),
    ],
    ids=str,
)
def test_what_is_no_good_is_refused_by_name(maintainer: Rest, fields: dict[str, Any], told: str) -> None:
    answer = sent(maintainer, "POST", RULES, **(WANTED | fields))
    refused(answer, 403 if fields.get("access_level") == 50 else 400, told)
    assert good(maintainer.get(RULES)) == []


def test_a_rule_of_another_project_is_not_there(server: Running, people: People, maintainer: Rest) -> None:
    other = settle(server.server, f"team/rules-{next(_numbers)}")
    rule = made(rest(server, other.maintainer, other.project.id))
    for method in ("GET", "PUT", "DELETE"):
        refused(sent(maintainer, method, f"{RULES}/{rule['id']}"), 404, "There is no trust rule")
    assert people.project.id != other.project.id


def test_only_maintainers_see_and_change_rules(server: Running, people: People, maintainer: Rest) -> None:
    rule = made(maintainer)
    for name, status in (("developer", 403), ("guest", 403), ("project_bot", 403), ("outsider", 404), ("expired", 401)):
        api = rest(server, getattr(people, name), people.project.id)
        for method, path in (
            ("GET", RULES),
            ("POST", RULES),
            ("POST", f"{RULES}/test"),
            ("GET", f"{RULES}/{rule['id']}"),
            ("PUT", f"{RULES}/{rule['id']}"),
            ("DELETE", f"{RULES}/{rule['id']}"),
        ):
            assert sent(api, method, path, **WANTED, token="x").status_code == status, (name, method, path)
    assert good(maintainer.get(RULES)) == [rule]


def test_a_bot_changes_no_rules_whatever_its_role(server: Running, people: People, maintainer: Rest) -> None:
    rule = made(maintainer)
    owner = rest(server, people.owner, people.project.id)
    bot = sent(owner, "POST", "access_tokens", name="bot", scopes=["api"], access_level=40).json()["token"]
    api = rest(server, bot, people.project.id)
    refused(sent(api, "POST", RULES, **WANTED), 403, "Only a person")
    refused(sent(api, "PUT", f"{RULES}/{rule['id']}", ref=""), 403, "Only a person")
    refused(api.delete(f"{RULES}/{rule['id']}"), 403, "Only a person")


def test_a_project_has_so_many_rules_at_most(maintainer: Rest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "CI_RULES", 2)
    made(maintainer)
    made(maintainer)
    refused(sent(maintainer, "POST", RULES, **WANTED), 413, "trust rules")


@pytest.fixture(scope="module")
def issuer() -> Iterator[Provider]:
    with identity_provider() as started:
        yield started


@pytest.fixture(scope="module")
def ci_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with running(tmp_path_factory.mktemp("server"), ci_allowed_addresses=LOOPBACK) as started:
        yield started


def test_a_token_is_tried_and_each_check_and_rule_says_what_it_makes_of_it(
    ci_server: Running, issuer: Provider
) -> None:
    people = settle(ci_server.server, f"team/trying-{next(_numbers)}")
    api = rest(ci_server, people.maintainer, people.project.id)
    claims = gitlab(issuer.issuer, ci_server.url)

    def tried(**other: Any) -> dict[str, Any]:
        found: dict[str, Any] = good(sent(api, "POST", f"{RULES}/test", token=token(issuer, {**claims, **other})))
        return found

    def failing(found: dict[str, Any]) -> list[tuple[str, str]]:
        return [(each["check"], each["reason"]) for each in found["checks"] if not each["passed"]]

    [(check, reason)] = failing(tried())
    assert (check, "the project trusts no issuer" in reason) == ("issuer", True)
    made(api, issuer=issuer.issuer + "/", name="with a slash")
    [(check, reason)] = failing(tried())
    assert (check, "'with a slash' has" in reason) == ("issuer", True)
    made(api, issuer=issuer.issuer, name="releases", ref="release/*")
    found = tried()
    assert (found["accepted"], [each["passed"] for each in found["checks"]]) == (False, [True] * 8)
    assert found["rules"][1] == {"rule": "releases", "passed": False, "reason": "the ref is 'main'"}
    assert [check for check, _ in failing(tried(aud="x"))] == ["audience"]
    assert [check for check, _ in failing(tried(exp=1))] == ["time"]
    made(api, issuer=issuer.issuer, name="main")
    found = tried()
    assert (found["accepted"], found["rules"][-1]) == (True, {"rule": "main", "passed": True, "reason": ""})
    refused(sent(api, "POST", f"{RULES}/test"), 400, "token is missing")
    assert [each["check"] for each in good(sent(api, "POST", f"{RULES}/test", token="x"))["checks"]] == ["shape"]
