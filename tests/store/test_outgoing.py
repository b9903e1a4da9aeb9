"""Requests to other servers: checked addresses, whole answers, fixed sizes; nothing is followed or guessed."""

import asyncio
import datetime
import socket
import ssl
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from modelstead import limits
from modelstead.domain.network_address import Allowed, target
from modelstead.store.outgoing import Outgoing, Reply, RequestError
from tests.receiving import LOOPBACK, Answer, receiver


def ask(
    url: str,
    *,
    allowed: tuple[str, ...] = LOOPBACK,
    most: int = 100,
    body: bytes = b"{}",
    names: "Names | None" = None,
) -> Reply:
    caller = Outgoing(Allowed(allowed), names)

    async def run() -> Reply:
        return await caller.request("POST", target(url, "url", 2_000), headers={"X-Test": "1"}, body=body, most=most)

    try:
        return asyncio.run(run())
    finally:
        caller.close()


@contextmanager
def raw(*pieces: bytes) -> Iterator[int]:
    """Answer one connection with these bytes, and close it."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            connection, _ = listener.accept()
            with connection:
                connection.recv(65_536)
                for piece in pieces:
                    connection.sendall(piece)

        thread = threading.Thread(target=serve)
        thread.start()
        yield listener.getsockname()[1]
        thread.join(10)


class Names:
    """Leads every name to these addresses, the last ones from then on, and notes which were looked up."""

    def __init__(self, *answers: Sequence[str]) -> None:
        self._answers = answers
        self.asked: list[str] = []

    def __call__(self, host: str) -> list[str]:
        self.asked.append(host)
        return list(self._answers[min(len(self.asked), len(self._answers)) - 1])


LOCAL = Names(["127.0.0.1"])


def test_a_request_arrives_as_it_is_and_so_does_the_answer() -> None:
    with receiver([Answer(201, {"Retry-After": "7"}, b"made")]) as hook:
        reply = ask(hook.url, body=b'{"a": 1}')
    assert (reply.status, reply.headers["retry-after"], reply.body) == (201, "7", b"made")
    (got,) = hook.received
    assert (got.method, got.path, got.body) == ("POST", "/hook?x=1", b'{"a": 1}')
    assert got.headers["host"] == f"127.0.0.1:{hook.port}"
    assert got.headers["x-test"] == "1"
    assert got.headers["user-agent"].startswith("Modelstead/")


def test_no_more_of_an_answer_is_kept_than_was_asked_for() -> None:
    with receiver([Answer(body=b"x" * 10_000_000)]) as hook:
        assert ask(hook.url, most=100).body == b"x" * 100


def test_an_answer_in_chunks_is_read() -> None:
    with raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"2\r\nab\r\n1\r\nc\r\n0\r\n\r\n") as port:
        assert ask(f"http://127.0.0.1:{port}").body == b"abc"


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_an_answer_and_is_not_followed(status: int) -> None:
    with receiver() as other, receiver([Answer(status, {"Location": other.url})]) as hook:
        assert ask(hook.url).status == status
    assert other.received == []


def test_an_answer_that_is_not_http_is_an_error() -> None:
    for pieces in ((b"SSH-2.0-x\r\n",), (b"",), (b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nshort",)):
        with raw(*pieces) as port, pytest.raises(RequestError, match=r"not HTTP|broke"):
            ask(f"http://127.0.0.1:{port}")


def test_a_port_where_nobody_listens_is_an_error() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with pytest.raises(RequestError, match="could not be connected to"):
        ask(f"http://127.0.0.1:{port}/secret-path")


def test_an_answer_that_comes_too_slowly_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "OUTGOING_SECONDS", 0.2)
    with receiver(slow=True) as hook, pytest.raises(RequestError, match="no whole answer within"):
        ask(hook.url)


@pytest.mark.parametrize("host", ["127.0.0.1", "[::1]", "[::ffff:127.0.0.1]", "localhost"])
def test_loopback_is_not_called_unless_it_is_allowed(host: str) -> None:
    with receiver() as hook, pytest.raises(RequestError, match="not found, or its address is not public"):
        ask(f"http://{host}:{hook.port}", allowed=())
    assert hook.received == []


def test_an_address_that_wraps_an_allowed_one_is_called_at_that() -> None:
    with receiver() as hook:
        assert ask(f"http://[::ffff:127.0.0.1]:{hook.port}").status == 200


def test_a_name_is_called_at_its_address_with_the_name_in_the_host_header() -> None:
    names = Names(["127.0.0.1"])
    with receiver() as hook:
        ask(f"http://hooks.example:{hook.port}/", allowed=("hooks.example",), names=names)
    assert hook.received[0].headers["host"] == f"hooks.example:{hook.port}"


def test_a_name_that_leads_elsewhere_a_moment_later_is_called_at_the_address_that_was_checked() -> None:
    names = Names(["127.0.0.1"], ["10.0.0.1"])
    with receiver() as hook:
        ask(f"http://rebinding.example:{hook.port}/", names=names)
        assert len(hook.received) == 1
        with pytest.raises(RequestError, match="not found, or its address is not public"):
            ask(f"http://rebinding.example:{hook.port}/", names=names)
    assert names.asked == ["rebinding.example"] * 2


@pytest.mark.parametrize("address", ["127.0.0.1", "10.0.0.1", "169.254.169.254", "fd00:ec2::254", "::ffff:10.0.0.1"])
def test_a_name_with_one_address_that_is_not_public_is_not_called(address: str) -> None:
    with pytest.raises(RequestError, match="not found, or its address is not public"):
        ask("http://mixed.example/", allowed=(), names=Names(["8.8.8.8", address]))


def test_a_name_that_leads_nowhere_is_refused_in_the_same_words() -> None:
    with pytest.raises(RequestError) as nowhere:
        ask("http://a.example/", allowed=(), names=Names([]))
    with pytest.raises(RequestError) as private:
        ask("http://a.example/", allowed=(), names=Names(["10.0.0.1"]))
    assert str(nowhere.value) == str(private.value)


def test_proxies_of_the_environment_are_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    with receiver() as proxy, receiver() as hook:
        for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
        ask(hook.url)
    assert (len(hook.received), proxy.received) == (1, [])


def test_a_certificate_that_nobody_vouches_for_is_refused(certificate: tuple[str, ssl.SSLContext]) -> None:
    with tls(certificate[1]) as port, pytest.raises(RequestError, match="certificate is not good"):
        ask(f"https://hooks.example:{port}/", allowed=("hooks.example",), names=LOCAL)


def test_tls_checks_the_certificate_for_the_name_and_asks_for_it(
    monkeypatch: pytest.MonkeyPatch, certificate: tuple[str, ssl.SSLContext]
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", certificate[0])
    asked: list[str | None] = []
    certificate[1].sni_callback = lambda _, name, __: asked.append(name)
    allowed = ("hooks.example", "other.example")
    with tls(certificate[1]) as port:
        assert ask(f"https://hooks.example:{port}/", allowed=allowed, names=LOCAL).body == b"ok"
    with tls(certificate[1]) as port, pytest.raises(RequestError, match="certificate is not good"):
        ask(f"https://other.example:{port}/", allowed=allowed, names=LOCAL)
    assert asked == ["hooks.example", "other.example"]


@contextmanager
def tls(context: ssl.SSLContext) -> Iterator[int]:
    """Answer one connection by TLS."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            connection, _ = listener.accept()
            try:
                with context.wrap_socket(connection, server_side=True) as secured:
                    secured.recv(65_536)
                    secured.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
            except OSError:
                connection.close()  # the caller has refused the certificate

        thread = threading.Thread(target=serve)
        thread.start()
        yield listener.getsockname()[1]
        thread.join(10)


@pytest.fixture
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, ssl.SSLContext]:
    """Make a certificate of its own for hooks.example; return its file and a server's context."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "x")])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("hooks.example")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    folder = tmp_path_factory.mktemp("certificate")
    public, private = folder / "public.pem", folder / "private.pem"
    public.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(public, private)
    return str(public), context


def test_a_name_that_is_looked_up_for_ever_holds_up_no_other_and_is_looked_up_once() -> None:
    never, asked = threading.Event(), []

    def look_up(host: str) -> list[str]:
        asked.append(host)
        if host == "hanging.example":
            never.wait(20)
        return ["127.0.0.1"]

    async def run(port: int) -> int:
        caller = Outgoing(Allowed(LOOPBACK), look_up)
        hanging = target("http://hanging.example/", "url", 100)
        waiting = [asyncio.create_task(caller.check(hanging)) for _ in range(100)]
        await asyncio.sleep(0)
        fine = target(f"http://fine.example:{port}/", "url", 100)
        status = (await caller.request("POST", fine, headers={}, most=10)).status
        never.set()
        await asyncio.gather(*waiting)
        caller.close()
        return status

    with receiver() as hook:
        assert asyncio.run(run(hook.port)) == 200
    assert sorted(asked) == ["fine.example", "hanging.example"]
