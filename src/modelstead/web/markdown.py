"""Markdown that users wrote, as HTML that may stand in a page: no scripts, no styles, no raw HTML, no other schemes."""

import posixpath
import re
from itertools import pairwise
from urllib.parse import quote, unquote, urlsplit

import msgspec
import nh3
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:")
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


class Places(msgspec.Struct, frozen=True):
    """Where relative addresses lead: what those of pictures and of links begin with, and the folder the text is in."""

    pictures: str
    links: str
    folder: str


def to_html(text: str, places: Places | None = None) -> str:
    """Return the HTML of a Markdown text (CommonMark with tables and strikethrough).

    Raw HTML shows as text. Links lead to http, https and mailto addresses, or are relative to the page, or to `places`;
    pictures of other servers, which pages do not load, are links then.
    """
    return _CLEANER.clean(_SYNTAX.render(text, {"places": places}))


class Heading(msgspec.Struct, frozen=True):
    """A heading of a text, and the id that it has in the page."""

    level: int
    id: str
    text: str


def with_contents(text: str, prefix: str) -> tuple[str, list[Heading]]:
    """Return the HTML of a Markdown text whose headings have ids, and the headings."""
    tokens = _SYNTAX.parse(text, {})
    headings: list[Heading] = []
    for token, inline in pairwise(tokens):
        if token.type != "heading_open" or token.level:
            continue  # those inside quotes and lists are not the text's own
        said = "".join(
            child.content for child in inline.children or () if child.type in ("text", "code_inline", "image")
        )
        if said.strip():
            token.attrs["id"] = f"{prefix}{len(headings) + 1}"
            headings.append(Heading(int(token.tag[1]), str(token.attrs["id"]), said.strip()))
    html = _SYNTAX.renderer.render(tokens, _SYNTAX.options, {})
    # Code may be wider than the page, and is scrolled by keys then.
    return _CLEANER_OF_CONTENTS.clean(html).replace("<pre>", '<pre tabindex="0">'), headings


def cleaned(html: str) -> str:
    """Return HTML that users wrote without all that is not text and tables."""
    return _HTML_CLEANER.clean(html)


def _lead_to_places(state: StateCore) -> None:
    places: Places | None = state.env.get("places")
    if places is None:
        return
    for token in state.tokens:
        found: list[Token] = []
        for child in token.children or ():
            if child.type == "image":
                found += _picture(child, places)
                continue
            if child.type == "link_open":
                child.attrs["href"] = _led(str(child.attrs.get("href", "")), places.links, places.folder)
            found.append(child)
        if token.children is not None:
            token.children = found


def _picture(token: Token, places: Places) -> list[Token]:
    source = str(token.attrs.get("src", ""))
    if not urlsplit(source).netloc:
        token.attrs["src"] = _led(source, places.pictures, places.folder)
        return [token]
    opened = Token("link_open", "a", 1, attrs={"href": source})
    return [opened, Token("text", "", 0, content=token.content or source), Token("link_close", "a", -1)]


def _led(target: str, root: str, folder: str) -> str:
    """Return the address of a relative path below a root; what is none, or leads out of it, stays as it is."""
    path, mark, rest = target.partition("#")
    if not path or path.startswith("/") or _SCHEME.match(path):
        return target
    led = posixpath.normpath(posixpath.join(folder, unquote(path)))
    if led == ".." or led.startswith(("../", "/")):
        return target
    return f"{root}/{quote(led)}{mark}{rest}"


def _align_by_attribute(state: StateCore) -> None:
    """Say how a table's column is aligned without a style, which pages do not allow."""
    for token in state.tokens:
        style = str(token.attrs.pop("style", "")) if token.type in ("th_open", "td_open") else ""
        if style:
            token.attrs["align"] = style.removeprefix("text-align:")


_SYNTAX = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
_SYNTAX.core.ruler.push("lead_to_places", _lead_to_places)
_SYNTAX.core.ruler.push("align_by_attribute", _align_by_attribute)
_CLEANER = nh3.Cleaner(
    tags=set(_TAGS),
    attributes=_ATTRIBUTES,
    url_schemes={"http", "https", "mailto"},
    link_rel="noopener noreferrer nofollow ugc",
)
# Only what this module itself has written has ids: raw HTML shows as text.
_CLEANER_OF_CONTENTS = nh3.Cleaner(
    tags=set(_TAGS),
    attributes=_ATTRIBUTES | {f"h{level}": {"id"} for level in range(1, 7)},
    url_schemes={"http", "https", "mailto"},
    link_rel="noopener noreferrer nofollow ugc",
)
_HTML_CLEANER = nh3.Cleaner(
    tags=set(_TAGS - {"img"}) | {"b", "caption", "dd", "div", "dl", "dt", "i", "span", "sub", "sup", "tfoot"},
    attributes={"a": {"href"}, "td": {"colspan", "rowspan", "align"}, "th": {"colspan", "rowspan", "align"}},
    url_schemes={"http", "https", "mailto"},
    link_rel="noopener noreferrer nofollow ugc",
)
