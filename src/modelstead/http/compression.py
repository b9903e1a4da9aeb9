"""Answers to browsers in fewer bytes. Secrets in pages are masked anew each time, so that their size tells nothing."""

import gzip

import msgspec

from modelstead.http.answer import HTML, JSON, Answer, Header

SMALLEST = 1_400  # bytes: what fits into one packet gains nothing
LEVEL = 4  # half the time of 9, a tenth more bytes
_ENCODED: tuple[Header, ...] = ((b"content-encoding", b"gzip"), (b"vary", b"accept-encoding"))
_KINDS = (HTML, JSON, b"text/csv; charset=utf-8")


def compressed(answer: Answer, accepted: bytes) -> Answer:
    """Return an answer compressed, if the client takes that and it is worth it."""
    if b"gzip" not in accepted or len(answer.body) < SMALLEST:
        return answer
    body = answer.gzipped
    if body is None:
        if answer.content_type not in _KINDS:
            return answer
        body = gzip.compress(answer.body, LEVEL, mtime=0)
    return msgspec.structs.replace(answer, body=body, headers=answer.headers + _ENCODED)
