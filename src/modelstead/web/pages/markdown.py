"""Markdown as the server renders it, for people who are writing some."""

import msgspec

from modelstead import limits
from modelstead.errors import LimitExceeded
from modelstead.http.answer import Answer
from modelstead.http.visit import Form, Visit
from modelstead.web.dialect import show


class Preview(Form, frozen=True, kw_only=True):
    """The text as it stands."""

    text: str = ""


class PreviewView(msgspec.Struct, frozen=True):
    """The text, which the page shows rendered."""

    text: str


async def preview(visit: Visit, request: Preview) -> Answer:
    """Return a part of a page: what a text looks like."""
    if len(request.text) > limits.MARKDOWN_PREVIEW_LENGTH:
        raise LimitExceeded(f"A preview has at most {limits.MARKDOWN_PREVIEW_LENGTH:,} characters.")
    return show(visit, "markdown_preview.html", PreviewView(request.text))
