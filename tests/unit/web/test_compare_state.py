"""What the address of a comparison means."""

from modelstead import limits
from modelstead.web.compare_state import CompareRequest, CompareState


def test_runs_are_numbers_each_once() -> None:
    state = CompareState(runs="3,1, 2,3,,x,-1,99999999999999999999")
    assert state.iids == [3, 1, 2]
    assert state.unreadable == ["x", "-1", "99999999999999999999"]


def test_more_runs_than_can_be_compared_are_left_out() -> None:
    state = CompareState(runs=",".join(map(str, range(1, 302))))
    assert (len(state.iids), len(state.named)) == (limits.COMPARED_RUNS, 301)


def test_the_buttons_lead_to_another_state() -> None:
    def after(**change: object) -> str | None:
        asked = CompareRequest(runs="1,2,3", baseline=2, page=4, kind="params", **change)  # type: ignore[arg-type]
        changed = asked.changed()
        return None if changed is None else changed.query()

    assert after() is None
    assert after(add=(7, 2, 7, 8)) == "?runs=1%2C2%2C3%2C7%2C8&baseline=2&kind=params"
    assert after(remove=2) == "?runs=1%2C3&kind=params"
    assert after(left=2) == "?runs=2%2C1%2C3&baseline=2&kind=params"
    assert after(left=1) == "?runs=1%2C2%2C3&baseline=2&kind=params"
    assert after(right=1) == "?runs=2%2C1%2C3&baseline=2&kind=params"
    assert after(right=99) == "?runs=1%2C2%2C3&baseline=2&kind=params"
