"""domain.package: numbers of packages and files, names of generic ones."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modelstead.domain.artifact import Artifact, Owner, OwnerKind
from modelstead.domain.package import Package, PackageFile, PackageType, check_name, owner, package_id
from modelstead.errors import InvalidParameter

RUN = Owner(OwnerKind.RUN, 5)


def file(path: str = "a/b", sha256: bytes = b"1" * 32) -> PackageFile:
    return PackageFile(Artifact(path, 1, sha256, "blob", 0))


@given(st.sampled_from(OwnerKind), st.integers(1, 2**60 - 1))
def test_a_number_leads_back_to_its_owner(kind: OwnerKind, row: int) -> None:
    assert owner(package_id(Owner(kind, row))) == Owner(kind, row)


@given(st.integers(0, 2**63 - 1))
def test_any_number_is_of_one_owner_or_of_none(number: int) -> None:
    found = owner(number)
    assert found is None or package_id(found) == number


def test_the_type_tells_who_owns_it() -> None:
    assert Package(RUN, "p", "1", 0).type is PackageType.ML_MODEL
    assert Package(Owner(OwnerKind.PACKAGE, 5), "p", "1", 0).type is PackageType.GENERIC


def test_a_file_s_number_stays_while_path_and_bytes_do() -> None:
    assert file().id == file().id
    assert len({file().id, file("a/c").id, file(sha256=b"2" * 32).id}) == 3


@given(st.text(min_size=1), st.binary(min_size=32, max_size=32))
def test_a_file_s_number_is_one_that_javascript_counts_to(path: str, sha256: bytes) -> None:
    assert 0 < file(path, sha256).id <= 2**53


@pytest.mark.parametrize(("path", "name"), [("a", "a"), ("a/b c", "a%2Fb%20c"), ("ü+%", "%C3%BC%2B%25")])
def test_a_file_s_name_is_its_path_in_one_segment(path: str, name: str) -> None:
    assert file(path).name == name


@pytest.mark.parametrize("text", ["a", "A.b_c-d+e", ".x", "x.", "0", "x" * 255])
def test_a_name(text: str) -> None:
    assert check_name(text, "package_name") == text


@pytest.mark.parametrize("text", ["", ".", "..", "a..b", "a b", "a/b", "ü", "a\n", "x" * 256, "@"])
def test_no_name(text: str) -> None:
    with pytest.raises(InvalidParameter, match="package_name"):
        check_name(text, "package_name")
