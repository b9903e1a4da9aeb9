"""Headings of Markdown with ids of their own."""

import re

from modelstead.web.markdown import with_contents

HOSTILE = '# <b id="main">x</b>\n\n<h2 id="main">y</h2>\n\n[z](# "t"){#main}'


def test_headings_are_numbered() -> None:
    html, found = with_contents("# One\n\n## `Two` *three*\n\n####### seven\n\nFour\n====", "card-")
    assert [(each.level, each.id, each.text) for each in found] == [
        (1, "card-1", "One"),
        (2, "card-2", "Two three"),
        (1, "card-3", "Four"),
    ]
    assert '<h2 id="card-2">' in html


def test_those_in_quotes_and_lists_are_not_the_text_s_own() -> None:
    html, found = with_contents("> # quoted\n\n- # listed\n\n# own\n\n#\n", "card-")
    assert [each.text for each in found] == ["own"]
    assert html.count("id=") == 1


def test_no_id_is_a_writer_s() -> None:
    html, _ = with_contents(HOSTILE, "card-")
    assert re.findall(r'<\w+ id="([^"]*)"', html) == ["card-1"]
    assert html.count("<h") == 1
