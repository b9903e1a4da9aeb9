"""The frame of pages in a real browser."""

import pytest

from tests.browser.axe import check_accessible
from tests.browser.visiting import Visitor
from tests.signing_in import person


def test_the_frame_is_for_everybody(visitor: Visitor) -> None:
    visitor.sign_in(person(visitor.site))
    visitor.goto("/")
    check_accessible(visitor.page)


def test_axe_says_what_it_found(visitor: Visitor) -> None:
    visitor.goto("/-/sign-in")
    visitor.page.evaluate("() => document.querySelectorAll('label').forEach((each) => each.remove())")
    with pytest.raises(AssertionError, match=r"label \(critical\)"):
        check_accessible(visitor.page)
