"""The bundled files of pages."""

import msgspec

from modelstead.http.answer import Answer
from modelstead.web.static_files import static_files


class Asset(msgspec.Struct, frozen=True):
    """The file's name; `v` is its digest, which makes the address a new one when the file changes."""

    name: str
    v: str = ""


def asset(request: Asset) -> Answer:
    return static_files().get(request.name)
