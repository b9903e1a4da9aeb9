"""The tree that names of experiments make."""

from modelstead.domain.experiment_tree import ordered, tree


def shown(*names: str, shut: frozenset[str] = frozenset()) -> list[str]:
    """Return the tree as lines: folders end with a slash."""
    found = tree(sorted(names, key=ordered), shut)
    return [f"{'  ' * node.depth}{node.label}{'/' if node.path else ''}" for node in found]


def test_slashes_make_folders() -> None:
    assert shown("vision/b", "vision/a", "rl", "vision/c/x", "vision/c/y") == [
        "rl",
        "vision/",
        "  a",
        "  b",
        "  c/",
        "    x",
        "    y",
    ]


def test_numbers_count_as_such_and_case_does_not() -> None:
    assert shown("b-10", "b-9", "A", "c") == ["A", "b-9", "b-10", "c"]
    assert shown("Area/1", "area/2", "Area/3") == ["Area/", "  1", "  3", "area/2"]


def test_a_folder_of_one_is_a_part_of_a_name() -> None:
    assert shown("a/b/c", "d") == ["a/b/c", "d"]
    assert shown("a/b/c/d", "a/b/c/e") == ["a/b/c/", "  d", "  e"]


def test_an_experiment_may_have_the_name_of_a_folder() -> None:
    assert shown("a", "a/b", "a/c", "a/b/c") == ["a", "a/", "  b", "  b/c", "  c"]


def test_of_a_shut_folder_nothing_else_is_shown() -> None:
    names = ("a/b/c", "a/b/d", "a/e", "f")
    assert shown(*names, shut=frozenset({"a"})) == ["a/", "f"]
    assert shown(*names, shut=frozenset({"a/b"})) == ["a/", "  b/", "  e", "f"]


def test_a_name_with_an_empty_part_is_in_no_folder() -> None:
    names = ("/", "//", "a/", "a//b", "a/ /c", "a/x", "a/y")
    assert shown(*names) == ["/", "//", "a/", "  x", "  y", "a/", "a/ /c", "a//b"]


def test_names_of_hundreds_of_slashes_are_no_trouble() -> None:
    names = ["a/" * depth + "x" for depth in range(240)]
    assert len(shown(*names)) <= 2 * len(names)
