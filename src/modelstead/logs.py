"""Logging: one line an event on standard error, for people or for machines. Tokens are masked wherever they appear."""

import json
import logging
import re
import sys
import time

from modelstead import ids

_TOKEN = re.compile(rf"({ids.TOKEN_PREFIX}|Bearer |Basic )[\w.~+/=-]{{8,}}")


def configure(*, as_json: bool, level: str) -> None:
    """Send every logger's messages of a level and above to standard error."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Machine() if as_json else _Console("%(asctime)s %(levelname)s %(message)s"))
    logging.basicConfig(level=level.upper(), handlers=[handler], force=True)
    logging.getLogger("uvicorn.access").disabled = True


def masked(text: str) -> str:
    """Return a text in which anything that looks like a credential is cut short."""
    return _TOKEN.sub(r"\1…", text)


class _Console(logging.Formatter):
    converter = staticmethod(time.gmtime)
    default_time_format = "%Y-%m-%d %H:%M:%S"
    default_msec_format = None

    def format(self, record: logging.LogRecord) -> str:
        return masked(super().format(record))


class _Machine(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": int(record.created * 1000),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": masked(record.getMessage()),
        }
        if record.exc_info:
            line["exception"] = masked(self.formatException(record.exc_info))
        return json.dumps(line)
