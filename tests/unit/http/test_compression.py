"""Answers to browsers, in fewer bytes where that is worth it."""

import gzip

import pytest

from modelstead.http.answer import HTML, JSON, Answer
from modelstead.http.compression import SMALLEST, compressed

LONG = b"the same words " * 200
GZIP = b"br, gzip, deflate"


def test_a_long_page_is_compressed_for_who_takes_that() -> None:
    answer = compressed(Answer(200, LONG, HTML, ((b"x-kept", b"1"),)), GZIP)
    assert gzip.decompress(answer.body) == LONG
    assert answer.headers == (
        (b"x-kept", b"1"),
        (b"content-encoding", b"gzip"),
        (b"vary", b"accept-encoding"),
    )


@pytest.mark.parametrize(
    ("answer", "accepted"),
    [
        (Answer(200, LONG, HTML), b""),
        (Answer(200, LONG, HTML), b"br"),
        (Answer(200, LONG[: SMALLEST - 1], HTML), GZIP),
        (Answer(200, LONG, b"application/octet-stream"), GZIP),
        (Answer(200, LONG, b"image/png"), GZIP),
        (Answer(303, b"", HTML), GZIP),
    ],
)
def test_everything_else_goes_as_it_is(answer: Answer, accepted: bytes) -> None:
    assert compressed(answer, accepted) is answer


def test_what_is_compressed_already_is_not_compressed_again() -> None:
    made = Answer(200, LONG, b"text/javascript; charset=utf-8", gzipped=gzip.compress(LONG, 9))
    assert compressed(made, GZIP).body is made.gzipped


def test_the_same_answer_has_the_same_bytes() -> None:
    assert compressed(Answer(200, LONG, JSON), GZIP) == compressed(Answer(200, LONG, JSON), GZIP)
