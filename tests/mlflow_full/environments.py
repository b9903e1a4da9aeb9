"""The full clients, in environments of their own."""

from pathlib import Path

from tests import environments

CLIENTS = ("2.7", "2.22", "3")
NEWEST = CLIENTS[-1]
ROOT = environments.ROOT


def python_of(client: str) -> Path:
    """Return the client's Python; make its environment first if nobody has."""
    return environments.python_of("full-clients", f"mlflow-{client}")
