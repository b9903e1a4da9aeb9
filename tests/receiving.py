"""Receivers of webhooks: small real servers on loopback, which note what they are sent and answer as they are told."""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

LOOPBACK = ("127.0.0.0/8", "::1")  # what tests allow, for receivers are there


@dataclass(frozen=True)
class Received:
    """A request: its headers by their names in lower case."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True)
class Answer:
    """What a receiver says."""

    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b"thanks"


@dataclass
class Receiver:
    """A server at `url`. It gives its answers in turn, and the last one from then on."""

    port: int
    answers: list[Answer]
    received: list[Received] = field(default_factory=list)
    arrived: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))
    open: threading.Event = field(default_factory=threading.Event)  # while it is not set, answers wait

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hook?x=1"

    def next(self, seconds: float = 20) -> Received:
        """Wait for one more request, and return the newest."""
        assert self.arrived.acquire(timeout=seconds), "nothing was received"
        return self.received[-1]


@contextmanager
def receiver(answers: Sequence[Answer] = (Answer(),), *, slow: bool = False) -> Iterator[Receiver]:
    """Start a receiver; a slow one answers when its `open` is set."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            headers = {name.lower(): value for name, value in self.headers.items()}
            answer = made.answers[min(len(made.received), len(made.answers) - 1)]
            made.received.append(Received(self.command, self.path, headers, body))
            made.arrived.release()
            made.open.wait(20)
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(answer.body)))
            self.end_headers()
            self.wfile.write(answer.body)

        do_GET = do_POST  # noqa: N815 - as the base class names it

        def log_message(self, *_: object) -> None:
            """Print nothing."""

        def handle(self) -> None:
            with suppress(ConnectionError):  # the caller has left
                super().handle()

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    made = Receiver(server.server_port, list(answers))
    if not slow:
        made.open.set()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield made
    finally:
        made.open.set()
        server.shutdown()
        server.server_close()
        thread.join(10)
