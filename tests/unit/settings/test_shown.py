"""settings: what is shown to people, and the addresses that follow from settings."""

import pytest

from modelstead import settings
from modelstead.settings import HIDDEN, TABLE, Settings


def test_secrets_are_hidden_when_they_are_set() -> None:
    environ = {"MODELSTEAD_SECRET_KEY": "k" * 32, "MODELSTEAD_DATABASE_URL": "postgresql://u:p@h/d"}
    shown = settings.load({}, environ).shown()
    assert shown["secret_key"] == {"value": HIDDEN, "source": "variable MODELSTEAD_SECRET_KEY"}
    assert shown["database_url"] == {"value": HIDDEN, "source": "variable MODELSTEAD_DATABASE_URL"}


def test_everything_else_is_shown_as_written() -> None:
    shown = settings.load({"allowed_hosts": "a,b"}, {}).shown()
    assert list(shown) == [row.name for row in TABLE]
    assert shown["secret_key"] == {"value": "", "source": "default"}
    assert shown["port"] == {"value": 8080, "source": "default"}
    assert shown["access_log"] == {"value": True, "source": "default"}
    assert shown["data_dir"] == {"value": "modelstead-data", "source": "default"}
    assert shown["allowed_hosts"] == {"value": "a,b", "source": "flag --allowed-hosts"}


@pytest.mark.parametrize(
    ("given", "url"),
    [
        (Settings(), "http://127.0.0.1:8080"),
        (Settings(host="0.0.0.0", port=9), "http://127.0.0.1:9"),  # noqa: S104 - nothing is bound here
        (Settings(host="::"), "http://[::1]:8080"),
        (Settings(host="ml.internal"), "http://ml.internal:8080"),
        (Settings(base_url="https://ml.example.com"), "https://ml.example.com"),
    ],
)
def test_users_are_given_an_address_they_can_reach(given: Settings, url: str) -> None:
    assert given.url == url
    assert settings.tracking_uri(given.url, 7) == f"{url}/api/v4/projects/7/ml/mlflow"


def test_every_setting_has_a_help_that_is_a_sentence() -> None:
    assert [row.name for row in TABLE if not row.metadata["help"].endswith(".")] == []


def test_the_port_can_be_told_afterwards() -> None:
    assert settings.on_port(Settings(host="h"), 5) == Settings(host="h", port=5)


def test_settings_are_shown_without_their_sources_where_nobody_knows_these() -> None:
    shown = {
        name: (value, source) for name, value, source, _ in settings.shown(Settings(secret_key="s"), {"port": "a"})
    }
    assert shown["secret_key"] == (settings.HIDDEN, "")
    assert shown["port"] == (8080, "a")
