"""The guard: from the headers of a request to an actor's standing in a project.

One look-up in a dict for a credential seen in the last seconds; otherwise one reading transaction. No request waits
for a write, but one by a token that was rotated out: that ends the token's family.
"""

import asyncio
import base64
import binascii
import logging
import time
from collections.abc import Mapping

from modelstead import clock, ids, limits
from modelstead.domain.actor import Access, Actor, ServerAccess, Standing
from modelstead.domain.ci_trust import Check, looks_like_token
from modelstead.domain.permission import Permission
from modelstead.errors import ModelsteadError, NotFound, PermissionDenied, Unauthenticated
from modelstead.http.endpoint import Place
from modelstead.http.errors import InsufficientScope
from modelstead.services import access as standing
from modelstead.services import access_tokens, ci_access, sessions
from modelstead.services.access_tokens import Secrets
from modelstead.services.ci_tokens import CiTokens, Refused, log_refusal
from modelstead.store.database import Database
from modelstead.store.transaction import Transaction

Key = tuple[bytes | None, str, Place]
"""What a standing is remembered by: the digest of a credential, and where it was used."""

_HERE = {Place.PROJECT: " in this project", Place.GROUP: " in this group", Place.SERVER: ""}
_ASK = {
    Place.PROJECT: " Ask a maintainer of the project.",
    Place.GROUP: " Ask an owner of the group.",
    Place.SERVER: "",
}

log = logging.getLogger(__name__)


class Guard:
    """Lets in whom the project and the permission allow, and remembers them for a few seconds."""

    def __init__(self, database: Database, made_with: Secrets, ci_tokens: CiTokens) -> None:
        self._database = database
        self._made_with = made_with
        self._ci_tokens = ci_tokens
        self._known: dict[Key, tuple[float, Standing]] = {}
        self._changes = 0
        self._notes: dict[int, asyncio.Task[None]] = {}
        database.subscribe(standing.TOPIC, self._forget)

    async def admit(
        self,
        headers: Mapping[bytes, bytes],
        name: str,
        permission: Permission,
        place: Place = Place.PROJECT,
        *,
        session: str | None = None,
    ) -> Standing:
        """Return who asks and what they may do in the project or group of that id or path, or on the server.

        `session` is the cookie of one, which counts where there is no token; a session that has ended is nobody's.
        Raise Unauthenticated for a credential that is no good, or for none where one is needed; NotFound, in the same
        words, for what is missing or not visible; PermissionDenied when role or scopes do not suffice.
        """
        token = credential(headers)
        by_session = token is None and session is not None
        key = (self._digest(token, session), name, place)
        held = self._known.get(key)
        if held is None or held[0] < time.monotonic():
            access = await self._look_up(token, key, by_session=by_session)
        else:
            access = held[1]
        if not permission.scopes & access.actor.scopes:
            if access.actor.is_anonymous:
                raise unauthenticated()
            wanted = " or ".join(sorted(scope.value for scope in permission.scopes))
            raise InsufficientScope(f"insufficient_scope: to {permission.name}, a token needs the scope {wanted}.")
        if not access.allows(permission):
            if access.actor.is_anonymous:
                raise unauthenticated()
            raise PermissionDenied(f"You may not {permission.name}{_HERE[place]}: {permission.taken_by}.{_ASK[place]}")
        if permission.writes and _is_archived(access) and not permission.is_for_archived:
            raise PermissionDenied("The project is archived, so nothing in it can change. An owner can unarchive it.")
        return access

    def _digest(self, token: str | None, session: str | None) -> bytes | None:
        if token is not None:
            return ids.digest(self._made_with.key, token)
        return None if session is None else ids.session_digest(self._made_with.key, session)

    async def _look_up(self, token: str | None, key: Key, *, by_session: bool) -> Standing:
        prefix = self._made_with.prefix
        if token is not None and token.startswith(prefix) and not ids.is_access_token(token, prefix):
            raise Unauthenticated("The access token is not complete: its checksum is wrong. Copy it again.")
        changes, now = self._changes, clock.now_ms()
        if token is not None and looks_like_token(token):
            let_in = await self._let_job_in(token, key)
            self._remember(key, let_in, changes, now)
            return let_in
        try:
            actor, last_used_at, access = await self._database.read(_enter, key, now, by_session=by_session)
        except standing.RotatedTokenUsed as error:
            await self._end_family(error.token_id)
            raise
        if actor.token_id is not None and (
            last_used_at is None or now - last_used_at > limits.LAST_USED_SECONDS * 1000
        ):
            self._note_use(actor.token_id, now)
        if actor.session_id is not None and now - (last_used_at or 0) > limits.SESSION_SEEN_SECONDS * 1000:
            self._note_visit(actor.session_id, now)
        if access is None:
            raise unauthenticated() if actor.is_anonymous else NotFound(f"{key[2].value.capitalize()} not found.")
        self._remember(key, access, changes, now)
        return access

    async def _let_job_in(self, token: str, key: Key) -> Standing:
        """Return the standing of a CI job: in a project alone, by the project's rules."""
        identity = await self._ci_tokens.identify(token)
        try:
            if key[2] is not Place.PROJECT:
                raise Refused(Check.RULE, "it is used outside projects")
            return await self._database.read(ci_access.enter, identity, key[1])
        except Refused as error:
            log_refusal(error)
            raise

    def _remember(self, key: Key, access: Standing, changes: int, now: int) -> None:
        """Keep a standing for a moment, unless somebody changed who may do what while it was looked up."""
        if len(self._known) >= limits.CREDENTIAL_CACHE:
            self._known.clear()
        if changes == self._changes:
            self._known[key] = (time.monotonic() + _seconds_good(access.actor, now), access)

    async def _end_family(self, token_id: int) -> None:
        try:
            if await self._database.write(access_tokens.revoke_family, token_id):
                log.warning("Token %d was used after its rotation: its family is revoked.", token_id)
        except ModelsteadError as error:  # the next use of the token tries again
            log.warning(
                "Token %d was used after its rotation, but its family could not be revoked: %s", token_id, error
            )

    def _note_use(self, token_id: int, now: int) -> None:
        if token_id not in self._notes:
            task = self._notes[token_id] = asyncio.create_task(self._write_use(token_id, now))
            task.add_done_callback(lambda _: self._notes.pop(token_id, None))

    async def _write_use(self, token_id: int, now: int) -> None:
        try:
            await self._database.write(standing.note_use, token_id, now)
        except ModelsteadError as error:
            log.warning("The last use of token %d could not be noted: %s", token_id, error)

    def _note_visit(self, session_id: int, now: int) -> None:
        if -session_id not in self._notes:
            task = self._notes[-session_id] = asyncio.create_task(self._write_visit(session_id, now))
            task.add_done_callback(lambda _: self._notes.pop(-session_id, None))

    async def _write_visit(self, session_id: int, now: int) -> None:
        try:
            await self._database.write(sessions.note_use, session_id, now)
        except ModelsteadError as error:
            log.warning("The last use of session %d could not be noted: %s", session_id, error)

    def _forget(self) -> None:
        self._changes += 1
        self._known.clear()


def unauthenticated() -> Unauthenticated:
    return Unauthenticated(
        "An access token is needed. Set MLFLOW_TRACKING_TOKEN, or send it as 'Authorization: Bearer <token>'."
    )


def credential(headers: Mapping[bytes, bytes]) -> str | None:
    """Return the token of a request: PRIVATE-TOKEN, Bearer, or the password of Basic; None when there is none."""
    private = headers.get(b"private-token")
    if private is not None:
        return private.decode("latin-1")
    authorization = headers.get(b"authorization")
    if authorization is None:
        return None
    scheme, _, value = authorization.partition(b" ")
    scheme = scheme.lower()
    if scheme == b"bearer":
        return value.strip().decode("latin-1")
    if scheme == b"basic":
        try:
            _, _, password = base64.b64decode(value.strip(), validate=True).partition(b":")
        except binascii.Error:
            raise Unauthenticated("The Authorization header is not valid Basic credentials.") from None
        return password.decode("latin-1")
    raise Unauthenticated("The Authorization header must be 'Bearer <token>' or Basic with the token as password.")


def _seconds_good(actor: Actor, now: int) -> float:
    """Return how long a standing may be remembered: never beyond the end of the token."""
    if actor.expires_at is None:
        return limits.CREDENTIAL_CACHE_SECONDS
    return min(limits.CREDENTIAL_CACHE_SECONDS, (actor.expires_at - now) / 1000)


def _is_archived(access: Standing) -> bool:
    return isinstance(access, Access) and access.project.archived_at is not None


def _enter(tx: Transaction, key: Key, now: int, *, by_session: bool) -> tuple[Actor, int | None, Standing | None]:
    digest, name, place = key
    identify = sessions.identify if by_session else standing.identify
    actor, last_used_at = identify(tx, digest, now)
    if place is Place.SERVER:
        return actor, last_used_at, ServerAccess(actor)
    enter = standing.enter if place is Place.PROJECT else standing.enter_group
    return actor, last_used_at, enter(tx, actor, name, now)
