"""Try the behaviours named on the command line and write {"behaviour": outcome} as JSON to the file named first.

This runs inside the client's own environment, which has nothing of this repository but its files.
"""

import json
import sys
from pathlib import Path

from tests.gitlab_mlops.client import behaviours
from tests.mlflow_compat.client.outcomes import outcome_of

report, *names = sys.argv[1:]
Path(report).write_text(json.dumps({name: outcome_of(getattr(behaviours, name)) for name in names}), encoding="utf-8")
