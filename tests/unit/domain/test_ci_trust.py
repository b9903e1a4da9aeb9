"""Rules of trust in CI: which may be made, and whom they let in."""

import time
from typing import Any

import pytest

from modelstead import limits
from modelstead.domain.ci_identity import GITHUB_ISSUER, CiIdentity
from modelstead.domain.ci_identity import read as identity
from modelstead.domain.ci_job import CiSystem
from modelstead.domain.ci_trust import (
    TrustRule,
    audience_refusal,
    check_rule,
    looks_like_token,
    refusal,
)
from modelstead.domain.role import Role
from modelstead.errors import InvalidParameter
from tests.ci_issuers import github, gitlab

GITLAB = "https://gitlab.example.com"


def rule(**wanted: Any) -> TrustRule:
    given: dict[str, Any] = {
        "id": 1,
        "project_id": 1,
        "name": "jobs",
        "issuer": GITLAB,
        "project_path": "vision/defects",
    }
    return TrustRule(**(given | wanted))


def job(**claims: Any) -> CiIdentity:
    found = identity(gitlab(GITLAB, "a", **claims))
    assert found is not None
    return found


def test_gitlabs_claims_tell_all_of_a_job_that_they_can() -> None:
    found = job()
    assert (found.project_path, found.ref, found.is_protected) == ("vision/defects", "main", True)
    facts = found.facts
    assert (facts.system, facts.job_id, facts.pipeline_id) == (CiSystem.GITLAB, "302", "574")
    assert (facts.user_login, facts.environment, facts.pipeline_source) == ("sidney.jones", "production", "push")
    assert facts.url == f"{GITLAB}/vision/defects/-/jobs/302"
    assert facts.pipeline_url == f"{GITLAB}/vision/defects/-/pipelines/574"
    assert facts.commit_sha.startswith("714a629c")


def test_githubs_claims_tell_all_of_a_job_that_they_can() -> None:
    found = identity(github(GITHUB_ISSUER, "a"))
    assert found is not None
    assert (found.project_path, found.ref, found.is_protected) == ("octo-org/octo-repo", "main", True)
    facts = found.facts
    assert (facts.system, facts.job_id, facts.pipeline_id) == (CiSystem.GITHUB, "9876543210-2", "9876543210")
    assert (facts.user_login, facts.environment, facts.stage) == ("octocat", "prod", "train")
    assert facts.url == "https://github.com/octo-org/octo-repo/actions/runs/9876543210/attempts/2"


@pytest.mark.parametrize(
    ("pattern", "path", "fits"),
    [
        ("vision/defects", "vision/defects", True),
        ("Vision/Defects", "vision/DEFECTS", True),
        ("vision/*", "vision/defects", True),
        ("vision/*", "vision/sub/defects", False),
        ("vision/*", "vision/", False),
        ("vision/*/defects", "vision/sub/defects", True),
        ("vision/def*", "vision/defects", True),
        ("vision/def*", "vision/def", True),
        ("vision/*ects", "vision/defects", True),
        ("vision/d.fects", "vision/defects", False),
        ("vision/defects", "vision/defects/x", False),
        ("vision/defects", "x/vision/defects", False),
    ],
)
def test_a_path_fits_part_by_part_in_any_case(pattern: str, path: str, *, fits: bool) -> None:
    assert (refusal(rule(project_path=pattern), job(project_path=path)) == "") == fits


@pytest.mark.parametrize(
    ("pattern", "ref", "fits"),
    [
        ("", "anything", True),
        ("main", "main", True),
        ("main", "Main", False),
        ("*", "main", True),
        ("*", "", False),
        ("release/*", "release/1/2", True),
        ("release/*", "release", False),
        ("*-*-x", "a-x", False),
        ("*-*-x", "a--x", True),
        ("aa*aa", "aaa", False),
        ("aa*aa", "aaaa", True),
        ("v[0-9]+", "v1", False),
        ("(a+)+$", "aaaa", False),
    ],
)
def test_a_ref_fits_a_pattern_whose_stars_stand_for_anything(pattern: str, ref: str, *, fits: bool) -> None:
    assert (refusal(rule(ref=pattern), job(ref=ref)) == "") == fits


def test_a_branch_is_told_from_a_tag_of_its_name_by_the_whole_ref() -> None:
    branch = job(ref="main", ref_type="branch", ref_path="refs/heads/main")
    tag = job(ref="main", ref_type="tag", ref_path="")
    assert [refusal(rule(ref="main"), each) for each in (branch, tag)] == ["", ""]
    assert [refusal(rule(ref="refs/heads/*"), each) for each in (branch, tag)] == ["", "the ref is 'refs/tags/main'"]


@pytest.mark.parametrize("name", ["refs/heads/refs/tags/main", "refs/heads/refs/heads/main", "refs/pull/1/merge"])
def test_a_branch_of_githubs_that_is_called_like_a_ref_is_not_that_ref(name: str) -> None:
    found = identity(github(GITLAB, "a", ref=name))
    assert found is not None
    for wanted in ("main", "refs/heads/main", "refs/tags/main"):
        assert refusal(rule(project_path="octo-org/octo-repo", ref=wanted), found) != ""


def test_no_pattern_takes_long() -> None:
    longest = ("*a" * limits.CI_FACT_LENGTH)[: limits.CI_FACT_LENGTH - 1] + "b"
    started = time.perf_counter()
    for _ in range(100):
        assert refusal(rule(ref=longest, project_path=f"x/{longest}"[:1024]), job(ref="a" * limits.CI_FACT_LENGTH))
        assert refusal(rule(ref="*a*a*a*a*a*a*a*a*b"), job(ref="a" * limits.CI_FACT_LENGTH))
    assert time.perf_counter() - started < 5


def test_a_rule_says_what_does_not_fit() -> None:
    assert "issuer" in refusal(rule(issuer=GITLAB + "/"), job())
    assert "not protected" in refusal(rule(only_protected=True), job(ref_protected="false"))
    assert "'staging'" in refusal(rule(environment="production"), job(environment="staging"))
    assert refusal(rule(environment="*"), job(environment="")) != ""


@pytest.mark.parametrize(
    "wanted",
    [
        {"name": " "},
        {"name": "a\nb"},
        {"name": "x" * (limits.NAME_LENGTH + 1)},
        {"issuer": ""},
        {"issuer": "gitlab.com"},
        {"issuer": "ftp://gitlab.com"},
        {"issuer": "https://gitlab.com?x"},
        {"issuer": "https://user:secret@gitlab.com"},
        {"issuer": "https://gitlab.com/#x"},
        {"issuer": "https://git lab.com"},
        {"issuer": "https://0x7f.1"},
        {"project_path": ""},
        {"project_path": "vision"},
        {"project_path": "*"},
        {"project_path": "*/*"},
        {"project_path": "*/defects"},
        {"project_path": "vis*/defects"},
        {"project_path": "/vision/defects"},
        {"project_path": "vision/defects/"},
        {"project_path": "vision//defects"},
        {"project_path": "vision/defects\n"},
        {"ref": " main"},
        {"ref": "x" * (limits.CI_FACT_LENGTH + 1)},
        {"environment": "a\0"},
        {"role": Role.OWNER},
        {"role": Role.GUEST},
    ],
    ids=str,
)
def test_a_rule_that_is_no_good_is_refused(wanted: dict[str, Any]) -> None:
    with pytest.raises(InvalidParameter):
        check_rule(rule(**wanted))


def test_rules_that_are_good_are_taken() -> None:
    for wanted in (
        {},
        {"issuer": GITHUB_ISSUER},
        {"project_path": "a/*"},
        {"ref": "release/*"},
        {"issuer": GITLAB + "/"},
    ):
        assert check_rule(rule(**wanted)) == rule(**wanted)


def test_an_audience_is_this_server_with_or_without_a_slash() -> None:
    for given in ("https://m.example.com", "https://m.example.com/", ["x", "https://m.example.com"]):
        assert audience_refusal({"aud": given}, ("https://m.example.com",)) == ""
    told = audience_refusal({"aud": "x"}, ("https://m.example.com", "https://a.example.com"))
    assert told.endswith("https://m.example.com")


def test_a_token_is_told_by_its_shape() -> None:
    assert looks_like_token("eyJhbGciOiJub25lIn0.e30.")
    assert not any(map(looks_like_token, ("glpat-abc", "eyJ", "eyJ.a", "eyJ.a.b.c", "x.y.z")))
