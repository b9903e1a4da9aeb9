"""Markdown that users wrote, as HTML that may stand in a page: no scripts, no styles, no raw HTML, no other schemes."""

import nh3
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore

_TAGS = frozenset(  # one per line would be a page
    "a blockquote br code del em h1 h2 h3 h4 h5 h6 hr img li ol p pre s strong table tbody td th thead tr ul".split()  # noqa: SIM905
)
_ATTRIBUTES = {
    "a": {"href", "title"},
    "code": {"class"},  # the language of a fenced block
    "img": {"src", "alt", "title"},
    "ol": {"start"},
    "td": {"align"},
    "th": {"align"},
}


def to_html(text: str) -> str:
    """Return the HTML of a Markdown text (CommonMark with tables and strikethrough).

    Raw HTML shows as text. Links lead to http, https and mailto addresses, or are relative to the page.
    """
    return _CLEANER.clean(_SYNTAX.render(text))


def _align_by_attribute(state: StateCore) -> None:
    """Say how a table's column is aligned without a style, which pages do not allow."""
    for token in state.tokens:
        style = str(token.attrs.pop("style", "")) if token.type in ("th_open", "td_open") else ""
        if style:
            token.attrs["align"] = style.removeprefix("text-align:")


_SYNTAX = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
_SYNTAX.core.ruler.push("align_by_attribute", _align_by_attribute)
_CLEANER = nh3.Cleaner(
    tags=set(_TAGS),
    attributes=_ATTRIBUTES,
    url_schemes={"http", "https", "mailto"},
    link_rel="noopener noreferrer nofollow ugc",
)
