"""Things in the trash, as forms name them and people count them."""

import pytest

from modelstead import limits
from modelstead.domain.trashed import Kind, Reference, counted, reference_text, references
from modelstead.errors import InvalidParameter, LimitExceeded


def test_forms_name_things() -> None:
    things = [Reference(kind, row) for kind in Kind for row in (1, limits.INT64_MAX)]
    texts = [reference_text(*thing) for thing in things]
    assert references([*texts, *texts]) == things


@pytest.mark.parametrize("text", ["", "run", "run-0", "run--1", "run-1 ", "run-1x", "user-1", "run-٣", f"run-{2**63}"])
def test_what_names_nothing_is_refused(text: str) -> None:
    with pytest.raises(InvalidParameter):
        references([text])


def test_some_have_to_be_chosen_and_not_too_many() -> None:
    with pytest.raises(InvalidParameter, match="Choose something first"):
        references([])
    with pytest.raises(LimitExceeded):
        references(f"run-{row}" for row in range(1, limits.TRASH_CHOSEN + 2))


@pytest.mark.parametrize(
    ("counts", "wanted"),
    [
        ([], "nothing"),
        ([(Kind.RUN, 0)], "nothing"),
        ([(Kind.RUN, 1)], "1 run"),
        ([(Kind.RUN, 1_200), (Kind.MODEL, 1)], "1,200 runs and 1 model"),
        (
            [(Kind.RUN, 2), (Kind.MODEL, 0), (Kind.VERSION, 1), (Kind.LOGGED_MODEL, 2)],
            "2 runs, 1 version and 2 logged models",
        ),
    ],
)
def test_numbers_of_things_are_said(counts: list[tuple[Kind, int]], wanted: str) -> None:
    assert counted(counts) == wanted
