"""settings: which of several places wins."""

from dataclasses import Field
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modelstead import settings
from modelstead.settings import Settings
from tests.properties import on_database

FILE = "variable's file"
PLACES = ("flag", "variable", FILE, "TOML")
PORTS = {"flag": 1001, "variable": 1002, FILE: 1003, "TOML": 1004}


def load(folder: Path, places: set[str]) -> settings.Loaded:
    """Load the port, given in each of these places as another number."""
    flags: dict[str, object] = {"port": str(PORTS["flag"])} if "flag" in places else {"port": None}
    environ: dict[str, str] = {}
    config = None
    if "variable" in places:
        environ["MODELSTEAD_PORT"] = str(PORTS["variable"])
    if FILE in places:
        file = folder / "port"
        file.write_text(f"{PORTS[FILE]}\n")
        environ["MODELSTEAD_PORT_FILE"] = str(file)
    if "TOML" in places:
        config = folder / "modelstead.toml"
        config.write_text(f"port = {PORTS['TOML']}\n")
    return settings.load(flags, environ, config)


@given(st.sets(st.sampled_from(PLACES)))
@on_database
def test_flag_then_variable_then_its_file_then_toml_then_default(tmp_path: Path, places: set[str]) -> None:
    wanted = next((PORTS[place] for place in PLACES if place in places), 8080)
    assert load(tmp_path, places).settings.port == wanted


def test_the_source_of_each_value_is_known(tmp_path: Path) -> None:
    config = tmp_path / "modelstead.toml"
    config.write_text('log_level = "debug"\n')
    file = tmp_path / "key"
    file.write_text("k" * 32)
    environ = {"MODELSTEAD_PORT": "1", "MODELSTEAD_SECRET_KEY_FILE": str(file)}
    sources = settings.load({"host": "::"}, environ, config).sources
    assert {name: source for name, source in sources.items() if source != "default"} == {
        "host": "flag --host",
        "port": "variable MODELSTEAD_PORT",
        "secret_key": f"file {file}",
        "log_level": f"file {config}",
    }


def test_without_anything_there_are_the_defaults() -> None:
    loaded = settings.load({}, {})
    assert loaded.settings == Settings()
    assert set(loaded.sources.values()) == {"default"}


def test_the_toml_file_may_be_named_by_a_variable(tmp_path: Path) -> None:
    config, other = tmp_path / "a.toml", tmp_path / "b.toml"
    config.write_text("port = 7\n")
    other.write_text("port = 8\n")
    environ = {"MODELSTEAD_CONFIG": str(config)}
    assert settings.load({}, environ).settings.port == 7
    assert settings.load({}, environ, other).settings.port == 8


def test_an_empty_config_variable_names_no_file() -> None:
    assert settings.load({}, {"MODELSTEAD_CONFIG": ""}).settings == Settings()


def test_variables_of_other_programs_are_left_alone() -> None:
    assert settings.load({}, {"PORT": "1", "MLFLOW_PORT": "2"}).settings.port == 8080


def test_another_process_gets_these_very_settings_by_variables(tmp_path: Path) -> None:
    given = Settings(
        host="::1",
        port=0,
        data_dir=tmp_path,
        database_url="postgresql://u:p%40@h/d?sslmode=require",
        base_url="https://ml.example.com",
        secret_key="k" * 40,
        allowed_hosts=("a", "b"),
        access_log=False,
    )
    assert settings.load({}, settings.to_environment(given)).settings == given


@pytest.mark.parametrize("row", settings.TABLE, ids=lambda row: row.name)
def test_every_default_survives_being_written_and_read(row: Field[object]) -> None:
    environ = {settings.variable(row.name): settings.written(row.default)}
    assert getattr(settings.load({}, environ).settings, row.name) == row.default
