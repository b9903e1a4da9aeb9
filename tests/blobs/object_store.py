"""An S3 server in a thread, which can be told to fail."""

import io
import threading
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterable
from typing import Any

import httpx
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import WSGIRequestHandler, make_server

BUCKET = "artifacts"
Environ = dict[str, Any]


class Quiet(WSGIRequestHandler):
    def log(self, type: str, message: str, *args: object) -> None:  # noqa: A002 - as its base has it
        pass


class ObjectStore:
    """Moto on a port, a free one unless it is given, and `calls`, what was asked of it.

    Requests for which `fails` gives a status are answered with it and not done; those that `loses` picks are done,
    and answered as failed.
    """

    def __init__(self, port: int = 0) -> None:
        self._turn = threading.Lock()  # moto does one thing at a time
        self._moto = DomainDispatcherApplication(create_backend_app)
        self._server = make_server("127.0.0.1", port, self._answer, threaded=True, request_handler=Quiet)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})
        self._thread.start()
        self.url = f"http://127.0.0.1:{self._server.port}"
        self.calls: list[str] = []
        self.fails: Callable[[str], int] = lambda _: 0
        self.loses: Callable[[str], bool] = lambda _: False
        httpx.put(f"{self.url}/{BUCKET}").raise_for_status()
        self.reset()

    def reset(self) -> None:
        self.calls = []
        self.fails = lambda _: 0
        self.loses = lambda _: False

    def uploads(self, prefix: str) -> int:
        """Return how many multipart uploads below a prefix are neither complete nor aborted."""
        listing = ET.fromstring(httpx.get(f"{self.url}/{BUCKET}?uploads").content)  # noqa: S314 - our own server's
        return sum(1 for key in listing.iter() if key.tag.endswith("Key") and (key.text or "").startswith(prefix))

    def stop(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def _answer(self, environ: Environ, start_response: Any) -> Iterable[bytes]:
        call = f"{environ['REQUEST_METHOD']} {environ['PATH_INFO']}?{environ['QUERY_STRING']}"
        self.calls.append(call)
        length = int(environ.get("CONTENT_LENGTH") or 0)
        body = environ["wsgi.input"].read(length)
        if len(body) < length:  # its sender has gone away
            return _refuse(start_response, 400)
        environ["wsgi.input"] = io.BytesIO(body)
        if status := self.fails(call):
            return _refuse(start_response, status)
        with self._turn:
            if self.loses(call):
                b"".join(self._moto(environ, lambda *_: None))
                return _refuse(start_response, 500)
            answer: Iterable[bytes] = self._moto(environ, start_response)
            return answer


def _refuse(start_response: Any, status: int) -> Iterable[bytes]:
    start_response(f"{status} Failed", [("Content-Length", "0")])
    return [b""]
