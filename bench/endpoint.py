"""Where a target's MLflow calls go, and the bytes of a request to it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

HOST = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Name the port, the path before `/api` and the bearer token of a running target."""

    port: int
    prefix: str = ""
    token: str = ""

    @property
    def tracking_uri(self) -> str:
        """Return what an MLflow client takes as its tracking URI."""
        return f"http://{HOST}:{self.port}{self.prefix}"

    @property
    def authorization(self) -> dict[str, str]:
        """Return the headers every request carries."""
        return {"Authorization": f"Bearer {self.token}"} if self.token else {}

    @property
    def headers(self) -> dict[str, str]:
        """Return the headers every JSON request carries."""
        return self.authorization | {"Content-Type": "application/json"}

    def path(self, call: str) -> str:
        """Return the path of an MLflow call such as `runs/create`."""
        return f"{self.prefix}/api/2.0/mlflow/{call}"

    def artifact_path(self, address: str) -> str:
        """Return the path of a file, or of a folder of them, in the artifact proxy."""
        return f"{self.prefix}/api/2.0/mlflow-artifacts/artifacts/{address}"

    def post(self, call: str) -> Callable[[bytes], bytes]:
        """Return a function that makes the whole POST of a call from its JSON body."""
        head = f"POST {self.path(call)} HTTP/1.1\r\n{_lines(self._host | self.headers)}Content-Length: ".encode()

        def request(body: bytes) -> bytes:
            return b"%b%d\r\n\r\n%b" % (head, len(body), body)

        return request

    def get(self, call: str, query: Mapping[str, str]) -> bytes:
        """Return the whole GET of a call."""
        return f"GET {self.path(call)}?{urlencode(query)} HTTP/1.1\r\n{_lines(self._host | self.headers)}\r\n".encode()

    def put_file(self, folder: str) -> Callable[[str, bytes], bytes]:
        """Return a function that makes the whole PUT of a file below the folder from its name and its bytes."""
        head = f"PUT {self.artifact_path(folder)}/".encode()
        headers = self._host | self.authorization | {"Content-Type": "application/octet-stream"}
        lines = f" HTTP/1.1\r\n{_lines(headers)}Content-Length: ".encode()

        def request(name: str, body: bytes) -> bytes:
            return b"%b%b%b%d\r\n\r\n%b" % (head, name.encode(), lines, len(body), body)

        return request

    def get_file(self, folder: str) -> Callable[[str], bytes]:
        """Return a function that makes the whole GET of a file below the folder from its name."""
        head = f"GET {self.artifact_path(folder)}/".encode()
        lines = f" HTTP/1.1\r\n{_lines(self._host | self.authorization)}\r\n".encode()

        def request(name: str) -> bytes:
            return b"%b%b%b" % (head, name.encode(), lines)

        return request

    @property
    def _host(self) -> dict[str, str]:
        return {"Host": f"{HOST}:{self.port}"}


def _lines(headers: dict[str, str]) -> str:
    return "".join(f"{name}: {value}\r\n" for name, value in headers.items())
