"""Text, code and logs: lines with their numbers; of a large file a part, of a large log its end."""

import re

import msgspec

from modelstead import limits
from modelstead.web.viewers.viewer import Source, Viewer

_ENDINGS = (
    "txt log out err py r jl sh bash c h cpp hpp cc java js ts tsx jsx css scss go rs rb php pl lua sql yaml yml "
    "toml ini cfg conf env properties jsonl ndjson tex bib rst diff patch xml proto graphql dot tf cu f90 m scala "
    "kt swift ipy pyi pyx cmake mk gradle bat ps1 lock"
)
_LOGS = (".log", ".out", ".err")
_COLOURS = re.compile(r"\x1b(?:\[[0-9;?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[@-Z\\-_])")  # and other escapes
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_BOM = b"\xef\xbb\xbf"


class TextPreview(msgspec.Struct, frozen=True):
    """Bytes `first` to `last` of a file as text, and the addresses of its other parts, "" where there are none."""

    text: str
    numbers: str  # of the lines, one below the other; "" where nobody has counted those before
    first: int
    last: int
    size: int
    start: str = ""
    earlier: str = ""
    later: str = ""
    end: str = ""


async def show(source: Source) -> TextPreview:
    """Return a part of a file that begins and ends with a line, if lines are not too long for that."""
    most, at = limits.VIEW_TEXT_BYTES, source.state.at
    cuts = source.state.next_line
    if at < 0:
        cuts = source.name.lower().endswith(_LOGS)
        at = max(source.size - most, 0) if cuts else 0
    at = min(at, source.size)
    part = await source.read(at, min(most, source.size - at))
    begin = _next_line(part) if cuts and at > 0 else 0
    end = len(part) if at + len(part) >= source.size else part.rfind(b"\n") + 1
    if end <= begin:
        end = len(part)
    first, last = at + begin, at + end
    text = readable(part[begin:end].removeprefix(_BOM) if first == 0 else part[begin:end])
    lines = text.count("\n") + (not text.endswith("\n")) if text else 0
    return TextPreview(
        text,
        "\n".join(map(str, range(1, lines + 1))) if first == 0 else "",
        first,
        last,
        source.size,
        start=source.here(at=0, next_line=False) if first > 0 else "",
        earlier=source.here(at=max(first - most, 0), next_line=True) if first > most else "",
        later=source.here(at=last, next_line=False) if source.size - last > most else "",
        end=source.here(at=max(source.size - most, 0), next_line=True) if last < source.size else "",
    )


def readable(part: bytes) -> str:
    """Return bytes as text without what would not show: colours of terminals, other control characters."""
    text = part.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n")
    return _CONTROLS.sub("�", _COLOURS.sub("", text))


def _next_line(part: bytes) -> int:
    """Return where a line begins in a part of a text, 0 where none does."""
    found = part.find(b"\n") + 1
    return found if found < len(part) else 0


TEXT = Viewer(
    "text",
    "Text",
    "note",
    frozenset(_ENDINGS.split()),
    show,
    names=frozenset({"Dockerfile", "Makefile", "LICENSE", "README", "MLproject", "requirements", ".gitignore"}),
)
