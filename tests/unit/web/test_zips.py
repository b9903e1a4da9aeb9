"""Archives of any files are what Python's zipfile reads, and as long as was said before."""

import asyncio
import io
import zipfile
from collections.abc import AsyncGenerator

from hypothesis import given
from hypothesis import strategies as st

from modelstead.domain.artifact import Artifact
from modelstead.web import zips
from tests.properties import pure

NAMES = st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="/\\"), min_size=1, max_size=20)
PATHS = st.lists(NAMES, min_size=1, max_size=4).map("/".join)
FILES = st.dictionaries(PATHS, st.tuples(st.binary(max_size=300), st.integers(0, 2**43)), max_size=12)
GIB = 2**30


def described(path: str, size: int, at: int = 0) -> Artifact:
    return Artifact(path, size, bytes(32), "", at)


def written(contents: dict[str, tuple[bytes, int]]) -> bytes:
    files = [described(path, len(content), at) for path, (content, at) in contents.items()]

    async def read(file: Artifact, start: int, size: int) -> AsyncGenerator[bytes, None]:
        async def chunks() -> AsyncGenerator[bytes, None]:
            content = contents[file.path][0]
            middle = size // 2
            yield content[start:middle]
            yield content[middle : start + size]

        return chunks()

    async def collected() -> bytes:
        return b"".join([chunk async for chunk in zips.archive(files, read)])

    return asyncio.run(collected())


@pure
@given(FILES)
def test_python_reads_what_was_written(contents: dict[str, tuple[bytes, int]]) -> None:
    made = written(contents)
    with zipfile.ZipFile(io.BytesIO(made)) as read:
        assert read.testzip() is None
        assert read.namelist() == list(contents)
        assert {name: read.read(name) for name in read.namelist()} == {
            path: content for path, (content, _) in contents.items()
        }
    files = [described(path, len(content), at) for path, (content, at) in contents.items()]
    assert zips.size(files) == len(made)


def test_more_files_than_sixteen_bits_count() -> None:
    made = written({f"{number:05}": (b"", 0) for number in range(66_000)})
    with zipfile.ZipFile(io.BytesIO(made)) as read:
        assert len(read.namelist()) == 66_000


class Sparse(io.RawIOBase):
    """The small parts of an archive at their places, with nothing between them."""

    def __init__(self) -> None:
        self.parts: list[tuple[int, bytes]] = []
        self.size = self.at = 0

    def add(self, part: bytes) -> None:
        self.parts.append((self.size, part))
        self.size += len(part)

    def seekable(self) -> bool:
        return True

    def readable(self) -> bool:
        return True

    def tell(self) -> int:
        return self.at

    def seek(self, offset: int, whence: int = 0) -> int:
        self.at = offset + (0, self.at, self.size)[whence]
        return self.at

    def read(self, size: int = -1) -> bytes:
        end = self.size if size < 0 else min(self.at + size, self.size)
        assert end - self.at < 10_000_000
        found = bytearray(max(end - self.at, 0))
        for start, part in self.parts:
            first, last = max(start, self.at), min(start + len(part), end)
            if first < last:
                found[first - self.at : last - self.at] = part[first - start : last - start]
        self.at = end
        return bytes(found)


def test_files_beyond_four_gigabytes_have_records_of_64_bits() -> None:
    files = [described("first.bin", 5 * GIB), described("behind.bin", 3), described("last.bin", 4 * GIB - 1)]
    made = Sparse()

    async def read(_: Artifact, start: int, size: int) -> AsyncGenerator[bytes, None]:
        async def chunks() -> AsyncGenerator[bytes, None]:
            assert start == 0
            made.size += size  # as if the bytes had been yielded
            for chunk in list[bytes]():
                yield chunk

        return chunks()

    async def collect() -> None:
        async for chunk in zips.archive(files, read):
            made.add(chunk)

    asyncio.run(collect())
    assert made.size == zips.size(files)
    with zipfile.ZipFile(made) as opened:
        assert [(each.filename, each.file_size) for each in opened.infolist()] == [
            ("first.bin", 5 * GIB),
            ("behind.bin", 3),
            ("last.bin", 4 * GIB - 1),
        ]
        assert opened.infolist()[1].header_offset > 5 * GIB
