"""Which images are a series, and in which order."""

import pytest

from modelstead.web.viewers.image import IMAGE, series
from tests.unit.web.viewers.sources import shown


@pytest.mark.parametrize(
    ("name", "names", "steps"),
    [
        ("step_2.png", ["step_1.png", "step_10.png", "step_2.png", "other_3.png", "step_2.jpg"], [1, 2, 10]),
        ("a1_b2.png", ["a1_b2.png", "a2_b2.png", "a1_b3.png"], [2, 3]),
        ("a1_b2.png", ["a1_b2.png", "a2_b2.png"], [1, 2]),
        ("7.png", ["7.png", "8.png"], [7, 8]),
        ("step_2.png", ["step_2.png"], []),
        ("plain.png", ["plain.png", "other.png"], []),
        (
            "loss%step%5%timestamp%1700%ab-1.png",
            ["loss%step%5%timestamp%1700%ab-1.png", "loss%step%10%timestamp%1800%cd-2.png",
             "loss%step%5%timestamp%1700%ab-1.webp", "acc%step%10%timestamp%1800%cd-2.png"],
            [5, 10],
        ),
        ("٣_1.png", ["٣_1.png", "٣_2.png"], [1, 2]),
    ],
)  # fmt: skip
def test_names_that_differ_by_one_number_are_a_series(name: str, names: list[str], steps: list[int]) -> None:
    assert [step for step, _ in series(name, names)] == steps


def test_one_steps_through_a_series() -> None:
    view = shown(IMAGE, "plots/step_2.png", b"x", {"step_1.png": b"", "step_3.png": b""}, fit="full")
    assert (view.place, len(view.steps)) == (1, 3)
    assert view.previous == "/files/plots/step_1.png?fit=full"
    assert view.next == "/files/plots/step_3.png?fit=full"
    assert [chosen for _, _, chosen in view.fits] == [False, True, False]
