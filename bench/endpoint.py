"""Where a target's MLflow calls go, and the bytes of a request to it."""

from collections.abc import Callable
from dataclasses import dataclass

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
    def headers(self) -> dict[str, str]:
        """Return the headers every JSON request carries."""
        authorization = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        return authorization | {"Content-Type": "application/json"}

    def path(self, call: str) -> str:
        """Return the path of an MLflow call such as `runs/create`."""
        return f"{self.prefix}/api/2.0/mlflow/{call}"

    def post(self, call: str) -> Callable[[bytes], bytes]:
        """Return a function that makes the whole POST of a call from its JSON body."""
        headers = {"Host": f"{HOST}:{self.port}"} | self.headers
        lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        head = f"POST {self.path(call)} HTTP/1.1\r\n{lines}Content-Length: ".encode()

        def request(body: bytes) -> bytes:
            return b"%b%d\r\n\r\n%b" % (head, len(body), body)

        return request
