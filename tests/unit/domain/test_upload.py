"""Uploads: names of files, numbers and ETags of parts."""

import pytest

from modelstead.domain.artifact import Address, OwnerKind
from modelstead.domain.upload import Part, PartGiven, check_part_count, check_parts, file_name, written
from modelstead.errors import InvalidParameter


def part(number: int) -> Part:
    return Part(number, "blob", bytes([number % 256]) * 32, 1)


def given(number: int) -> PartGiven:
    return PartGiven(number, f'"{part(number).etag}"')


@pytest.mark.parametrize(
    ("path", "name"),
    [("a", "a"), ("/x/y/a b.bin", "a b.bin"), ("C:\\x\\a", "a"), ("x\\y/a", "a"), ("a/", ""), ("", ""), ("a\n", "a\n")],
)
def test_the_last_name_of_a_path(path: str, name: str) -> None:
    assert file_name(path) == name


@pytest.mark.parametrize("kind", [OwnerKind.RUN, OwnerKind.LOGGED_MODEL])
def test_an_address_is_read_as_it_was_written(kind: OwnerKind) -> None:
    address = Address(kind, "0" * 32, "d/ä b")
    assert Address.parse(written(address)) == address


@pytest.mark.parametrize("count", [1, 10_000])
def test_a_number_of_parts(count: int) -> None:
    assert check_part_count(count) == count


@pytest.mark.parametrize("etag", ["{}", '"{}"', ' "{}" '])
def test_an_etag_counts_with_or_without_quotes(etag: str) -> None:
    parts = [part(1)]
    assert check_parts(parts, [PartGiven(1, etag.format(part(1).etag))], 1) == parts


def test_parts_are_given_back_in_order() -> None:
    parts = [part(number) for number in (3, 1, 2)]
    assert [each.number for each in check_parts(parts, [given(2), given(3), given(1)], 3)] == [1, 2, 3]


def test_the_first_of_many_missing_parts_are_named() -> None:
    with pytest.raises(InvalidParameter, match="parts 2, 3, 4, 5, 6… of 9 parts were not sent"):
        check_parts([part(1)], [given(1)], 9)


@pytest.mark.parametrize("listed", [[], [1], [1, 1], [1, 2, 2], [1, 3], [0, 1, 2]])
def test_every_part_is_listed_once(listed: list[int]) -> None:
    with pytest.raises(InvalidParameter, match="must list each of the 2 parts once"):
        check_parts([part(1), part(2)], [given(number) for number in listed], 2)


@pytest.mark.parametrize("etag", ["", '""', "x", part(2).etag])
def test_a_wrong_etag_names_its_part(etag: str) -> None:
    with pytest.raises(InvalidParameter, match="The ETag of part 1 is not"):
        check_parts([part(1), part(2)], [PartGiven(1, etag), given(2)], 2)
