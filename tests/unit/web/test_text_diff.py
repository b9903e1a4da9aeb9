"""Two texts side by side."""

from modelstead.web.text_diff import diff


def test_changes_stand_beside_each_other() -> None:
    lines = diff(["a", "b", "c"], ["a", "B", "c", "d"])
    assert [(line.kind, line.old_number, line.old, line.new_number, line.new) for line in lines] == [
        ("same", 1, "a", 1, "a"),
        ("changed", 2, "b", 2, "B"),
        ("same", 3, "c", 3, "c"),
        ("added", None, None, 4, "d"),
    ]


def test_equal_lines_far_from_a_change_are_left_out() -> None:
    old = [str(number) for number in range(100)]
    lines = diff(old, [*old[:50], "new", *old[51:]])
    assert [line.kind for line in lines] == ["gap", *["same"] * 3, "changed", *["same"] * 3, "gap"]
    assert [line.count for line in lines if line.kind == "gap"] == [47, 46]
    assert (lines[1].old_number, lines[1].old) == (48, "47")


def test_equal_texts_are_a_gap() -> None:
    assert [line.kind for line in diff(["a", "b"], ["a", "b"])] == ["gap"]
    assert diff([], []) == []


def test_removed_lines_have_no_counterpart() -> None:
    assert [(line.kind, line.new) for line in diff(["a", "b"], ["b"])] == [("removed", None), ("same", "b")]
