"""A store is opened by its URL, and only what it needs is loaded."""

import asyncio
import subprocess
import sys
from pathlib import Path

import pytest

from modelstead.errors import SettingError
from modelstead.store.blobs.blobs import new_name
from modelstead.store.blobs.open import open_blobs
from tests.blobs.object_store import BUCKET, ObjectStore
from tests.blobs.streams import content, stream


async def round_trip(url: str) -> bytes:
    opened, name = open_blobs(url), new_name()
    try:
        await opened.put(name, stream(b"bytes"))
        return await content(opened, name)
    finally:
        opened.close()


@pytest.mark.parametrize("scheme", ["file://", "FILE://", ""])
def test_a_folder_is_named_by_a_file_url_or_a_path_and_made(tmp_path: Path, scheme: str) -> None:
    folder = tmp_path / "not" / "there yet"
    assert asyncio.run(round_trip(f"{scheme}{folder}")) == b"bytes"
    assert len(list(folder.glob("??/??/*"))) == 1


@pytest.mark.usefixtures("object_store")
@pytest.mark.parametrize("prefix", ["", "/", "/a", "/a/b/"])
def test_a_bucket_is_named_by_an_s3_url_with_or_without_a_prefix(object_store: ObjectStore, prefix: str) -> None:
    assert asyncio.run(round_trip(f"s3://{BUCKET}{prefix}")) == b"bytes"
    inside = prefix.strip("/")
    start = f"PUT /{BUCKET}/{inside}/" if inside else f"PUT /{BUCKET}/"
    assert [len(call) for call in object_store.calls if call.startswith(start)] == [len(start) + 6 + 32 + 1]


@pytest.mark.parametrize("url", ["gs://bucket", "az://x", "http://x/y", "memory://", "C://x", "://x"])
def test_another_scheme_is_refused_with_those_there_are(url: str) -> None:
    with pytest.raises(SettingError, match=r"Name a place that begins with file:// or s3://\."):
        open_blobs(url)


@pytest.mark.parametrize("url", ["s3://", "s3:///prefix", "s3://bucket?x=1", "s3://bucket#x", "s3://key:secret@bucket"])
def test_an_s3_url_without_a_plain_bucket_is_refused_without_repeating_it(url: str) -> None:
    with pytest.raises(SettingError, match=r"must be s3://bucket or s3://bucket/prefix") as refused:
        open_blobs(url)
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize("url", ["", "file://"])
def test_no_place_at_all_is_refused(url: str) -> None:
    with pytest.raises(SettingError, match="names no folder"):
        open_blobs(url)


def test_a_folder_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(SettingError, match="cannot be used for artifacts"):
        open_blobs(str(tmp_path / "file" / "artifacts"))


def test_a_server_on_a_folder_does_not_load_obstore(tmp_path: Path) -> None:
    program = f"""
import sys
from modelstead.store.blobs.open import open_blobs
open_blobs({str(tmp_path)!r}).close()
print(sorted(name for name in sys.modules if "obstore" in name))
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout == "[]\n"
