"""The first start: an administrator, a first project, a token and a set-up link."""

import hashlib

import msgspec

from modelstead import clock
from modelstead.domain.permission import Scope
from modelstead.domain.project import Project, Visibility
from modelstead.errors import SettingError
from modelstead.services import access_tokens, projects, users
from modelstead.services.access_tokens import Secrets
from modelstead.store import instance
from modelstead.store import projects as project_rows
from modelstead.store.transaction import Transaction

ADMINISTRATOR = "admin"
FIRST_PROJECT = "admin/first-project"
KEY_FINGERPRINT = "secret_key_fingerprint"
FIRST_START = "first_start"  # who stores this fact does it; another server that starts at the same time waits
URL = "url"


class FirstStart(msgspec.Struct, frozen=True):
    """What is shown once, on the terminal of the first start."""

    project: Project
    username: str
    token: str
    setup_secret: str


def check_key(tx: Transaction, key: bytes) -> None:
    """Refuse a secret key other than the one this database's digests were made with."""
    fingerprint = hashlib.sha256(b"fingerprint" + key).hexdigest()
    if not instance.insert(tx, KEY_FINGERPRINT, fingerprint) and instance.get(tx, KEY_FINGERPRINT) != fingerprint:
        raise SettingError(
            "This database was set up with another secret key, so no access token would work. Give every server the "
            "same MODELSTEAD_SECRET_KEY, or put the first server's secret.key into the data folder."
        )


def note_url(tx: Transaction, url: str) -> None:
    """Note where the server was last started, for commands beside it."""
    if instance.get(tx, URL) != url:
        instance.put(tx, URL, url)


def noted_url(tx: Transaction) -> str | None:
    return instance.get(tx, URL)


def first_start(tx: Transaction, made_with: Secrets) -> FirstStart | None:
    """Create what a new installation needs; None when there is a project or user already."""
    if project_rows.every(tx) or users.every(tx) or not instance.insert(tx, FIRST_START, str(clock.now_ms())):
        return None
    administrator = users.create(tx, ADMINISTRATOR, is_admin=True)
    project = projects.create(tx, FIRST_PROJECT, Visibility.PRIVATE, owner=administrator)
    token = access_tokens.create(tx, made_with, administrator, name="first start", scopes=frozenset({Scope.API}))
    secret = users.setup_link(tx, made_with.key, administrator)
    return FirstStart(project, administrator.username, token.secret, secret)
