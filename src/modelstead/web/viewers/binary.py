"""What has no viewer: text, if it begins like text, and else its first bytes as numbers."""

import msgspec

from modelstead import limits
from modelstead.web.viewers.viewer import Source, Viewer

_ROW = 16
_FIRST, _LAST = 0x20, 0x7E  # what ASCII shows


class HexPreview(msgspec.Struct, frozen=True):
    """The beginning of a file: where each row begins, its bytes, and those of them that are letters."""

    rows: tuple[tuple[str, str, str], ...]
    size: int
    shown: int


async def show(source: Source) -> HexPreview:
    head = await source.read(0, min(source.size, limits.VIEW_HEX_BYTES))
    rows = [(at, head[at : at + _ROW]) for at in range(0, len(head), _ROW)]
    return HexPreview(tuple((f"{at:08x}", part.hex(" "), _letters(part)) for at, part in rows), source.size, len(head))


def is_text(head: bytes) -> bool:
    """Tell whether bytes begin a text in UTF-8; the last letter may be cut."""
    if b"\0" in head:
        return False
    try:
        head.decode()
    except UnicodeDecodeError as error:
        return error.reason == "unexpected end of data" and error.start >= len(head) - 3
    return True


def _letters(part: bytes) -> str:
    return "".join(chr(byte) if _FIRST <= byte <= _LAST else "·" for byte in part)


BINARY = Viewer("binary", "File", "file", frozenset(), show, has_text=False)
