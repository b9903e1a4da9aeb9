"""What MLflow's own SQL store finds in each case, as regenerate.py wrote it."""

import json
from pathlib import Path

Outcome = list[int] | str
"""The numbers of what is found, in order, or that the search is refused."""

_document = json.loads(Path(__file__).with_name("expected.json").read_text(encoding="utf-8"))

MLFLOW: str = _document["mlflow"]
EXPECTED: dict[str, dict[str, Outcome]] = {kind: _document[kind] for kind in ("runs", "experiments")}
