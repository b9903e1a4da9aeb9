"""kill -9 while blobs are put: none that was acknowledged is lost, none is torn, and leftovers are swept."""

import asyncio
import os
import subprocess
import sys
from pathlib import Path

from modelstead.store.blobs.local import LocalBlobs
from tests.blobs.putting import content_of
from tests.blobs.streams import content

ROOT = Path(__file__).parents[2]
KILLS = 3
ACKNOWLEDGED = 60  # before each kill, at the least


def put_until_killed(folder: Path) -> list[str]:
    """Return the names whose puts had returned."""
    command = [sys.executable, "-m", "tests.blobs.putting", str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        assert process.stdout is not None
        names = [process.stdout.readline() for _ in range(ACKNOWLEDGED)]
        process.kill()
        names += process.stdout
    return [name.strip() for name in names if name.endswith("\n")]


def test_acknowledged_blobs_are_whole_and_only_temporary_files_are_left(tmp_path: Path) -> None:
    folder = tmp_path / "artifacts"
    acknowledged = [name for _ in range(KILLS) for name in put_until_killed(folder)]
    assert len(acknowledged) >= KILLS * ACKNOWLEDGED

    async def look() -> None:
        blobs = LocalBlobs(folder)
        names = {listed.name async for listed in blobs.every()}
        assert names >= set(acknowledged)
        for name in names:
            assert await content(blobs, name) == content_of(name)

        left = list((folder / "tmp").iterdir())
        assert len(left) >= KILLS  # each had a put that was never done
        assert await blobs.sweep() == 0
        for file in left:
            os.utime(file, (0, 0))
        assert await blobs.sweep() == len(left)
        assert {listed.name async for listed in blobs.every()} == names
        blobs.close()

    asyncio.run(look())
    assert {path.name for path in folder.iterdir() if len(path.name) != 2} == {"tmp"}
