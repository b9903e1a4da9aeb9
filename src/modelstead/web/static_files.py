"""The bundled scripts, styles and icons: read once, compressed once, kept by browsers for as long as they like."""

import gzip
import hashlib
from functools import lru_cache
from pathlib import Path

from modelstead.errors import NotFound
from modelstead.http.answer import Answer, Header

FOLDER = Path(__file__).parent / "static"
MAIN = "main.js"

_KINDS = {".js": b"text/javascript; charset=utf-8", ".css": b"text/css; charset=utf-8", ".svg": b"image/svg+xml"}
_KEPT: Header = (b"cache-control", b"public, max-age=31536000, immutable")


class StaticFiles:
    """The files of a folder. Their addresses hold a digest, so that a new file has a new address."""

    def __init__(self, folder: Path = FOLDER) -> None:
        if not (folder / MAIN).exists():
            raise RuntimeError("The pages are not built. Run: make pages")
        self._answers = {file.name: _answer(file) for file in sorted(folder.iterdir()) if file.suffix in _KINDS}
        self._versions = {name: hashlib.sha256(found.body).hexdigest()[:12] for name, found in self._answers.items()}

    def get(self, name: str) -> Answer:
        found = self._answers.get(name)
        if found is None:
            raise NotFound("There is no such file.")
        return found

    def address(self, name: str) -> str:
        """Return the address of a file that there has to be."""
        return f"/-/assets/{name}?v={self._versions[name]}"


@lru_cache(maxsize=1)
def static_files() -> StaticFiles:
    return StaticFiles()


def _answer(file: Path) -> Answer:
    body = file.read_bytes()
    return Answer(200, body, _KINDS[file.suffix], (_KEPT,), gzip.compress(body, 9, mtime=0))
