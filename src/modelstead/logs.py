"""Logging: one line an event on standard error, for people or for machines. Tokens are masked wherever they appear."""

import json
import logging
import re
import sys
import time

from modelstead import ids


def configure(*, as_json: bool, level: str, token_prefix: str = ids.TOKEN_PREFIX) -> None:
    """Send every logger's messages of a level and above to standard error."""
    handler = logging.StreamHandler(sys.stderr)
    formatter = _Machine() if as_json else _Console("%(asctime)s %(levelname)s %(message)s")
    formatter.token_prefix = token_prefix
    handler.setFormatter(formatter)
    logging.basicConfig(level=level.upper(), handlers=[handler], force=True)
    logging.getLogger("uvicorn.access").disabled = True


def masked(text: str, token_prefix: str = ids.TOKEN_PREFIX) -> str:
    """Return a text in which anything that looks like a credential is cut short."""
    return re.sub(rf"({re.escape(token_prefix)}|Bearer |Basic |eyJ)[\w.~+/=-]{{8,}}", r"\1…", text)


class _Masking(logging.Formatter):
    token_prefix = ids.TOKEN_PREFIX

    def mask(self, text: str) -> str:
        return masked(text, self.token_prefix)


class _Console(_Masking):
    converter = staticmethod(time.gmtime)
    default_time_format = "%Y-%m-%d %H:%M:%S"
    default_msec_format = None

    def format(self, record: logging.LogRecord) -> str:
        return self.mask(super().format(record))


class _Machine(_Masking):
    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": int(record.created * 1000),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": self.mask(record.getMessage()),
        }
        if record.exc_info:
            line["exception"] = self.mask(self.formatException(record.exc_info))
        return json.dumps(line)
