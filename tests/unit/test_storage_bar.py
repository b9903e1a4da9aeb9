"""The bar of what a project keeps: as wide as the shares, full at the quota."""

from modelstead.domain.quota import Usage
from modelstead.services.storage_use import StorageUse
from modelstead.store.storage_use import Part, PartUse
from modelstead.web.storage_bar import WIDTH, bar

RUNS, TRASH = PartUse(Part.RUNS, 3, 600), PartUse(Part.TRASH, 1, 1)


def use(*parts: PartUse, quota: int | None = None, unfinished: int = 0) -> StorageUse:
    return StorageUse(Usage(sum(each.size for each in parts), quota), None, list(parts), 0, unfinished, [])


def test_without_a_quota_the_pieces_fill_it() -> None:
    found = bar(use(RUNS, unfinished=600))
    assert (found.used, found.quota, found.percent) == (1_200, None, None)
    assert [(each.name, each.x, each.width) for each in found.pieces if each.size] == [
        ("runs", 0, WIDTH // 2),
        ("uploads", WIDTH // 2, WIDTH // 2),
    ]


def test_with_a_quota_there_is_a_rest_and_over_it_there_is_none() -> None:
    half = bar(use(RUNS, quota=1_200))
    assert (half.percent, half.pieces[0].width) == (50, WIDTH // 2)
    over = bar(use(RUNS, quota=300))
    assert (over.percent, over.pieces[0].width) == (200, WIDTH)


def test_the_smallest_piece_is_seen_and_stays_inside() -> None:
    pieces = [each for each in bar(use(RUNS, TRASH)).pieces if each.size]
    assert all(each.width > 0 and each.x + each.width <= WIDTH for each in pieces)


def test_nothing_and_a_quota_of_nothing_have_a_bar() -> None:
    assert bar(use()).label == "Nothing is kept"
    assert bar(use(quota=0)).percent is None
    assert bar(use(RUNS, quota=0)).percent is None
