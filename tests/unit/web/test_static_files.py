"""The bundled files: found by name, under addresses that change with them."""

import gzip
import re
from pathlib import Path

import pytest

from modelstead.errors import NotFound
from modelstead.web.static_files import StaticFiles, static_files


def folder(tmp_path: Path, script: str = "let a;") -> Path:
    (tmp_path / "main.js").write_text(script)
    (tmp_path / "icons.svg").write_text("<svg/>")
    (tmp_path / "notes.txt").write_text("no asset")
    return tmp_path


def test_files_have_types_and_are_compressed_once(tmp_path: Path) -> None:
    found = StaticFiles(folder(tmp_path)).get("main.js")
    assert (found.body, found.content_type) == (b"let a;", b"text/javascript; charset=utf-8")
    assert found.gzipped is not None
    assert gzip.decompress(found.gzipped) == b"let a;"
    assert (b"cache-control", b"public, max-age=31536000, immutable") in found.headers


def test_another_content_is_another_address(tmp_path: Path) -> None:
    first = StaticFiles(folder(tmp_path)).address("main.js")
    assert re.fullmatch(r"/-/assets/main\.js\?v=[0-9a-f]{12}", first)
    assert StaticFiles(folder(tmp_path)).address("main.js") == first
    assert StaticFiles(folder(tmp_path, "let b;")).address("main.js") != first


@pytest.mark.parametrize("name", ["nothing.js", "notes.txt", "", "..", "../main.js", "main.js\0"])
def test_nothing_else_is_found(tmp_path: Path, name: str) -> None:
    with pytest.raises(NotFound):
        StaticFiles(folder(tmp_path)).get(name)


def test_pages_that_were_not_built_stop_the_start(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="make pages"):
        StaticFiles(tmp_path)


def test_what_pages_load_is_small() -> None:
    assert len(static_files().get("site.css").gzipped or b"") < 15 * 1024
    assert len(static_files().get("main.js").gzipped or b"") < 30 * 1024
