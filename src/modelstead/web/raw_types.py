"""What of a run's files a browser may show by itself, and what it may do then: nothing that reaches this server.

Each policy is of the file's own answer, so that it holds in a frame, and in a tab into which somebody opens it.
"""

from modelstead.http.files import LOCKED, Shown

# Scripts run in a place of their own, which has no cookies and reaches nothing: for plots, which are HTML with scripts.
SCRIPTS_ALONE = (
    b"sandbox allow-scripts; default-src 'none'; script-src 'unsafe-inline' 'unsafe-eval' data: blob:; "
    b"style-src 'unsafe-inline'; img-src data: blob:; font-src data:; media-src data: blob:; worker-src blob:; "
    b"base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)
DRAWING = b"default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; sandbox"
# Browsers show PDF by a part of their own, which a sandbox would keep from working.
DOCUMENT = b"default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'self'"

_PDF = Shown(b"application/pdf", DOCUMENT)
_HTML = Shown(b"text/html; charset=utf-8", SCRIPTS_ALONE)
_TYPES = {
    b"image/png": "png",
    b"image/jpeg": "jpg jpeg",
    b"image/gif": "gif",
    b"image/webp": "webp",
    b"image/bmp": "bmp",
    b"image/avif": "avif",
    b"image/x-icon": "ico",
    b"audio/mpeg": "mp3",
    b"audio/wav": "wav",
    b"audio/ogg": "ogg oga opus",
    b"audio/flac": "flac",
    b"audio/mp4": "m4a",
    b"audio/aac": "aac",
    b"video/mp4": "mp4 m4v mov",
    b"video/webm": "webm",
    b"video/ogg": "ogv",
}
SHOWN = {
    **{ending: Shown(kind, LOCKED) for kind, endings in _TYPES.items() for ending in endings.split()},
    "svg": Shown(b"image/svg+xml", DRAWING),
    "pdf": _PDF,
    "html": _HTML,
    "htm": _HTML,
}


def shown(name: str) -> Shown | None:
    """Return how a browser may show a file, by the ending of its name; None for one that it saves."""
    return SHOWN.get(name.rpartition(".")[2].lower())
