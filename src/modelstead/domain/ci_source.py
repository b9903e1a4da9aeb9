"""CI sources: the GitLab project that a project here may ask about its jobs, and what came of asking."""

import re
from enum import Enum
from urllib.parse import quote

import msgspec

from modelstead import limits
from modelstead.domain.ci_job import JobFacts
from modelstead.domain.key import check_length, quoted
from modelstead.domain.network_address import Target, target
from modelstead.errors import InvalidParameter

_PATH = re.compile(r"[\w.-]+(/[\w.-]+)+")
_TOKEN = re.compile(r"[!-~]+")
_WAITS_SECONDS = (30, 120, 600, 1_800, 3_600, 7_200)
_NOT_OVER = frozenset(
    {"", "created", "pending", "waiting_for_resource", "preparing", "running", "scheduled", "canceling"}
)


class CiSource(msgspec.Struct, frozen=True, kw_only=True):
    """A project's row: `url` is GitLab's, `path` the project's there. `token` is encrypted; None asks as a stranger.

    Until `rests_until` nothing is asked; `last_error` is what has to be mended before it makes sense again.
    """

    project_id: int
    url: str
    path: str
    token: bytes | None
    updated_at: int
    last_error: str = ""
    rests_until: int = 0

    @property
    def owner(self) -> str:
        """Whom the token is sealed for: it is opened for this project and this address only."""
        return f"{self.project_id} {self.url}"


class Fault(Enum):
    """Whose fault it is that nothing was heard of a job."""

    NONE = "none"
    JOB = "job"  # another attempt may do
    UNKNOWN = "unknown"  # there is no such job, so none will
    SOURCE = "source"  # other jobs would fare the same
    BUSY = "busy"  # the source asks for patience


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What came of asking about a job: facts, or why there are none, and for how many seconds the source rests."""

    facts: JobFacts | None = None
    fault: Fault = Fault.NONE
    error: str = ""
    rest_seconds: int = 0


def check_url(url: str) -> str:
    """Return GitLab's address, without what follows it in the addresses of its API."""
    check_length(url, "url", limits.CI_FACT_LENGTH)
    plain = url.strip().rstrip("/").removesuffix("/api/v4").rstrip("/")
    target(plain, "url", limits.CI_FACT_LENGTH)
    if "?" in plain:
        raise InvalidParameter("'url' is the address of a GitLab, such as https://gitlab.com, without a query.")
    return plain


def check_path(path: str) -> str:
    """Return the path of a project on GitLab."""
    check_length(path, "project_path", limits.CI_FACT_LENGTH)
    plain = path.strip().strip("/")
    if not _PATH.fullmatch(plain) or any(part in (".", "..") for part in plain.split("/")):
        raise InvalidParameter("'project_path' names a project of that GitLab, such as group/project.")
    return plain


def check_token(token: str) -> str:
    if not _TOKEN.fullmatch(token) or len(token) > limits.CI_SOURCE_TOKEN_LENGTH:
        raise InvalidParameter(
            f"'token' is 1 to {limits.CI_SOURCE_TOKEN_LENGTH} visible ASCII characters, without spaces."
        )
    return token


def call(source: CiSource, path: str) -> Target:
    """Return where a call about the source's project is sent."""
    url = f"{source.url}/api/v4/projects/{quote(source.path, safe='')}/{path}"
    return target(url, "url", limits.WEBHOOK_URL_LENGTH)


def encryption_refusal(to: Target, *, is_allowed: bool) -> str:
    """Return why a source is not asked, "" when it may be: a token goes over TLS, or to a host that is named."""
    if to.is_encrypted or is_allowed:
        return ""
    return (
        f"The host {quoted(to.host)} is asked without encryption, so the operator has to name it in the setting "
        "ci_allowed_addresses. Use https:// otherwise."
    )


def next_wait(outcome: Outcome, attempts: int, age: float, chance: float) -> float | None:
    """Return in how many seconds to ask again about a job that was heard of `age` seconds ago; None for not again.

    `chance`, from 0 to 1, spreads what was asked together by a fifth to both sides.
    """
    spread = 0.8 + 0.4 * chance
    if outcome.fault is Fault.NONE:
        status = "" if outcome.facts is None else outcome.facts.status
        if status not in _NOT_OVER or age > limits.CI_WATCH_SECONDS:
            return None
        return min(max(age / 2, limits.CI_WATCH_SECONDS_MIN), limits.CI_WATCH_SECONDS_MAX) * spread
    if outcome.fault is Fault.BUSY:
        return outcome.rest_seconds + limits.CI_ASK_SECONDS * chance
    if outcome.fault is Fault.UNKNOWN or attempts >= limits.CI_ASK_ATTEMPTS:
        return None
    wait = _WAITS_SECONDS[min(attempts, len(_WAITS_SECONDS)) - 1] * spread
    return max(wait, outcome.rest_seconds)
