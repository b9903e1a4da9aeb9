"""Paths and addresses of artifacts."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modelstead import limits
from modelstead.domain.artifact import Address, OwnerKind, check_path, folder_of
from modelstead.errors import InvalidParameter, NotFound
from tests.properties import pure

RUN_ID = "0123456789abcdef0123456789abcdef"

FAULTS = {
    "it is empty, begins or ends with '/', or holds '//'": [
        "",
        "/",
        "/a",
        "a/",
        "a//b",
        "//a",
        "/etc/passwd",
        "s3://b/a",
        "file:///a",
    ],
    "'.' and '..' are no names": [".", "..", "../a", "a/..", "a/../b", "./a", "a/./b", "a/."],
    "it holds a backslash or a control character": [
        "a\\b",
        "..\\a",
        "\\",
        "a\0",
        "\0",
        "a\nb",
        "\x7f",
        "a\x1f/b",
        "\t",
    ],
    "it begins like a drive or a URL": ["C:/a", "c:", "C:a", "s3:/b/a", "file:/a", "http:/a", "dbfs:/a"],
    "it is percent-encoded twice": ["%2e%2e/a", "%2E%2E", "a%2fb", "a%5Cb", "a%00", "%252e", "%25252F", "a%2500"],
    "it is not UTF-8": ["\udcff", "a/\ud800"],
    "it has more than 1024 bytes": ["/".join(["x" * 200] * 6), "ж/" * 400 + "ж" * 230],
    "it is more than 32 names deep": ["a/" * 32 + "a"],
    "a name in it has more than 255 bytes": ["x" * 256, "a/" + "x" * 256 + "/b", "ж" * 128],
}
FINE = [
    "a",
    "a/b/c.txt",
    "...",
    "..a",
    "a..",
    ".a",
    "a b",
    " ",
    "größe 数据 🚀",
    "100%",
    "%zz",
    "a%25",
    "dog%step%12%timestamp%1700000000012%k8b2%compressed.webp",
    "dog%step%25%timestamp%1700000000025%k8b2.png",
    "%2",
    "a%20b",
    "ab:c",
    "a/C:/b",
    "\u2024\u2024",
    "\uff0e\uff0e",
    "a;b?c#d&e",
    "~",
    "x" * 255,
    "a/" * 31 + "a",
]


@pytest.mark.parametrize(("fault", "path"), [(fault, path) for fault, paths in FAULTS.items() for path in paths])
def test_a_path_that_could_lead_elsewhere_is_refused_with_its_fault(fault: str, path: str) -> None:
    with pytest.raises(InvalidParameter) as refusal:
        check_path(path, "where")
    message = str(refusal.value)
    assert message.startswith("Invalid path '")
    assert message.endswith(f" for 'where': {fault}.")
    assert message.encode()
    assert len(message) < 300


@pytest.mark.parametrize("path", FINE)
def test_any_other_path_is_returned_as_it_is(path: str) -> None:
    assert check_path(path) == path


LETTERS = st.sampled_from([*"ab./\\%:25eE0cC\0\n\x7f", "é", "\uff0e", "\udcff", "..", "%2e", "/"])


@pure
@given(st.lists(LETTERS, max_size=20).map("".join) | st.text(max_size=40))
def test_what_is_taken_stays_below_its_owner_on_every_system(text: str) -> None:
    try:
        path = check_path(text)
    except InvalidParameter:
        return
    assert path == text
    names = path.split("/")
    assert 1 <= len(names) <= limits.ARTIFACT_DEPTH
    assert len(path.encode()) <= limits.ARTIFACT_PATH_BYTES
    assert not {"", ".", ".."} & set(names)
    assert not re.search(r"[\x00-\x1f\x7f\\]", path)
    assert not re.match(r"[A-Za-z]:", path)
    assert not re.search(r"%(2e|2f|5c|00|0a|25)", path, re.IGNORECASE)


@pure
@given(st.lists(st.from_regex(r"[a-z0-9_é.-]{0,8}[a-z]", fullmatch=True), min_size=1, max_size=10).map("/".join))
def test_ordinary_paths_are_taken_and_found_again_in_their_address(path: str) -> None:
    assert check_path(path) == path
    assert Address.parse(f"runs/{RUN_ID}/artifacts/{path}") == Address.of_run(RUN_ID, path)
    assert f"{folder_of(path)}/{path.rpartition('/')[2]}".removeprefix("/") == path


def test_an_address_of_a_run_alone_is_all_of_its_artifacts() -> None:
    assert Address.parse(f"runs/{RUN_ID}/artifacts") == Address(OwnerKind.RUN, RUN_ID, "")


def test_only_the_first_artifacts_is_the_owner_s() -> None:
    path = f"artifacts/runs/{RUN_ID}/artifacts/a"
    assert Address.parse(f"runs/x/artifacts/{path}") == Address.of_run("x", path)


@pytest.mark.parametrize(
    "text", ["a", "runs", "runs/x", "runs/x/y", "runs/x/artifactsa", "x/runs/x/artifacts/a", "1/x/artifacts"]
)
def test_what_is_below_no_owner_is_not_found(text: str) -> None:
    with pytest.raises(
        NotFound, match=re.escape(f"Nothing is kept at '{text}'. Artifacts are below runs/<id>/artifacts")
    ):
        Address.parse(text)


@pytest.mark.parametrize("path", [path for paths in FAULTS.values() for path in paths if path])
def test_a_path_that_could_lead_elsewhere_is_no_part_of_an_address(path: str) -> None:
    for text in (f"runs/x/artifacts/{path}", path):
        with pytest.raises((InvalidParameter, NotFound)):
            Address.parse(text)
    with pytest.raises(InvalidParameter):
        Address.of_run("x", path)


@pytest.mark.parametrize("owner", ["..", ".", "C:", "%2e%2e", "a\\b", "a\0"])
def test_an_owner_that_could_lead_elsewhere_is_refused(owner: str) -> None:
    with pytest.raises(InvalidParameter, match="Invalid path"):
        Address.parse(f"runs/{owner}/artifacts/a")
