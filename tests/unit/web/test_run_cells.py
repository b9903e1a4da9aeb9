"""web.run_cells: each value of a table is written as its column says, and nothing in it is markup."""

import pytest

from modelstead.services.run_columns import Cell
from modelstead.web.preferences import USUAL, Preferences
from modelstead.web.run_cells import cells_of

ESCAPED = "&lt;b a=&quot;1&quot; c=&#x27;2&#x27;&gt;&amp;"


@pytest.mark.parametrize(
    ("kind", "cell", "written"),
    [
        ("metric", 0.123456, '<td class="number" title="0.123456">0.1235</td>'),
        ("metric", float("nan"), '<td class="number" title="NaN">NaN</td>'),
        ("metric", None, '<td class="none number">–</td>'),  # noqa: RUF001 - as it is written
        ("span", 1_500, '<td class="number" title="1500 ms">1.5 s</td>'),
        ("text", None, '<td class="none">–</td>'),  # noqa: RUF001
        ("text", "adam", '<td title="adam"><span class="cut">adam</span></td>'),
        (
            "text",
            """<b a="1" c='2'>&""",
            f'<td title="{ESCAPED}"><span class="cut">{ESCAPED}</span></td>',
        ),
    ],
)
def test_a_cell_is_written_as_its_column_says(kind: str, cell: Cell, written: str) -> None:
    assert cells_of([kind], [cell], USUAL) == written


def test_times_and_digits_are_as_one_prefers() -> None:
    preferences = Preferences(digits="full", times="utc")
    found = cells_of(["metric", "time"], [0.123456, 0], preferences)
    assert ">0.123456</td>" in found
    assert ">1970-01-01 00:00</time>" in found
