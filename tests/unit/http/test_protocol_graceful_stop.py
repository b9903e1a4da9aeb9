import time
from contextlib import ExitStack

from tests.unit.http.protocol_server import GET, Application, connect, read_to_end, read_until, serve


def test_a_stop_waits_for_no_idle_incomplete_or_refused_connection() -> None:
    with ExitStack() as stack:
        with serve(Application()) as address:
            _silent, idle, incomplete, refused = (stack.enter_context(connect(address)) for _ in range(4))
            idle.sendall(GET)
            read_until(idle, b"/first")
            incomplete.sendall(GET[:10])
            refused.sendall(b"bad\r\n\r\n")
            assert read_to_end(refused).startswith(b"HTTP/1.1 400 ")
            began = time.monotonic()
        assert time.monotonic() - began < 4  # refused clients may linger for five
