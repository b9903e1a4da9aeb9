"""Tables as Parquet files, where pyarrow is installed: pip install modelstead[parquet]."""

import importlib.util
import io
from collections.abc import Sequence
from typing import Any


def is_there() -> bool:
    """Tell whether the library is installed. It is large, so that it is loaded only when somebody wants a file."""
    return importlib.util.find_spec("pyarrow") is not None


class Writer:
    """Writes one file: what it has written so far is handed over after each group of rows."""

    def __init__(self, names: Sequence[str], kinds: Sequence[str]) -> None:
        """Begin a file with columns of these kinds: integer, text, time or number."""
        import pyarrow as pa  # noqa: PLC0415 - see is_there
        from pyarrow import parquet  # noqa: PLC0415

        types = {
            "integer": pa.int64(),
            "text": pa.string(),
            "time": pa.timestamp("ms", tz="UTC"),
            "number": pa.float64(),
        }
        self._pa: Any = pa
        self._schema: Any = pa.schema([(name, types[kind]) for name, kind in zip(names, kinds, strict=True)])
        self._output = io.BytesIO()
        self._taken = 0
        self._writer: Any = parquet.ParquetWriter(
            pa.PythonFile(self._output, mode="w"), self._schema, compression="zstd"
        )

    def write(self, rows: Sequence[Sequence[float | str | None]]) -> bytes:
        """Add rows as one group, and return the bytes that are new."""
        columns = [list(column) for column in zip(*rows, strict=True)]
        arrays = [self._pa.array(column, type=field.type) for column, field in zip(columns, self._schema, strict=True)]
        self._writer.write_table(self._pa.table(arrays, schema=self._schema))
        return self._new()

    def close(self) -> bytes:
        """End the file, and return the bytes that are new."""
        self._writer.close()
        return self._new()

    def _new(self) -> bytes:
        found = self._output.getvalue()
        self._output.seek(0)
        self._output.truncate()
        return found
