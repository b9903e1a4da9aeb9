"""Markdown in pages."""

import pytest

from modelstead.web.markdown import to_html


def test_headings_lists_tables_and_code_become_html() -> None:
    html = to_html("# Card\n\n- one\n- ~~two~~\n\n| a | b |\n|:--|--:|\n| 1 | 2 |\n\n```python\n1 < 2\n```\n")

    assert "<h1>Card</h1>" in html
    assert "<li><s>two</s></li>" in html
    assert '<td align="right">2</td>' in html
    assert '<code class="language-python">1 &lt; 2' in html


def test_raw_html_shows_as_text() -> None:
    html = to_html("<script>alert(1)</script>\n\nhello <img src=x onerror=alert(1)> there")

    assert "<script" not in html
    assert "<img" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java&#115;cript:alert(1)",
        "vbscript:x",
        "data:text/html,<script>alert(1)</script>",
        "file:///etc/passwd",
    ],
)
def test_no_link_and_no_image_leads_to_other_schemes(address: str) -> None:
    html = to_html(f"[link](<{address}>) ![image](<{address}>)")

    assert "href" not in html
    assert "src" not in html


def test_links_to_other_sites_do_not_say_where_from() -> None:
    html = to_html("[paper](https://example.org/a?b=1&c=2)")

    assert 'href="https://example.org/a?b=1&amp;c=2"' in html
    assert 'rel="noopener noreferrer nofollow ugc"' in html


def test_a_column_is_aligned_without_a_style() -> None:
    html = to_html("| a |\n|:-:|\n| b |\n")

    assert '<td align="center">' in html
    assert "style" not in html


def test_deep_nesting_takes_no_time() -> None:
    assert to_html("> " * 5_000 + "x").count("<blockquote>") <= 100
    assert to_html("[" * 20_000)
