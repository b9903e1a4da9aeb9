"""Write store/schema.sql from the migrations (make schema)."""

import io
from pathlib import Path

from modelstead.store import migration

HEADER = "-- The schema that the migrations make on SQLite. Written by `make schema`; do not edit.\n\n"
FILE = Path(migration.__file__).with_name("schema.sql")


def script() -> str:
    output = io.StringIO()
    migration.offline_script("sqlite", output)
    lines = (line.rstrip() for line in output.getvalue().splitlines() if not line.startswith("-- Running"))
    text = "\n".join(lines).replace(" RETURNING version_num", "").replace("\n WITHOUT", " WITHOUT")
    while "\n\n\n" in text:
        text = text.replace("\n\n\n", "\n\n")
    return HEADER + text.strip() + "\n"


if __name__ == "__main__":
    FILE.write_text(script())
