"""Audit events: what somebody did that others may have to account for."""

from enum import Enum


class Action(Enum):
    """What was done; the values are stored."""

    DELETE_MODEL = "registered_model.delete"
    RESTORE_MODEL = "registered_model.restore"
    RENAME_MODEL = "registered_model.rename"
    DELETE_VERSION = "model_version.delete"
    RESTORE_VERSION = "model_version.restore"
    PUT_FILE = "model_version.put_file"
    DELETE_FILES = "model_version.delete_files"
