"""The settings table: one field makes the flag, the environment variable, the TOML key, the default and the help."""

import difflib
import ipaddress
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, dataclass, field, fields, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from modelstead.errors import SettingError

PREFIX = "MODELSTEAD_"
CONFIG_VARIABLE = PREFIX + "CONFIG"
HIDDEN = "(hidden)"
_ROLE = re.compile(r".+=[^=:]+:(guest|planner|reporter|developer|maintainer)")
_HOST_NAME = re.compile(r"(?=.*[a-z])[a-z0-9_-]+(\.[a-z0-9_-]+)*", re.IGNORECASE)


def text(value: str) -> str:
    return value


def number(low: int, high: int) -> Callable[[str], int]:
    def parse(value: str) -> int:
        if value.isascii() and value.isdigit() and len(value) <= len(str(high)) and low <= int(value) <= high:
            return int(value)
        raise ValueError(f"a whole number from {low} to {high}")

    return parse


def switch(value: str) -> bool:
    try:
        return {"true": True, "false": False}[value.lower()]
    except KeyError:
        raise ValueError("true or false") from None


def one_of(*choices: str) -> Callable[[str], str]:
    def parse(value: str) -> str:
        if value in choices:
            return value
        raise ValueError("one of " + ", ".join(choices))

    return parse


def names(value: str) -> tuple[str, ...]:
    return tuple(name for part in value.split(",") if (name := part.strip()))


def addresses(value: str) -> tuple[str, ...]:
    """Return networks, single addresses and host names."""
    found = names(value)
    for each in found:
        if _HOST_NAME.fullmatch(each):
            continue
        try:
            ipaddress.ip_network(each)
        except ValueError:
            raise ValueError("a list of networks such as 10.0.0.0/8, addresses and host names") from None
    return found


def roles(value: str) -> tuple[str, ...]:
    """Return entries GROUP=PATH:ROLE. Owners are named by hand, so that none goes with a group of another server."""
    found = names(value)
    if not all(map(_ROLE.fullmatch, found)):
        raise ValueError("a list of GROUP=PATH:ROLE, with a role of guest, planner, reporter, developer or maintainer")
    return found


def issuer(value: str) -> str:
    """Return the address of an identity provider, as written: what it signs has to have exactly this one."""
    parts = urlsplit(value)
    is_loopback = parts.hostname in ("localhost", "127.0.0.1", "::1")
    if value and not (parts.hostname and (parts.scheme == "https" or (parts.scheme == "http" and is_loopback))):
        raise ValueError("a URL that begins with https://, or with http:// on this machine")
    if parts.query or parts.fragment:
        raise ValueError("a URL without a query")
    return value


def path(value: str) -> Path:
    return Path(value).expanduser()


def url(*schemes: str) -> Callable[[str], str]:
    def parse(value: str) -> str:
        if not value or value.startswith(tuple(f"{scheme}://" for scheme in schemes)):
            return value.rstrip("/") if value.startswith("http") else value
        raise ValueError("a URL that begins with " + " or ".join(f"{scheme}://" for scheme in schemes))

    return parse


def setting(default: Any, help: str, *, parse: Callable[[str], Any] = text, secret: bool = False) -> Any:  # noqa: A002 - the word users know
    return field(default=default, metadata={"help": help, "parse": parse, "secret": secret})


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Every setting of a server, parsed."""

    host: str = setting("127.0.0.1", "Address to listen on.")
    port: int = setting(8080, "Port to listen on; 0 takes a free one.", parse=number(0, 65535))
    data_dir: Path = setting(
        Path("modelstead-data"), "Folder of the SQLite database, the artifacts and the secret key.", parse=path
    )
    database_url: str = setting(
        "",
        "postgresql://user:password@host/name, or sqlite:///path; empty means modelstead.db in the data folder.",
        parse=url("sqlite", "postgresql", "postgres"),
        secret=True,
    )
    artifact_url: str = setting(
        "",
        "Where artifact bytes are kept, file:///path or s3://bucket/prefix (endpoint and credentials from the AWS_… "
        "variables); empty means artifacts/ in the data folder.",
        parse=url("file", "s3"),
    )
    artifact_max_bytes: int = setting(10 * 1024**3, "Bytes that one artifact may have.", parse=number(1, 2**53))
    base_url: str = setting(
        "",
        "The address users reach the server at, such as https://ml.example.com; empty means http://host:port.",
        parse=url("http", "https"),
    )
    workers: int = setting(1, "Server processes that share the database.", parse=number(1, 64))
    database_pool: int = setting(10, "PostgreSQL connections of each process.", parse=number(1, 500))
    sqlite_readers: int = setting(4, "SQLite reading threads of each process.", parse=number(1, 64))
    secret_key: str = setting(
        "",
        "Key under which token digests are kept, 32 characters or more; empty means the file secret.key "
        "in the data folder, made at the first start. Servers that share a database share the key.",
        secret=True,
    )
    token_prefix: str = setting("glpat-", "What every new access token begins with.")
    default_project: int = setting(
        1,
        "Project that answers below <base>/api/2.0/mlflow, without a project in the path.",
        parse=number(1, 2**63 - 1),
    )
    allowed_hosts: tuple[str, ...] = setting(
        (), "Names the Host header may have beside loopback names, host and base_url; * allows any.", parse=names
    )
    trusted_proxies: tuple[str, ...] = setting(
        (), "Addresses or networks whose X-Forwarded-For and X-Forwarded-Proto are believed.", parse=names
    )
    webhook_allowed_addresses: tuple[str, ...] = setting(
        (), "Networks, addresses and host names that webhooks may call although they are not public.", parse=addresses
    )
    anonymous_requests_per_minute: int = setting(
        600, "Requests of one address without an access token or session; 0 is any number.", parse=number(0, 10**9)
    )
    failing_requests_per_minute: int = setting(
        300, "Requests of one address whose credential is missing or no good; 0 is any number.", parse=number(0, 10**9)
    )
    token_requests_per_minute: int = setting(
        0, "Requests by one access token; 0 is any number.", parse=number(0, 10**9)
    )
    sign_ins_per_minute: int = setting(
        30, "Forms with a password from one address; 0 is any number.", parse=number(0, 10**9)
    )
    oidc_issuer: str = setting(
        "",
        "The issuer of an OpenID Connect provider, such as https://gitlab.com, by which people sign in; "
        "empty means by password only.",
        parse=issuer,
    )
    ci_allowed_addresses: tuple[str, ...] = setting(
        (),
        "Addresses and host names of CI systems that may be asked though they are not public: networks, single "
        "addresses or names.",
        parse=addresses,
    )
    ci_audiences: tuple[str, ...] = setting(
        (), "Names of this server, beside its address, that ID tokens of CI jobs may be for.", parse=names
    )
    oidc_client_id: str = setting("", "What the provider calls this server.")
    oidc_client_secret: str = setting("", "The secret that goes with it; empty for a public client.", secret=True)
    oidc_scopes: tuple[str, ...] = setting(
        ("openid", "profile", "email"), "What the provider is asked for.", parse=names
    )
    oidc_name: str = setting("single sign-on", "What the provider is called on the sign-in page.")
    oidc_username_claim: str = setting("preferred_username", "The claim that new accounts are named by.")
    oidc_email_claim: str = setting("email", "The claim with the email address.")
    oidc_groups_claim: str = setting("groups", "The claim with the groups of a person.")
    oidc_email_domains: tuple[str, ...] = setting(
        (), "Domains whose verified addresses may sign in; empty means whoever the provider lets in.", parse=names
    )
    oidc_create_users: bool = setting(
        False,  # noqa: FBT003 - a default value
        "Whether somebody without an account gets one at their first sign-in.",
        parse=switch,
    )
    oidc_roles: tuple[str, ...] = setting(
        (), "Roles that groups of the provider give: GROUP=PROJECT-OR-GROUP:ROLE, … up to maintainer.", parse=roles
    )
    log_format: str = setting("console", "console for people, json for machines.", parse=one_of("console", "json"))
    log_level: str = setting(
        "info", "Least severe message that is logged.", parse=one_of("debug", "info", "warning", "error")
    )
    access_log: bool = setting(True, "Log a line for each request.", parse=switch)  # noqa: FBT003 - a default value

    @property
    def url(self) -> str:
        """The address to give to users, without a slash at its end."""
        if self.base_url:
            return self.base_url
        host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self.host, self.host)  # noqa: S104 - compared, not bound
        return f"http://[{host}]:{self.port}" if ":" in host else f"http://{host}:{self.port}"


def tracking_uri(url: str, project_id: int) -> str:
    """Return what MLFLOW_TRACKING_URI is set to for a project of the server at a URL."""
    return f"{url}/api/v4/projects/{project_id}/ml/mlflow"


TABLE: tuple[Field[Any], ...] = fields(Settings)
NAMES = tuple(row.name for row in TABLE)
VARIABLES = frozenset(  # without the prefix
    ["CONFIG", *(name.upper() + suffix for name in NAMES for suffix in ("", "_FILE"))]
)


@dataclass(frozen=True)
class Loaded:
    """Settings and, for each name, where its value came from."""

    settings: Settings
    sources: Mapping[str, str]

    def shown(self) -> dict[str, dict[str, object]]:
        """Return {name: {value, source}} with secrets hidden."""
        return {
            row.name: {"value": _shown(row, getattr(self.settings, row.name)), "source": self.sources[row.name]}
            for row in TABLE
        }


def load(
    flags: Mapping[str, object], environ: Mapping[str, str], config: Path | None = None, *, check: bool = True
) -> Loaded:
    """Gather settings: flag, then variable, then variable's _FILE twin, then the TOML file, then the default.

    Raises SettingError with the place and the nearest known name for anything unknown or malformed;
    `check=False` ignores unknown variables (those of other programs of the same family).
    """
    if config is None and environ.get(CONFIG_VARIABLE):
        config = Path(environ[CONFIG_VARIABLE])
    toml = _read_toml(config) if config else {}
    if check:
        _refuse_unknown((name.removeprefix(PREFIX) for name in environ if name.startswith(PREFIX)), "variable")
    values: dict[str, Any] = {}
    sources: dict[str, str] = {}
    for row in TABLE:
        values[row.name], sources[row.name] = _find(row, flags, environ, toml, config)
    return Loaded(Settings(**values), sources)


def shown(settings: Settings, sources: Mapping[str, str]) -> list[tuple[str, object, str, str]]:
    """Return (name, value, source, help) of each setting, secrets hidden; a source that is not known is ""."""
    return [
        (row.name, _shown(row, getattr(settings, row.name)), sources.get(row.name, ""), row.metadata["help"])
        for row in TABLE
    ]


def variable(name: str) -> str:
    return PREFIX + name.upper()


def flag(name: str) -> str:
    return "--" + name.replace("_", "-")


def to_environment(settings: Settings) -> dict[str, str]:
    """Return the variables that give another process these very settings."""
    return {variable(row.name): written(getattr(settings, row.name)) for row in TABLE}


def on_port(settings: Settings, port: int) -> Settings:
    return replace(settings, port=port)


def _find(
    row: Field[Any],
    flags: Mapping[str, object],
    environ: Mapping[str, str],
    toml: Mapping[str, object],
    config: Path | None,
) -> tuple[Any, str]:
    name = variable(row.name)
    if flags.get(row.name) is not None:
        return _parse(row, flags[row.name], flag(row.name)), f"flag {flag(row.name)}"
    if name in environ:
        return _parse(row, environ[name], name), f"variable {name}"
    if name + "_FILE" in environ:
        file = Path(environ[name + "_FILE"])
        try:
            content = file.read_text().strip()
        except (OSError, UnicodeDecodeError) as error:
            raise SettingError(f"{name}_FILE names {file}, which cannot be read: {error}.") from error
        return _parse(row, content, f"{name}_FILE"), f"file {file}"
    if row.name in toml:
        return _parse(row, toml[row.name], f"{row.name} in {config}"), f"file {config}"
    assert row.default is not MISSING
    return row.default, "default"


def _parse(row: Field[Any], value: object, place: str) -> Any:
    try:
        return row.metadata["parse"](written(value))
    except ValueError as error:
        got = "the value given" if row.metadata["secret"] else repr(written(value))
        raise SettingError(f"{place} must be {error}; {got} is not.") from error


def written(value: object) -> str:
    """Return a value as a variable or flag gives it."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (list, tuple)):
        return ",".join(map(str, value))
    return str(value)


def _shown(row: Field[Any], value: object) -> object:
    if row.metadata["secret"] and value:
        return HIDDEN
    return value if isinstance(value, (bool, int)) else written(value)


def _read_toml(file: Path) -> dict[str, object]:
    try:
        with file.open("rb") as stream:
            table = tomllib.load(stream)
    except OSError as error:
        raise SettingError(f"The settings file {file} cannot be read: {error.strerror}.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingError(f"The settings file {file} is not TOML: {error}.") from error
    _refuse_unknown(table, f"key in {file}")
    return table


def _refuse_unknown(given: Any, what: str) -> None:
    for name in given:
        if name in (VARIABLES if what == "variable" else NAMES):
            continue
        plain = name.lower().removesuffix("_file")
        near = difflib.get_close_matches(plain, NAMES, 1)
        hint = f" Did you mean {variable(near[0]) if what == 'variable' else near[0]}?" if near else ""
        shown = PREFIX + name if what == "variable" else name
        raise SettingError(f"Unknown {what}: {shown}.{hint}")
