"""Modelstead: an MLflow server with projects, members, roles and tokens."""

__version__ = "0.1.0"
