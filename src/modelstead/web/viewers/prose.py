"""Markdown, as it was meant; pictures and links of the same run lead to its files."""

import msgspec

from modelstead import limits
from modelstead.web.markdown import Places
from modelstead.web.viewers.text import readable
from modelstead.web.viewers.viewer import Source, Viewer


class ProsePreview(msgspec.Struct, frozen=True):
    """The text, and where its relative pictures and links lead."""

    text: str
    places: Places


async def show(source: Source) -> ProsePreview:
    return ProsePreview(readable(await source.whole()), places(source))


def places(source: Source) -> Places:
    return Places(source.raw("").rstrip("/"), source.page("").rstrip("/"), source.folder)


PROSE = Viewer(
    "prose",
    "Markdown",
    "note",
    frozenset({"md", "markdown"}),
    show,
    at_once=limits.VIEW_PARSED_BYTES,
    at_most=limits.VIEW_MARKDOWN_BYTES_MAX,
)
