"""What a browser plays or shows by itself, from its address: sound, video, PDF, and HTML in a frame of its own."""

import msgspec

from modelstead import limits
from modelstead.web.viewers.viewer import Source, Viewer


class AddressPreview(msgspec.Struct, frozen=True):
    """Where the bytes are; the browser asks for those that it needs."""

    raw: str


async def show(source: Source) -> AddressPreview:
    return AddressPreview(source.raw(source.path))


AUDIO = Viewer(
    "audio",
    "Sound",
    "sound",
    frozenset({"mp3", "wav", "ogg", "oga", "flac", "m4a", "aac", "opus"}),
    show,
    has_text=False,
)
VIDEO = Viewer("video", "Video", "video", frozenset({"mp4", "webm", "ogv", "mov", "m4v"}), show, has_text=False)
PDF = Viewer("pdf", "PDF", "note", frozenset({"pdf"}), show, has_text=False)
PAGE = Viewer("page", "HTML", "note", frozenset({"html", "htm"}), show, at_once=limits.VIEW_HTML_BYTES)
