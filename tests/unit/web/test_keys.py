"""The keys that scripts register are those of the table that the help page shows."""

import re
from pathlib import Path

from modelstead.web.keys import CLOSE, SECTIONS, Key

SCRIPTS = Path(__file__).parents[3] / "frontend" / "src"
CALL = re.compile(r'\b(?:onKey|goTo|key)\(\s*"([^"]+)",\s*"([^"]+)"')


def registered() -> set[tuple[str, str]]:
    scripts = [file.read_text() for file in SCRIPTS.rglob("*.ts") if "node_modules" not in file.parts]
    return {found for text in scripts if "onKey" in text for found in CALL.findall(text)}


def test_scripts_and_the_table_agree() -> None:
    table = [(key.keys, key.does) for section in SECTIONS for key in section.keys]
    assert len(set(table)) == len(table)
    assert registered() - {(CLOSE.keys, CLOSE.does)} == set(table)


def test_keys_are_taken_apart() -> None:
    assert Key("g h", "").parts == [["g"], ["h"]]
    assert Key("Shift+x", "").parts == [["Shift", "x"]]
