"""domain.model_version: stages, and the digest of a list of files."""

import hashlib
import subprocess
from pathlib import Path

import pytest

from modelstead.domain.artifact import Artifact
from modelstead.domain.model_version import NO_FILES, Stage, check_stage, files_digest, stage
from modelstead.errors import InvalidParameter

FILES = {
    "MLmodel": b"a",
    "a b/ü.txt": b"b",
    "a/b": b"",
    "a.b": b"c",
    "a0": b"d",
    "Z/%2e": b"e",
    "\U0010ffff": b"f",
    "é": b"a",
}


def files() -> list[Artifact]:
    return [Artifact(path, len(data), hashlib.sha256(data).digest(), "blob", 1) for path, data in FILES.items()]


def test_the_digest_is_that_of_what_sha256sum_writes(tmp_path: Path) -> None:
    for path, data in FILES.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(data)
    command = "find . -type f -printf '%P\\n' | LC_ALL=C sort | xargs -d '\\n' sha256sum | sha256sum"
    done = subprocess.run(["sh", "-c", command], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert files_digest(files()).hex() == done.stdout.split()[0]


def test_the_digest_does_not_depend_on_the_order_of_the_files() -> None:
    assert files_digest(files()) == files_digest(reversed(files()))


def test_another_name_or_other_bytes_are_another_digest() -> None:
    one = Artifact("a", 1, hashlib.sha256(b"1").digest(), "blob", 1)
    renamed = Artifact("b", 1, one.sha256, "blob", 1)
    changed = Artifact("a", 1, hashlib.sha256(b"2").digest(), "blob", 1)
    moved = Artifact("a", 9, one.sha256, "another blob", 9)
    assert len({files_digest([each]) for each in (one, renamed, changed)}) == 3
    assert files_digest([one]) == files_digest([moved])


def test_no_files_have_the_digest_of_nothing() -> None:
    assert hashlib.sha256(b"").digest() == NO_FILES


@pytest.mark.parametrize("text", ["Production", "production", "PRODUCTION", "pRoDuCtIoN"])
def test_a_stage_is_named_in_any_case(text: str) -> None:
    assert check_stage(text) is Stage.PRODUCTION


def test_stages_have_mlflows_names() -> None:
    assert [each.label for each in Stage] == ["None", "Staging", "Production", "Archived"]


@pytest.mark.parametrize("text", ["", "prod", "Produktion", " Production", "1", "x" * 1_000])
def test_another_stage_is_refused(text: str) -> None:
    assert stage(text) is None
    with pytest.raises(InvalidParameter) as caught:
        check_stage(text)
    assert str(caught.value).startswith("Invalid Model Version stage: '")
    assert str(caught.value).endswith("Value must be one of None, Staging, Production, Archived.")
    assert len(str(caught.value)) < 200
