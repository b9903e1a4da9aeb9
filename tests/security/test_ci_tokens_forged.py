"""The table of forged ID tokens: each is refused in the same words, and one line of the log says by which check."""

import base64
import hmac
import json
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from joserfc.jwk import ECKey, KeyParameters, RSAKey

from modelstead.domain.ci_trust import Check
from modelstead.domain.project import Project, Visibility
from modelstead.services import projects
from tests.ci_issuers import LOOPBACK, github, gitlab, token, trust
from tests.identity_provider import Claims, Provider, identity_provider, signed
from tests.serving import Running, running

LOGGER = "modelstead.services.ci_tokens"
DEAD = "http://127.0.0.1:9"  # nobody listens there
PLAIN = "http://192.0.2.7"
Row = tuple[str, Check, str]


@pytest.fixture(scope="module")
def issuer() -> Iterator[Provider]:
    with identity_provider() as made:
        yield made


@pytest.fixture(scope="module")
def other_issuer() -> Iterator[Provider]:
    """Another issuer that some project trusts."""
    with identity_provider() as made:
        made.rotate("RS256", "of-another")
        yield made


@pytest.fixture(scope="module")
def ci_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with running(tmp_path_factory.mktemp("server"), ci_allowed_addresses=LOOPBACK) as started:
        yield started


@pytest.fixture(scope="module")
def project(ci_server: Running, issuer: Provider, other_issuer: Provider) -> Project:
    """Make a project that lets in protected jobs of production."""
    database = ci_server.server.database
    made = database.write_now(projects.create, "team/forged", Visibility.PRIVATE)
    elsewhere = database.write_now(projects.create, "team/elsewhere", Visibility.PRIVATE)
    only = {"ref": "main", "only_protected": True, "environment": "prod*"}
    trust(ci_server, made, issuer.issuer, **only)
    trust(ci_server, made, issuer.issuer, project_path="octo-org/octo-repo", **only)
    for each in (other_issuer.issuer, DEAD, PLAIN):
        trust(ci_server, elsewhere, each)
    return made


def part(value: object) -> str:
    text = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(text).rstrip(b"=").decode()


class Forger:
    """Makes rows; what is not said to be wrong is as it should be."""

    def __init__(self, issuer: Provider, other: Provider, audience: str) -> None:
        self.issuer, self.other, self.audience = issuer, other, audience
        self.kid: KeyParameters = {"kid": str(issuer.key.kid)}
        self.stranger = RSAKey.generate_key(2048, self.kid)

    def claims(self, **other: object) -> Claims:
        return gitlab(self.issuer.issuer, self.audience, **other)

    def good(self, **other: object) -> str:
        return token(self.issuer, self.claims(**other))

    def without(self, name: str, claims: Claims | None = None) -> str:
        kept = {key: value for key, value in (claims or self.claims()).items() if key != name}
        return token(self.issuer, kept)

    def headed(self, header: dict[str, object], signature: str | None = None) -> str:
        """Return good claims below another header, with the signature that they had below the right one."""
        return f"{part(header)}.{part(self.claims())}.{self.good().split('.')[2] if signature is None else signature}"

    def by_public_key(self, algorithm: str, digest: str) -> str:
        """Return good claims with an HMAC whose secret is the issuer's public key, which everybody has."""
        assert isinstance(self.issuer.key, RSAKey)
        secret = self.issuer.key.as_pem(private=False)
        text = f"{part({'alg': algorithm, 'kid': self.issuer.key.kid})}.{part(self.claims())}"
        return f"{text}.{part(hmac.digest(secret, text.encode(), digest))}"

    def rows(self) -> Iterator[Row]:
        for check, made in (
            (Check.SHAPE, self.shapes()),
            (Check.ALGORITHM, self.algorithms()),
            (Check.ISSUER, self.issuers()),
            (Check.KEY, self.keys()),
            (Check.SIGNATURE, self.signatures()),
            (Check.AUDIENCE, self.audiences()),
            (Check.TIME, self.times()),
            (Check.CLAIMS, self.other_claims()),
            (Check.RULE, self.rules()),
        ):
            yield from ((name, check, forged) for name, forged in made.items())

    def shapes(self) -> dict[str, str]:
        header, claims, signature = self.good().split(".")
        deep = b'{"iss":' + b"[" * 9_000 + b"]" * 2_000
        endless = b'{"exp":' + b"9" * 6_000 + b"}"
        return {
            "a header that is no JSON": f"eyJx.{claims}.{signature}",
            "claims that are a list": f"{header}.{part([])}.{signature}",
            "claims that are no base64": f"{header}.!!!.{signature}",
            "no claims": f"{header}..{signature}",
            "too many bytes": self.good(padding="x" * 20_000),
            "JSON nested too deeply": f"{header}.{part(deep)}.{signature}",
            "a number too long to read": f"{header}.{part(endless)}.{signature}",
        }

    def algorithms(self) -> dict[str, str]:
        kid = self.issuer.key.kid
        return {
            "alg none": self.headed({"alg": "none", "kid": kid}, ""),
            "alg None, with a signature": self.headed({"alg": "None", "kid": kid}),
            "HS256 with the public key": self.by_public_key("HS256", "sha256"),
            "HS512 with the public key": self.by_public_key("HS512", "sha512"),
            "no alg": self.headed({"typ": "JWT", "kid": kid}),
            "alg that is a list": self.headed({"alg": ["RS256"], "kid": kid}),
            "alg with a line break": self.headed({"alg": "RS256\nINFO all is well", "kid": kid}),
        }

    def issuers(self) -> dict[str, str]:
        issuer = self.issuer.issuer
        return {
            "an issuer that nobody trusts": self.good(iss="https://gitlab.com"),
            "an issuer with a slash at its end": self.good(iss=issuer + "/"),
            "an issuer in capitals": self.good(iss=issuer.upper()),
            "an issuer with a line break": self.good(iss=issuer + "\nINFO all is well"),
            "an issuer with a NUL": self.good(iss=issuer + "\0"),
            "an issuer of many characters": self.good(iss=issuer + "/" * 3_000),
            "an issuer that is a list": self.good(iss=[issuer]),
            "an issuer that is nested": self.good(iss={"iss": {"iss": issuer}}),
            "no issuer": self.without("iss"),
            "an issuer without encryption": self.good(iss=PLAIN),
        }

    def keys(self) -> dict[str, str]:
        return {
            "a key id that is unknown": token(self.issuer, self.claims(), kid="unknown"),
            "the key of another issuer": signed(
                {"alg": "RS256", "kid": self.other.key.kid}, self.claims(), self.other.key
            ),
            "the other issuer with this one's key": self.good(iss=self.other.issuer),
            "a key id that is a number": self.headed({"alg": "RS256", "kid": 1}),
            "a key id that is a list": self.headed({"alg": "RS256", "kid": [self.issuer.key.kid]}),
            "an issuer that is down": self.good(iss=DEAD),
        }

    def signatures(self) -> dict[str, str]:
        header, claims, signature = self.good().split(".")
        kid = self.issuer.key.kid
        jwk = self.stranger.as_dict(private=False)
        elliptic = ECKey.generate_key("P-256", self.kid)
        return {
            "other claims": f"{header}.{part(self.claims(job_id='303'))}.{signature}",
            "a stranger's key under a known id": signed({"alg": "RS256", "kid": kid}, self.claims(), self.stranger),
            "a stranger's key without an id": signed({"alg": "RS256"}, self.claims(), self.stranger),
            "a key in the header": signed({"alg": "RS256", "jwk": jwk}, self.claims(), self.stranger),
            "an address of keys in the header": signed(
                {"alg": "RS256", "kid": kid, "jku": f"{self.issuer.issuer}/keys"}, self.claims(), self.stranger
            ),
            "ES256 for a key of RSA": signed({"alg": "ES256", "kid": kid}, self.claims(), elliptic),
            "PS256 with a signature by RS256": self.headed({"alg": "PS256", "kid": kid}),
            "no signature": f"{header}.{claims}.",
            "a shorter signature": f"{header}.{claims}.{signature[:-8]}",
            "a signature that is no base64": f"{header}.{claims}.!{signature[1:]}",
            "a critical header that is unknown": self.headed({"alg": "RS256", "kid": kid, "crit": ["x"], "x": 1}),
        }

    def audiences(self) -> dict[str, str]:
        return {
            "another audience": self.good(aud="https://vault.example.com"),
            "no audience": self.without("aud"),
            "audiences without this server": self.good(aud=["a", "b"]),
            "an audience that is this server's name and more": self.good(aud=self.audience + ".example.com"),
            "an audience that is nested": self.good(aud=[[self.audience]]),
            "an audience that is a number": self.good(aud=1),
            "an audience that is an object": self.good(aud={self.audience: True}),
        }

    def times(self) -> dict[str, str]:
        now = int(time.time())
        return {
            "expired": self.good(exp=now - 61),
            "no end": self.without("exp"),
            "an end that is a truth": self.good(exp=True),
            "an end that is a text": self.good(exp=str(now + 300)),
            "an end that is null": self.good(exp=None),
            "an end in a hundred years": self.good(exp=now + 100 * 365 * 86_400),
            "an end beyond all numbers": self.good(exp=1e300),
            "an end beyond 64 bits": self.good(exp=10**25),
            "from the future": self.good(iat=now + 3_600),
            "good later": self.good(nbf=now + 3_600),
            "good from a text": self.good(nbf="now"),
        }

    def other_claims(self) -> dict[str, str]:
        of_github = github(self.issuer.issuer, self.audience)
        return {
            "no job": self.without("job_id"),
            "no project": self.without("project_path"),
            "a job that is a list": self.good(job_id=["302"]),
            "a job that is a truth": self.good(job_id=True),
            "a job that is a path": self.good(job_id="../302"),
            "a job with a line break": self.good(job_id="302\n"),
            "a project that is an object": self.good(project_path={"a": "vision/defects"}),
            "a project with a line break": self.good(project_path="vision/defects\n"),
            "a subject that is a list": self.good(sub=["x"]),
            "a run of GitHub's that is a path": token(self.issuer, {**of_github, "run_id": "1/2"}),
            "an attempt of GitHub's that is a text": token(self.issuer, {**of_github, "run_attempt": "second"}),
        }

    def rules(self) -> dict[str, str]:
        of_github = github(self.issuer.issuer, self.audience)
        return {
            "another project": self.good(project_path="vision/labels"),
            "a project whose name begins so": self.good(project_path="vision/defects-2"),
            "a project below": self.good(project_path="vision/defects/sub"),
            "a project of that name in another group": self.good(project_path="evil/vision/defects"),
            "another ref": self.good(ref="mainframe"),
            "a ref that is not protected": self.good(ref_protected="false"),
            "a ref that is protected, it says": self.good(ref_protected=1),
            "another environment": self.good(environment="staging"),
            "no environment": self.without("environment"),
            "another repository": token(self.issuer, {**of_github, "repository": "octo-org/fork"}),
            "a branch of GitHub's that is called like a tag": token(
                self.issuer, {**of_github, "ref": "refs/heads/refs/tags/main"}
            ),
            "a merge request of GitHub's": token(self.issuer, {**of_github, "ref": "refs/pull/1/merge"}),
        }


def test_every_forged_token_is_refused_and_the_log_says_by_which_check(  # the table
    ci_server: Running,
    project: Project,
    issuer: Provider,
    other_issuer: Provider,
    caplog: pytest.LogCaptureFixture,
    record_property: Callable[[str, object], None],
) -> None:
    forger = Forger(issuer, other_issuer, ci_server.url)
    for claims in (forger.claims(), github(issuer.issuer, ci_server.url)):
        good = ci_server.client(token(issuer, claims), project.id)
        assert good.get("experiments/get", experiment_id="0").status_code == 200
    rows = list(forger.rows())
    unexpected, answers = [], set()
    for name, check, forged in rows:
        caplog.clear()
        answer = ci_server.client(forged, project.id).get("experiments/get", experiment_id="0")
        answers.add((answer.status_code, answer.content))
        told = [each.getMessage() for each in caplog.records if each.name == LOGGER]
        if len(told) != 1 or f"by the check of its {check.value}:" not in told[0] or not told[0].isprintable():
            unexpected.append(f"{name}: {told or answer.text}")
        for secret in (forged, *filter(lambda each: len(each) > 8, forged.split("."))):
            assert secret not in caplog.text, name
    assert unexpected == []
    assert [status for status, _ in answers] == [401], "each row is refused in the same words"
    record_property("matrix", f"forged tokens: {len(rows)} rows, {len(rows)} refused")


def test_strange_keys_of_an_issuer_are_refused_and_break_nothing(
    ci_server: Running, project: Project, caplog: pytest.LogCaptureFixture
) -> None:
    strange: list[Any] = [
        {},
        {"keys": ["x", None, 1]},
        {"keys": [{"kty": "oct", "k": "c2VjcmV0", "kid": "first"}]},
        {"keys": [{"kty": "RSA", "kid": "first", "use": "sig"}]},
        {"keys": [{"kty": "RSA", "n": 5, "e": [], "kid": "first"}]},
        {"keys": [{"kty": "EC", "crv": "P-256", "x": "AA", "y": "AA", "kid": "first"}]},
    ]
    for keys in strange:
        with identity_provider() as issuer:
            issuer.keys = keys or {"nothing": True}
            trust(ci_server, project, issuer.issuer)
            forged = token(issuer, gitlab(issuer.issuer, ci_server.url))
            answer = ci_server.client(forged, project.id).get("experiments/get", experiment_id="0")
            assert answer.status_code == 401, (keys, answer.text)
    assert caplog.text.count("refused by the check of its key") == len(strange)
