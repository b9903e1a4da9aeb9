"""settings: what is not a setting is refused with the nearest name that is."""

from pathlib import Path

import pytest

from modelstead import settings
from modelstead.errors import SettingError


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("MODELSTEAD_PROT", " Did you mean MODELSTEAD_PORT?"),
        ("MODELSTEAD_DATABASE_URI", " Did you mean MODELSTEAD_DATABASE_URL?"),
        ("MODELSTEAD_DATA_DIRS_FILE", " Did you mean MODELSTEAD_DATA_DIR?"),
        ("MODELSTEAD_port", " Did you mean MODELSTEAD_PORT?"),
        ("MODELSTEAD_ZZZ", ""),
        ("MODELSTEAD_", ""),
        ("MODELSTEAD_CONFIG_FILE", ""),
    ],
)
def test_an_unknown_variable_is_refused(name: str, hint: str) -> None:
    with pytest.raises(SettingError) as refusal:
        settings.load({}, {name: "1"})
    assert str(refusal.value) == f"Unknown variable: {name}.{hint}"


def test_an_unknown_key_of_the_file_is_refused(tmp_path: Path) -> None:
    config = tmp_path / "modelstead.toml"
    config.write_text("hots = 'x'\n")
    with pytest.raises(SettingError) as refusal:
        settings.load({}, {}, config)
    assert str(refusal.value) == f"Unknown key in {config}: hots. Did you mean host?"


@pytest.mark.parametrize("text", ["port_file = 'x'\n", "PORT = 1\n", "config = 'x'\n", "[server]\nport = 1\n"])
def test_the_file_has_settings_by_their_plain_names_alone(tmp_path: Path, text: str) -> None:
    config = tmp_path / "modelstead.toml"
    config.write_text(text)
    with pytest.raises(SettingError, match="Unknown key in"):
        settings.load({}, {}, config)


def test_a_program_of_the_same_family_may_leave_unknown_variables_alone() -> None:
    assert settings.load({}, {"MODELSTEAD_BENCH": "1"}, check=False).settings.port == 8080
