"""Identities: who an identity provider says that somebody is."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from modelstead import limits
from modelstead.domain.role import Role


class Claims(msgspec.Struct, frozen=True):
    """Which claims of a provider say what."""

    username: str
    email: str
    groups: str


class Identity(msgspec.Struct, frozen=True):
    """A person at a provider, for good known by issuer and subject; `email` is one that the provider has verified."""

    issuer: str
    subject: str
    username: str
    name: str
    email: str | None
    groups: frozenset[str]

    def is_of(self, domains: Sequence[str]) -> bool:
        """Whether the verified address is of one of these domains; any identity is where there are none."""
        if not domains:
            return True
        domain = "" if self.email is None else self.email.rpartition("@")[2].lower()
        return domain in {each.lower().lstrip("@") for each in domains}


class ManagedRole(msgspec.Struct, frozen=True):
    """The role that a provider's group gives in a project or group."""

    group: str
    path: str
    role: Role


def read(issuer: str, found: Mapping[str, object], claims: Claims) -> Identity:
    """Return the identity that claims of a checked ID token, and of its provider's userinfo, tell of."""
    email = _text(found.get(claims.email))
    verified = found.get("email_verified")  # some providers write it as text
    is_verified = (verified is True or verified == "true") and len(email) <= limits.EMAIL_LENGTH
    groups = found.get(claims.groups)
    if isinstance(groups, str):
        groups = [groups]
    names = [each for each in groups if isinstance(each, str)] if isinstance(groups, list) else []
    username = _text(found.get(claims.username)) or email.partition("@")[0] or _text(found.get("sub"))
    return Identity(
        issuer=issuer,
        subject=_text(found["sub"]),
        username=slug(username),
        name=_text(found.get("name"))[: limits.NAME_LENGTH],
        email=email.lower() if email and is_verified else None,
        groups=frozenset(names[: limits.OPEN_ID_GROUPS]),
    )


def slug(text: str) -> str:
    """Return the username that comes nearest to a text, without the domain of an address."""
    plain = unicodedata.normalize("NFKD", text.partition("@")[0]).encode("ascii", "ignore").decode()
    plain = re.sub(r"[^A-Za-z0-9_.-]+", "-", plain).strip("-.")[:100]
    plain = re.sub(r"\.(git|atom)$", "", plain)
    return f"user-{plain}".rstrip("-") if not plain or plain.isdigit() else plain


def managed_roles(entries: Iterable[str]) -> tuple[ManagedRole, ...]:
    """Return what entries GROUP=PATH:ROLE of the settings say."""
    found = []
    for entry in entries:
        rest, _, role = entry.rpartition(":")
        group, _, path = rest.rpartition("=")
        found.append(ManagedRole(group, path, Role[role.upper()]))
    return tuple(found)


def given(roles: Iterable[ManagedRole], groups: frozenset[str]) -> dict[str, Role]:
    """Return the highest role for each path that somebody in these groups is given."""
    found: dict[str, Role] = {}
    for each in roles:
        if each.group in groups:
            found[each.path] = max(each.role, found.get(each.path, each.role))
    return found


def _text(value: object) -> str:
    return value.replace("\0", "").strip() if isinstance(value, str) else ""
