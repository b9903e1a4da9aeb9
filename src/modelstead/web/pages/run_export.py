"""An experiment's runs as files: CSV, and Parquet where the library for it is installed."""

import datetime
from collections.abc import AsyncGenerator, Sequence

from modelstead.domain.search.fields import ATTRIBUTES
from modelstead.errors import InvalidParameter
from modelstead.http.answer import Header, Streamed
from modelstead.http.visit import Visit
from modelstead.services import run_export
from modelstead.services.run_columns import Cell
from modelstead.services.run_export import FIRST, Export, Part
from modelstead.store.database import Database
from modelstead.web import csv_files, parquet_files
from modelstead.web.dialect import POLICY
from modelstead.web.run_table import TableState, wanted

CSV = b"text/csv; charset=utf-8"
PARQUET = b"application/vnd.apache.parquet"
_TIMES = (FIRST.index("start_time"), FIRST.index("end_time"))


class ExportRuns(TableState, frozen=True, kw_only=True):
    """The table's state: `runs` are the only ones, if there are any; `all` takes every key as a column."""

    all: bool = False


class RunExportPages:
    """Streams the files."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def csv(self, visit: Visit, request: ExportRuns) -> Streamed:
        export, first = await self._begin(visit, request)
        return _file(self._csv(export, first), CSV, request.iid, "csv")

    async def parquet(self, visit: Visit, request: ExportRuns) -> Streamed:
        if not parquet_files.is_there():
            raise InvalidParameter(
                "This server has no library that writes Parquet. Export CSV, or ask the administrator to install it: "
                "pip install 'modelstead[parquet]'."
            )
        export, first = await self._begin(visit, request)
        return _file(self._parquet(export, first), PARQUET, request.iid, "parquet")

    async def _begin(self, visit: Visit, request: ExportRuns) -> tuple[Export, Part]:
        """Return the export with its first rows, so that what is wrong with it is told as a page."""
        export = await self._database.read(
            run_export.prepare, visit.in_project, str(request.iid), wanted(request), request.runs, has_all=request.all
        )
        return export, await self._database.read(run_export.part, export, None)

    async def _csv(self, export: Export, part: Part) -> AsyncGenerator[bytes, None]:
        yield csv_files.lines([_names(export)])
        async for rows in self._parts(export, part):
            yield csv_files.lines(map(_with_times, rows))

    async def _parquet(self, export: Export, part: Part) -> AsyncGenerator[bytes, None]:
        writer = parquet_files.Writer(_names(export), _kinds(export))
        async for rows in self._parts(export, part):
            yield writer.write(rows)
        yield writer.close()

    async def _parts(self, export: Export, part: Part) -> AsyncGenerator[list[list[Cell]], None]:
        while True:
            if part.rows:
                yield part.rows
            if part.after is None:
                return
            part = await self._database.read(run_export.part, export, part.after)


def _file(chunks: AsyncGenerator[bytes, None], content_type: bytes, iid: int, kind: str) -> Streamed:
    name: Header = (b"content-disposition", f'attachment; filename="runs-{iid}.{kind}"'.encode())
    return Streamed(200, None, chunks, content_type, (*POLICY, name))


def _names(export: Export) -> list[str]:
    return [*FIRST, *(column.name for column in export.columns)]


def _kinds(export: Export) -> list[str]:
    """Return what each column holds: integer, text, time or number."""
    first = {"run": "integer", "start_time": "time", "end_time": "time"}
    return [
        *(first.get(name, "text") for name in FIRST),
        *("number" if each.kind == "metrics" or _is_span(each.kind, each.key) else "text" for each in export.columns),
    ]


def _is_span(kind: str, key: str) -> bool:
    return kind == ATTRIBUTES and key == "duration"


def _with_times(row: list[Cell]) -> Sequence[Cell]:
    return [_time(cell) if place in _TIMES else cell for place, cell in enumerate(row)]


def _time(at: Cell) -> Cell:
    if not isinstance(at, int):
        return None
    try:
        return datetime.datetime.fromtimestamp(at / 1000, datetime.UTC).isoformat(timespec="milliseconds")
    except (OverflowError, ValueError, OSError):  # a time that a client made up
        return at
