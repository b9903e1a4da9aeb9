"""Settings of an identity provider."""

import pytest

from modelstead import settings
from modelstead.errors import SettingError


def loaded(**flags: str) -> settings.Settings:
    return settings.load(flags, {}).settings


@pytest.mark.parametrize(
    "issuer",
    ["", "https://gitlab.com", "https://id.example.com/realms/main", "http://127.0.0.1:8080", "http://localhost/x/"],
)
def test_an_issuer_is_kept_as_written(issuer: str) -> None:
    assert loaded(oidc_issuer=issuer).oidc_issuer == issuer


@pytest.mark.parametrize(
    "issuer",
    ["http://id.example.com", "gitlab.com", "https://", "ftp://127.0.0.1", "https://a.b/?x", "https://a.b/#x"],
)
def test_an_issuer_is_encrypted_unless_it_is_on_this_machine(issuer: str) -> None:
    with pytest.raises(SettingError, match="oidc-issuer must be a URL"):
        loaded(oidc_issuer=issuer)


def test_roles_are_groups_paths_and_roles() -> None:
    written = "ml=team:developer, a/b=team/one:guest,x=y=team:maintainer"
    found = loaded(oidc_roles=written).oidc_roles
    assert found == ("ml=team:developer", "a/b=team/one:guest", "x=y=team:maintainer")
    assert settings.written(found) == written.replace(", ", ",")


@pytest.mark.parametrize("entry", ["team:guest", "a=team", "a=team:owner", "a=team:boss", "=team:guest", "a=:guest"])
def test_what_is_no_role_is_refused(entry: str) -> None:
    with pytest.raises(SettingError, match="GROUP=PATH:ROLE"):
        loaded(oidc_roles=entry)


def test_the_clients_secret_is_hidden() -> None:
    shown = settings.load({"oidc_client_secret": "of the client"}, {}).shown()
    assert "of the client" not in str(shown)
