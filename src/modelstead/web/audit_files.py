"""Audit events as files: JSON lines, and a table for spreadsheets."""

from collections.abc import Iterable

import msgspec

from modelstead.domain.audit_event import AuditEvent
from modelstead.http.answer import Answer
from modelstead.web import csv_files
from modelstead.web.audit_state import FileKind
from modelstead.web.dialect import POLICY

JSON_LINES, CSV = b"application/x-ndjson", b"text/csv; charset=utf-8"
_COLUMNS = ("id", "at", "user", "action", "subject", "in", "address", "details")


def exported(events: Iterable[AuditEvent], kind: FileKind) -> Answer:
    """Return events as a file to be saved."""
    name = (b"content-disposition", f'attachment; filename="audit-events.{kind}"'.encode())
    if kind == "csv":
        return Answer(200, csv_files.lines([_COLUMNS, *map(_row, events)]), CSV, (*POLICY, name))
    lines = b"".join(msgspec.json.encode(each.record | {"details": each.details}) + b"\n" for each in events)
    return Answer(200, lines, JSON_LINES, (*POLICY, name))


def _row(event: AuditEvent) -> list[str]:
    told = event.record | {"details": "; ".join(f"{name}: {value}" for name, value in event.details.items())}
    return ["" if told[column] is None else str(told[column]) for column in _COLUMNS]
