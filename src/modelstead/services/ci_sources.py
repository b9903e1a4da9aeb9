"""Where a project asks about its CI jobs: a GitLab, a project there, and a token that is never shown again."""

import msgspec

from modelstead import clock, limits
from modelstead.domain import ci_source
from modelstead.domain.actor import Access
from modelstead.domain.audit_event import Action
from modelstead.domain.ci_source import CiSource
from modelstead.domain.network_address import target
from modelstead.errors import InvalidParameter, NotFound
from modelstead.services import audit
from modelstead.services.ci_links import TOPIC
from modelstead.services.sealing import Sealing
from modelstead.store import ci_asking
from modelstead.store import ci_sources as rows
from modelstead.store.database import Database
from modelstead.store.outgoing import Outgoing, RequestError
from modelstead.store.transaction import Transaction

SECRETS = "CI source tokens"  # what the key is derived for


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """What a source is to be; a token of None stays, an empty one removes it."""

    url: str
    project_path: str
    token: str | None = None

    def checked(self) -> "Wanted":
        """Return it as it is stored; raise InvalidParameter for the first value that breaks a rule."""
        token = ci_source.check_token(self.token) if self.token else self.token
        return Wanted(
            url=ci_source.check_url(self.url), project_path=ci_source.check_path(self.project_path), token=token
        )


class SourceView(msgspec.Struct, frozen=True):
    """A source as it may be shown, and how many jobs wait to be asked about."""

    url: str
    project_path: str
    has_token: bool
    last_error: str
    updated_at: int
    waiting: int


def find(tx: Transaction, access: Access) -> SourceView | None:
    """Return a project's source, None where it has none."""
    held = rows.get(tx, access.project.id)
    if held is None:
        return None
    waiting = ci_asking.waiting(tx, access.project.id, limits.CI_SOURCE_JOBS)
    return SourceView(held.url, held.path, held.token is not None, held.last_error, held.updated_at, waiting)


def get(tx: Transaction, access: Access) -> SourceView:
    found = find(tx, access)
    if found is None:
        raise NotFound("The project has no CI source.")
    return found


def put(tx: Transaction, access: Access, sealing: Sealing, wanted: Wanted) -> SourceView:
    """Let a project ask there, at once about all its newer jobs of which nothing was heard."""
    wanted, project_id = wanted.checked(), access.project.id
    held = rows.get(tx, project_id)
    now = max(clock.now_ms(), 0 if held is None else held.updated_at + 1)  # it tells a change from what was there
    made = CiSource(project_id=project_id, url=wanted.url, path=wanted.project_path, token=None, updated_at=now)
    if wanted.token:
        made = msgspec.structs.replace(made, token=sealing.seal(wanted.token, made.owner))
    elif wanted.token is None and held is not None and held.token is not None:
        if held.url != made.url:  # nobody sends a token that others have stored to an address of their own
            raise InvalidParameter("'token' has to be given again, or as empty, when 'url' changes.")
        made = msgspec.structs.replace(made, token=held.token)
    rows.put(tx, made, created_by=access.actor.user_id)
    ci_asking.ask_all(tx, project_id, now, limits.CI_SOURCE_JOBS)
    audit.record(tx, access, Action.SET_CI_SOURCE, made.url, project_path=made.path)
    tx.announce(TOPIC)
    return get(tx, access)


def remove(tx: Transaction, access: Access) -> None:
    """Forget a project's source and its token; what was heard stays."""
    held = rows.get(tx, access.project.id)
    if held is None:
        raise NotFound("The project has no CI source.")
    rows.delete(tx, access.project.id)
    ci_asking.forget(tx, access.project.id)
    audit.record(tx, access, Action.REMOVE_CI_SOURCE, held.url, project_path=held.path)


class CiSources:
    """Sets sources; no transaction is open while a host is looked up."""

    def __init__(self, database: Database, sealing: Sealing, outgoing: Outgoing) -> None:
        self._database = database
        self._sealing = sealing
        self._outgoing = outgoing

    async def put(self, access: Access, wanted: Wanted) -> SourceView:
        """Set a project's source; raise InvalidParameter for an address that cannot be asked, or must not be."""
        wanted = wanted.checked()
        to = target(wanted.url, "url", limits.CI_FACT_LENGTH)
        why = ci_source.encryption_refusal(to, is_allowed=self._outgoing.allowed.has(to.host))
        if why:
            raise InvalidParameter(f"Invalid value for parameter 'url' supplied. {why}")
        try:
            await self._outgoing.check(to)
        except RequestError as error:
            raise InvalidParameter(f"Invalid value for parameter 'url' supplied. {error}") from error
        return await self._database.write(put, access, self._sealing, wanted)
