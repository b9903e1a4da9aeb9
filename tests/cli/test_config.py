"""config show, and how settings are found and refused."""

from pathlib import Path

import pytest

from modelstead.settings import NAMES
from tests.cli.commands import answer, complaint, modelstead


def test_every_setting_is_shown_with_its_source(tmp_path: Path) -> None:
    file = tmp_path / "modelstead.toml"
    file.write_text('port = 9001\nworkers = 3\nallowed_hosts = ["a.example", "b.example"]\n')
    shown = answer("config", "show", "--config", file, MODELSTEAD_PORT="9002", MODELSTEAD_ACCESS_LOG="false")
    assert tuple(shown) == NAMES
    assert shown["port"] == {"value": 9002, "source": "variable MODELSTEAD_PORT"}
    assert shown["access_log"] == {"value": False, "source": "variable MODELSTEAD_ACCESS_LOG"}
    assert shown["workers"] == {"value": 3, "source": f"file {file}"}
    assert shown["allowed_hosts"] == {"value": "a.example,b.example", "source": f"file {file}"}
    assert shown["host"] == {"value": "127.0.0.1", "source": "default"}


def test_secrets_are_hidden_and_their_files_named(tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.write_text("secret-" * 10 + "\n")
    variables = {"MODELSTEAD_SECRET_KEY_FILE": str(file), "MODELSTEAD_DATABASE_URL": "postgresql://u:hunter2@h/d"}
    shown = answer("config", "show", **variables)
    assert shown["secret_key"] == {"value": "(hidden)", "source": f"file {file}"}
    assert shown["database_url"] == {"value": "(hidden)", "source": "variable MODELSTEAD_DATABASE_URL"}
    for output in (modelstead("config", "show", **variables), modelstead("config", "show", "--json", **variables)):
        assert "secret-" not in output.stdout
        assert "hunter2" not in output.stdout


def test_a_secret_that_is_not_set_is_not_hidden() -> None:
    assert answer("config", "show")["secret_key"] == {"value": "", "source": "default"}


def test_the_file_may_be_named_by_a_variable(tmp_path: Path) -> None:
    file = tmp_path / "m.toml"
    file.write_text("port = 9001\n")
    assert answer("config", "show", MODELSTEAD_CONFIG=str(file))["port"]["value"] == 9001


@pytest.mark.parametrize(
    ("variable", "value", "part"),
    [
        ("MODELSTEAD_PROT", "1", "Unknown variable: MODELSTEAD_PROT. Did you mean MODELSTEAD_PORT?"),
        ("MODELSTEAD_XYZZY", "1", "Unknown variable: MODELSTEAD_XYZZY."),
        ("MODELSTEAD_PORT", "http", "MODELSTEAD_PORT must be a whole number from 0 to 65535; 'http' is not."),
        ("MODELSTEAD_PORT", "65536", "MODELSTEAD_PORT must be a whole number from 0 to 65535; '65536' is not."),
        ("MODELSTEAD_ACCESS_LOG", "maybe", "MODELSTEAD_ACCESS_LOG must be true or false; 'maybe' is not."),
        ("MODELSTEAD_LOG_LEVEL", "loud", "MODELSTEAD_LOG_LEVEL must be one of debug, info, warning, error"),
        ("MODELSTEAD_BASE_URL", "ftp://x", "MODELSTEAD_BASE_URL must be a URL that begins with http:// or https://"),
        ("MODELSTEAD_DATABASE_URL", "mysql://u:hunter2@h/d", "the value given is not."),
        ("MODELSTEAD_SECRET_KEY_FILE", "/nothing/there", "MODELSTEAD_SECRET_KEY_FILE names /nothing/there"),
        ("MODELSTEAD_CONFIG", "/nothing/there", "The settings file /nothing/there cannot be read"),
    ],
)
def test_a_bad_variable_is_refused_by_every_command(variable: str, value: str, part: str, tmp_path: Path) -> None:
    for command in (("config", "show"), ("project", "list", "--data-dir", tmp_path / "d"), ("serve", "--port", "0")):
        if command[0] == "serve" and variable == "MODELSTEAD_PORT":
            continue  # the flag counts before the variable
        said = complaint(*command, **{variable: value})
        assert part in said
        assert "hunter2" not in said
    assert not (tmp_path / "d").exists()


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("prot = 1\n", "Unknown key in {file}: prot. Did you mean port?"),
        ("port = 70000\n", "port in {file} must be a whole number from 0 to 65535"),
        ("port = [\n", "The settings file {file} is not TOML"),
    ],
)
def test_a_bad_file_is_refused(tmp_path: Path, text: str, part: str) -> None:
    file = tmp_path / "m.toml"
    file.write_text(text)
    assert part.format(file=file) in complaint("config", "show", "--config", file)


def test_the_version_is_one_line() -> None:
    done = modelstead("version")
    assert done.returncode == 0
    assert answer("version") == {"version": done.stdout.strip()}
