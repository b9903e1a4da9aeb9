"""The stock clients, in environments of their own."""

from pathlib import Path

from tests import environments

CLIENTS = ("1.30", "2.7", "2.22", "3")


def python_of(client: str) -> Path:
    """Return the client's Python; make its environment first if nobody has."""
    return environments.python_of("clients", f"mlflow-{client}")
