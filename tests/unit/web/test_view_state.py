"""A page's state and the query of its address are the same."""

from hypothesis import given
from hypothesis import strategies as st

from modelstead.http import query
from modelstead.web.dialect import WebDialect
from modelstead.web.view_state import ViewState
from tests.properties import pure


class Shown(ViewState, frozen=True, kw_only=True):
    """A state with a field of each kind."""

    iid: int = 0
    q: str = ""
    is_deep: bool = False
    page: int = 1
    cols: tuple[str, ...] = ()
    runs: tuple[int, ...] = ()


TEXT = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=20)
STATES = st.builds(
    Shown,
    q=TEXT,
    is_deep=st.booleans(),
    page=st.integers(1, 10**6),
    cols=st.lists(TEXT, max_size=3).map(tuple),
    runs=st.lists(st.integers(1, 10**6), max_size=3).map(tuple),
)


def read(text: str, **parts: str) -> Shown:
    return WebDialect().decode(Shown, b"", text.removeprefix("?").encode(), parts)


def test_defaults_and_parts_of_the_path_are_left_out() -> None:
    assert Shown().query() == ""
    assert Shown(iid=7, page=1).query() == ""
    assert Shown(q="a b").query() == "?q=a+b"


def test_a_change_is_one_of_the_address_alone() -> None:
    state = Shown(q="x", page=3)
    assert state.query(page=1) == "?q=x"
    assert state.query(is_deep=True, cols=("a", "b")) == "?q=x&is_deep=1&page=3&cols=a&cols=b"
    assert state.page == 3


@given(STATES)
@pure
def test_an_address_is_read_back_as_the_state_that_it_was_made_of(state: Shown) -> None:
    assert read(state.query()) == state


def test_a_part_of_the_path_wins() -> None:
    assert read("iid=3&q=x", iid="7") == Shown(iid=7, q="x")


def test_lists_are_known_by_their_kind() -> None:
    assert query.parse(Shown, b"cols=a&q=1&q=2") == {"cols": ["a"], "q": "2"}
