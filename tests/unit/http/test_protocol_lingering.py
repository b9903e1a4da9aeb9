from modelstead.http.deadlines import ConnectionLimits
from tests.unit.http.protocol_server import Application, ask, assert_refused, connect, seconds_until_cut, serve


def test_a_client_that_is_still_sending_reads_its_refusal() -> None:
    with serve(Application()) as address:
        assert_refused(ask(address, b"bad\r\n\r\n" + b"x" * 16_000_000), 400)


def test_a_refused_client_that_sends_for_ever_is_cut_after_linger_seconds() -> None:
    with serve(Application(), ConnectionLimits(linger_seconds=0.2)) as address, connect(address) as client:
        assert 0.18 < seconds_until_cut(client, b"bad") < 2
