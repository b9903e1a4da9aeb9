"""Compare versions of a model: what their runs were given and measured, their files, their descriptions."""

from collections.abc import Sequence

import msgspec

from modelstead import limits
from modelstead.domain.actor import Access
from modelstead.domain.artifact import Owner, OwnerKind
from modelstead.domain.key import KeyKind
from modelstead.domain.model_version import ModelVersion
from modelstead.services import file_comparison, run_comparison
from modelstead.services.file_comparison import FileTable
from modelstead.services.run_comparison import Compared
from modelstead.store import model_versions
from modelstead.store import version_head as rows
from modelstead.store.transaction import Transaction

KINDS = (KeyKind.METRIC, KeyKind.PARAM)


class ComparedVersion(msgspec.Struct, frozen=True):
    """A version of a comparison; `run_iid` is None for one without a run. Times are milliseconds."""

    iid: int
    number: int
    semantic_version: str
    aliases: tuple[str, ...]
    stage: str
    user: str
    created_at: int
    files_sha256: str
    run_iid: int | None
    description: str


class Comparison(msgspec.Struct, frozen=True):
    """Rows `first` to `first + len(rows) - 1` of `total`; `hidden` others are the same in all versions."""

    versions: list[ComparedVersion]
    missing: list[int]
    rows: list[Compared]
    first: int
    total: int
    hidden: int
    files: FileTable


def compare(
    tx: Transaction, access: Access, model_iid: int, iids: Sequence[int], *, find: str, is_every: bool, page: int
) -> Comparison:
    """Return a page of what versions differ in, in the order of the numbers given."""
    known = rows.rows_of(tx, access.project.id, model_iid, iids) if iids else {}
    found = {each.iid: each for each in model_versions.by_rows(tx, [row_id for row_id, _ in known.values()])}
    versions = [_version(found[iid], known[iid][1]) for iid in iids if iid in found]
    runs = list(dict.fromkeys(each.run_iid for each in versions if each.run_iid is not None))
    size = run_comparison.rows_of_page(len(versions))
    values = run_comparison.compare(
        tx, access, runs, kinds=KINDS, find=find, is_every=is_every, first=(page - 1) * size, limit=size
    )
    places = {run.iid: place for place, run in enumerate(values.runs)}
    owners = [Owner(OwnerKind.MODEL_VERSION, known[each.iid][0]) for each in versions]
    return Comparison(
        versions,
        [iid for iid in iids if iid not in found],
        [_of_versions(row, versions, places) for row in values.rows],
        values.first,
        values.total,
        values.hidden,
        file_comparison.table(tx, owners, find=find, is_every=is_every),
    )


def _version(version: ModelVersion, run_iid: int | None) -> ComparedVersion:
    return ComparedVersion(
        version.iid,
        version.number,
        version.semantic_version,
        version.aliases,
        version.stage.label if version.stage else "",
        version.user,
        version.created_at,
        version.files_sha256.hex(),
        run_iid,
        version.description[: limits.COMPARED_TEXT_BYTES],
    )


def _of_versions(row: Compared, versions: Sequence[ComparedVersion], places: dict[int, int]) -> Compared:
    """Return a row of runs as one of versions, of which several can have the same run, and some none."""
    held = [places.get(-1 if each.run_iid is None else each.run_iid) for each in versions]
    values = [None if place is None else row.values[place] for place in held]
    return Compared(row.kind, row.key, row.differs or None in held, values)
