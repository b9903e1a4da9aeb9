"""The composition root: from settings to a database, to services, to an ASGI application."""

import asyncio
import json
import os
import secrets
import socket
from collections.abc import Awaitable, Callable, Coroutine, Mapping, MutableMapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from modelstead import clock, logs, settings
from modelstead.domain.batch import Batch
from modelstead.domain.identity import Claims, managed_roles
from modelstead.domain.network_address import Allowed
from modelstead.errors import SettingError
from modelstead.http.access_log import AccessLog
from modelstead.http.authentication import Guard
from modelstead.http.dispatch import Dispatcher
from modelstead.http.health import Health
from modelstead.http.rate_limits import RateLimits
from modelstead.http.reception import Reception
from modelstead.http.sites import Sites
from modelstead.mlflow_api.application import MlflowApi
from modelstead.rest_api.application import RestApi
from modelstead.services import batches, bootstrap, webhooks
from modelstead.services.access_tokens import Secrets
from modelstead.services.artifact_files import ArtifactFiles
from modelstead.services.bootstrap import FirstStart
from modelstead.services.ci_asking import Asking
from modelstead.services.ci_resolving import Resolving
from modelstead.services.ci_sources import SECRETS as SOURCE_TOKENS
from modelstead.services.ci_sources import CiSources
from modelstead.services.ci_tokens import CiTokens
from modelstead.services.downloads import Downloads
from modelstead.services.issuing import Issuing
from modelstead.services.open_id import Client, Provider
from modelstead.services.passwords import Passwords
from modelstead.services.process import Process
from modelstead.services.readiness import Checks
from modelstead.services.sealing import Sealing
from modelstead.services.sweeping import Sweeping
from modelstead.services.transfers import Transfers
from modelstead.services.trash_purging import Purges
from modelstead.services.upload_files import UploadFiles
from modelstead.services.webhook_calls import WebhookCalls
from modelstead.services.webhook_delivery import Delivering
from modelstead.services.webhook_sending import Sending
from modelstead.settings import Settings
from modelstead.store import migration
from modelstead.store.blobs.blobs import Blobs
from modelstead.store.blobs.open import open_blobs
from modelstead.store.database import Database
from modelstead.store.merging import MergedWrites
from modelstead.store.open import open_database
from modelstead.store.outgoing import Outgoing
from modelstead.web.application import WebPages
from modelstead.web.means import Means

KEY_BYTES_MIN = 32
SOURCES = "_MODELSTEAD_SOURCES"  # the variable by which further processes hear where each setting came from

Receive = Callable[[], Coroutine[Any, Any, MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]


class Modelstead:
    """One process's worth of server: what it is made of, and the ASGI application."""

    def __init__(self, configured: Settings, sources: Mapping[str, str] | None = None) -> None:
        self.settings = configured
        make_folder(configured.data_dir)
        self.secrets = Secrets(secret_key(configured), configured.token_prefix)
        self.database = database(configured)
        self.access_log = AccessLog(
            enabled=configured.access_log,
            as_json=configured.log_format == "json",
            token_prefix=configured.token_prefix,
        )
        self.blobs = blobs(configured)
        files = ArtifactFiles(self.database, self.blobs, configured.artifact_max_bytes)
        transfers = Transfers(
            UploadFiles(self.database, self.blobs, self.secrets.key, configured.artifact_max_bytes),
            Downloads(files, self.blobs, self.secrets.key),
        )
        self.outgoing = Outgoing(Allowed(configured.webhook_allowed_addresses))
        sealing = Sealing(self.secrets.key, webhooks.SECRETS)
        sending = Sending(sealing, self.outgoing)
        self._delivering = Delivering(self.database, sending)
        sites = Sites(names(configured), address=configured.url, base_url=configured.base_url)
        rate_limits = RateLimits(configured)
        self._to_ci = Outgoing(Allowed(configured.ci_allowed_addresses), setting="ci_allowed_addresses")
        self.ci_tokens = CiTokens(self.database, self._to_ci, audiences(configured.url, configured))
        source_tokens = Sealing(self.secrets.key, SOURCE_TOKENS)
        ci_sources = CiSources(self.database, source_tokens, self._to_ci)
        self._resolving = Resolving(self.database, Asking(source_tokens, self._to_ci))
        self._to_provider = Outgoing(Allowed(provider_hosts(configured)), setting="oidc_issuer")
        passwords = Passwords()
        webhook_calls = WebhookCalls(self.database, sealing, sending)
        provider = open_id_provider(configured, self._to_provider)
        name = f"{socket.gethostname()}, process {os.getpid()}"
        self._sweeping = Sweeping(self.database, self.blobs, name)
        checks = Checks(self.database, self.blobs)
        process = Process(
            name, clock.now_ms(), checks, self._sweeping, self._delivering, self.blobs, dict(sources or {})
        )
        self._purges = Purges(self.database)
        web = WebPages(
            Means(
                settings=configured,
                database=self.database,
                purges=self._purges,
                files=files,
                made_with=self.secrets,
                passwords=passwords,
                rate_limits=rate_limits,
                webhooks=webhook_calls,
                provider=provider,
                process=process,
                ci_tokens=self.ci_tokens,
                ci_sources=ci_sources,
            )
        )
        batch_writes: MergedWrites[Batch] = MergedWrites(self.database, batches.log)
        self.applications = (
            RestApi(configured.url),
            MlflowApi(configured.default_project),
            Health(web.dialect, checks),
            web,
        )
        self._dispatch = Dispatcher(
            self.applications,
            fallback=web.dialect,
            reception=Reception(
                Guard(self.database, self.secrets, self.ci_tokens), sites, rate_limits, self.secrets.key
            ),
            sites=sites,
            database=self.database,
            batches=batch_writes,
            files=files,
            transfers=transfers,
            webhooks=webhook_calls,
            ci_tokens=self.ci_tokens,
            ci_sources=ci_sources,
            issuing=Issuing(self.database, self.secrets, passwords),
            access_log=self.access_log,
        )

    def prepare(self) -> FirstStart | None:
        """Make the schema on SQLite, check it on PostgreSQL, and the first project where there is none."""
        prepare_schema(self.database, self.settings)
        self.database.write_now(bootstrap.check_key, self.secrets.key)
        self.database.write_now(bootstrap.note_url, self.settings.url)
        return self.database.write_now(bootstrap.first_start, self.secrets)

    async def __call__(self, scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._lifespan(receive, send)
        else:
            await self._dispatch(scope, receive, send)

    async def _lifespan(self, receive: Receive, send: Send) -> None:
        assert (await receive())["type"] == "lifespan.startup"
        background = [
            asyncio.create_task(self._sweeping.run()),
            asyncio.create_task(self._delivering.run()),
            asyncio.create_task(self._resolving.run()),
        ]
        await send({"type": "lifespan.startup.complete"})
        await receive()
        for task in background:
            task.cancel()
        await asyncio.wait(background)
        await self._purges.close()
        self.close()
        await send({"type": "lifespan.shutdown.complete"})

    def close(self) -> None:
        """Finish accepted writes and let go of everything."""
        self.database.close()
        self.blobs.close()
        self.outgoing.close()
        self._to_provider.close()
        self._to_ci.close()
        self.access_log.close()


def from_environment() -> Modelstead:
    """Return the application of a further server process, which gets its settings by variables."""
    configured = settings.load({}, os.environ).settings
    logs.configure(
        as_json=configured.log_format == "json", level=configured.log_level, token_prefix=configured.token_prefix
    )
    return Modelstead(configured, json.loads(os.environ.get(SOURCES, "{}")))


def database(configured: Settings) -> Database:
    url = configured.database_url or f"sqlite:///{configured.data_dir / 'modelstead.db'}"
    return open_database(url, pool=configured.database_pool, readers=configured.sqlite_readers)


def blobs(configured: Settings) -> Blobs:
    return open_blobs(configured.artifact_url or str(configured.data_dir / "artifacts"))


def prepare_schema(opened: Database, configured: Settings) -> None:
    """Migrate SQLite; refuse a PostgreSQL whose schema is not this version's, since several servers may share it."""
    if not configured.database_url.startswith("postgres"):
        opened.migrate()
        return
    if migration.pending(opened.schema_version()):
        raise SettingError("The database's schema is not this version's. Run: modelstead migrate")


def make_folder(folder: Path) -> None:
    """Make a folder that only this user reads."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise SettingError(f"The folder {folder} cannot be made: {error.strerror}.") from error


def secret_key(configured: Settings) -> bytes:
    """Return the key of token digests: the setting, or the data folder's secret.key, made when it is missing."""
    key = configured.secret_key
    if not key:
        file = configured.data_dir / "secret.key"
        try:
            descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            key = file.read_text().strip()
        else:
            key = secrets.token_urlsafe(48)
            with os.fdopen(descriptor, "w") as stream:
                stream.write(key + "\n")
                stream.flush()
                os.fsync(descriptor)
    if len(key) < KEY_BYTES_MIN:
        raise SettingError(f"The secret key must have at least {KEY_BYTES_MIN} characters.")
    return key.encode()


def names(configured: Settings) -> list[str]:
    """Return the names that clients may call this server by, beside loopback names."""
    base = urlsplit(configured.base_url).hostname
    return [*configured.allowed_hosts, configured.host, *([base] if base else [])]


def audiences(url: str, configured: Settings) -> tuple[str, ...]:
    """Return what ID tokens of CI jobs may call the server at a URL."""
    return (url, *configured.ci_audiences)


def provider_hosts(configured: Settings) -> list[str]:
    """Return whom the operator has named as identity provider: it may be in the server's own network."""
    host = urlsplit(configured.oidc_issuer).hostname
    return [host] if host else []


def open_id_provider(configured: Settings, outgoing: Outgoing) -> Provider | None:
    """Return the identity provider that the settings name, None for none."""
    if not configured.oidc_issuer:
        return None
    if not configured.oidc_client_id:
        raise SettingError("oidc_issuer is set, so oidc_client_id must be too: what the provider calls this server.")
    client = Client(
        issuer=configured.oidc_issuer,
        client_id=configured.oidc_client_id,
        client_secret=configured.oidc_client_secret,
        scopes=configured.oidc_scopes,
        claims=Claims(configured.oidc_username_claim, configured.oidc_email_claim, configured.oidc_groups_claim),
        email_domains=configured.oidc_email_domains,
        creates_users=configured.oidc_create_users,
        roles=managed_roles(configured.oidc_roles),
    )
    return Provider(client, outgoing)
