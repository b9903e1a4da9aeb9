"""logs: one line an event, without credentials."""

import json
import logging
from collections.abc import Iterator

import pytest

from modelstead import ids, logs

log = logging.getLogger("tests.logs")


@pytest.fixture(autouse=True)
def _root_logger() -> Iterator[None]:
    """Put back what configure() changes."""
    root, access = logging.getLogger(), logging.getLogger("uvicorn.access")
    handlers, level, disabled = root.handlers[:], root.level, access.disabled
    root.handlers.clear()
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    access.disabled = disabled


def test_a_token_is_masked_wherever_it_appears() -> None:
    token = ids.access_token()
    assert logs.masked(f"GET /?private_token={token}&x=1") == "GET /?private_token=glpat-…&x=1"


@pytest.mark.parametrize("scheme", ["Bearer", "Basic"])
def test_a_credential_of_a_header_is_masked(scheme: str) -> None:
    assert logs.masked(f"Authorization: {scheme} dG9rZW46eA==, x") == f"Authorization: {scheme} …, x"


@pytest.mark.parametrize("text", ["", "nothing here", "Basic x", "the prefix glpat- alone"])
def test_other_text_stays(text: str) -> None:
    assert logs.masked(text) == text


def test_an_id_token_is_masked() -> None:
    assert logs.masked("it was eyJhbGciOiJub25lIn0.eyJpc3MiOiJ4In0.c2lnbmF0dXJl.") == "it was eyJ…"


def test_several_credentials_are_masked_each() -> None:
    assert logs.masked("glpat-aaaaaaaa glpat-bbbbbbbb") == "glpat-… glpat-…"


def test_a_line_for_people_has_time_level_and_message(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure(as_json=False, level="info")
    log.warning("disk %s is nearly full", "a")
    day, clock, level, message = capsys.readouterr().err.rstrip("\n").split(" ", 3)
    assert (len(day), len(clock), level, message) == (10, 8, "WARNING", "disk a is nearly full")


def test_a_line_for_machines_is_json(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure(as_json=True, level="info")
    log.info("hello\nworld")
    written = capsys.readouterr().err
    line = json.loads(written)
    assert isinstance(line.pop("time"), int)
    assert line == {"level": "info", "logger": "tests.logs", "message": "hello\nworld"}
    assert written.count("\n") == 1


@pytest.mark.parametrize("as_json", [False, True])
def test_credentials_in_messages_and_exceptions_are_masked(
    capsys: pytest.CaptureFixture[str], *, as_json: bool
) -> None:
    logs.configure(as_json=as_json, level="info")
    token = ids.access_token()
    try:
        raise ValueError(token)
    except ValueError:
        log.exception("refused %s", token)
    written = capsys.readouterr().err
    assert token not in written
    assert "refused glpat-" in written
    assert "ValueError: glpat-" in written


def test_less_severe_messages_are_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure(as_json=False, level="warning")
    log.info("not this")
    log.warning("but this")
    written = capsys.readouterr().err
    assert "not this" not in written
    assert "but this" in written
    assert logging.getLogger("uvicorn.access").disabled
