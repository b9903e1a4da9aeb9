"""settings: a bad value stops the start with its place and the rule."""

from pathlib import Path

import pytest

from modelstead import settings
from modelstead.errors import SettingError


@pytest.mark.parametrize(
    ("name", "value", "rule"),
    [
        ("port", "http", "a whole number from 0 to 65535"),
        ("port", "", "a whole number from 0 to 65535"),
        ("port", "-1", "a whole number from 0 to 65535"),
        ("port", "65536", "a whole number from 0 to 65535"),
        ("port", "80.5", "a whole number from 0 to 65535"),
        ("port", "٨", "a whole number from 0 to 65535"),
        ("port", "1" * 5000, "a whole number from 0 to 65535"),
        ("workers", "0", "a whole number from 1 to 64"),
        ("database_pool", "501", "a whole number from 1 to 500"),
        ("default_project", "9223372036854775808", "a whole number from 1 to 9223372036854775807"),
        ("access_log", "yes", "true or false"),
        ("log_format", "xml", "one of console, json"),
        ("log_level", "INFO", "one of debug, info, warning, error"),
        ("base_url", "ml.example.com", "a URL that begins with http:// or https://"),
        ("artifact_url", "gs://bucket", "a URL that begins with file:// or s3://"),
    ],
)
def test_a_bad_value_is_named_with_its_place_and_the_rule(name: str, value: str, rule: str) -> None:
    with pytest.raises(SettingError) as refusal:
        settings.load({}, {settings.variable(name): value})
    assert str(refusal.value) == f"{settings.variable(name)} must be {rule}; {value!r} is not."


def test_the_place_is_the_flag_or_the_file_where_it_came_from_there(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match=r"^--log-level must be"):
        settings.load({"log_level": "loud"}, {})
    config = tmp_path / "modelstead.toml"
    config.write_text("workers = 65\n")
    with pytest.raises(SettingError, match=f"^workers in {config} must be a whole number from 1 to 64; '65' is not"):
        settings.load({}, {}, config)


def test_a_bad_secret_is_not_repeated() -> None:
    with pytest.raises(SettingError) as refusal:
        settings.load({}, {"MODELSTEAD_DATABASE_URL": "mysql://root:hunter2@db/x"})
    assert "hunter2" not in str(refusal.value)
    assert "the value given is not" in str(refusal.value)


@pytest.mark.parametrize(
    ("name", "value", "parsed"),
    [
        ("port", "0", 0),
        ("port", "65535", 65535),
        ("workers", "64", 64),
        ("default_project", "9223372036854775807", 2**63 - 1),
        ("access_log", "FALSE", False),
        ("base_url", "https://ml.example.com/", "https://ml.example.com"),
        ("base_url", "", ""),
        ("database_url", "sqlite:////srv/x.db", "sqlite:////srv/x.db"),
        ("allowed_hosts", " a, b ,,c", ("a", "b", "c")),
        ("allowed_hosts", "", ()),
        ("data_dir", "/srv/x", Path("/srv/x")),
    ],
)
def test_a_good_value_is_parsed(name: str, value: str, parsed: object) -> None:
    assert getattr(settings.load({}, {settings.variable(name): value}).settings, name) == parsed


def test_a_home_folder_is_expanded() -> None:
    assert settings.load({}, {"MODELSTEAD_DATA_DIR": "~/x"}).settings.data_dir == Path.home() / "x"


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    missing = tmp_path / "missing"
    with pytest.raises(SettingError, match=f"MODELSTEAD_SECRET_KEY_FILE names {missing}, which cannot be read"):
        settings.load({}, {"MODELSTEAD_SECRET_KEY_FILE": str(missing)})
    with pytest.raises(SettingError, match=f"The settings file {missing} cannot be read: No such file"):
        settings.load({}, {}, missing)


@pytest.mark.parametrize("content", [b"port = \n", b"port 1", b"host = '\xff'\n"])
def test_a_file_that_is_not_toml_is_named(tmp_path: Path, content: bytes) -> None:
    config = tmp_path / "modelstead.toml"
    config.write_bytes(content)
    with pytest.raises(SettingError, match=f"The settings file {config} is not TOML"):
        settings.load({}, {}, config)


def test_toml_has_numbers_switches_and_lists_of_its_own(tmp_path: Path) -> None:
    config = tmp_path / "modelstead.toml"
    config.write_text('port = 9\naccess_log = false\nallowed_hosts = ["a", "b"]\n')
    loaded = settings.load({}, {}, config).settings
    assert (loaded.port, loaded.access_log, loaded.allowed_hosts) == (9, False, ("a", "b"))
