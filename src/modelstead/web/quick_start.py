"""The lines of code that make a first run appear."""

import msgspec

from modelstead.settings import tracking_uri

SECRET = "<your access token>"  # noqa: S105 - what stands for one

_TRY = """\
import mlflow

mlflow.set_experiment("first steps")
with mlflow.start_run():
    mlflow.log_param("learning_rate", 0.01)
    for step in range(100):
        mlflow.log_metric("loss", 1 / (step + 1), step=step)"""


class QuickStart(msgspec.Struct, frozen=True):
    """What is set, and what is run, to log to a project."""

    tracking_uri: str
    exports: str
    code: str = _TRY


def quick_start(url: str, project_id: int, secret: str = SECRET) -> QuickStart:
    """Return what to set and to run for a project of the server at a URL."""
    uri = tracking_uri(url, project_id)
    return QuickStart(uri, f'export MLFLOW_TRACKING_URI="{uri}"\nexport MLFLOW_TRACKING_TOKEN="{secret}"')
