"""Audit events: what somebody did that others may have to account for."""

import datetime
from enum import Enum

import msgspec


class Action(Enum):
    """What was done; the values are stored."""

    DELETE_MODEL = "registered_model.delete"
    RESTORE_MODEL = "registered_model.restore"
    RENAME_MODEL = "registered_model.rename"
    DELETE_VERSION = "model_version.delete"
    RESTORE_VERSION = "model_version.restore"
    SET_ALIAS = "model_version.set_alias"
    DELETE_ALIAS = "model_version.delete_alias"
    PUT_FILE = "model_version.put_file"
    DELETE_FILES = "model_version.delete_files"
    PURGE_TRASH = "trash.purge"
    CREATE_USER = "user.create"
    UPDATE_USER = "user.update"
    SET_ADMINISTRATOR = "user.set_administrator"
    SET_PASSWORD = "user.set_password"  # noqa: S105 - what was done
    CREATE_SETUP_LINK = "user.create_setup_link"
    BLOCK_USER = "user.block"
    UNBLOCK_USER = "user.unblock"
    DEACTIVATE_USER = "user.deactivate"
    ACTIVATE_USER = "user.activate"
    DELETE_USER = "user.delete"
    CREATE_TOKEN = "access_token.create"  # noqa: S105 - the same
    ROTATE_TOKEN = "access_token.rotate"  # noqa: S105 - the same
    REVOKE_TOKEN = "access_token.revoke"  # noqa: S105 - the same
    REVOKE_FAMILY = "access_token.revoke_family"
    ADD_MEMBER = "member.add"
    CHANGE_MEMBER = "member.change"
    REMOVE_MEMBER = "member.remove"
    CREATE_PROJECT = "project.create"
    RENAME_PROJECT = "project.rename"
    CHANGE_PROJECT_VISIBILITY = "project.change_visibility"
    CHANGE_PROJECT_SETTINGS = "project.change_settings"
    ARCHIVE_PROJECT = "project.archive"
    UNARCHIVE_PROJECT = "project.unarchive"
    TRANSFER_PROJECT = "project.transfer"
    DELETE_PROJECT = "project.delete"
    RESTORE_PROJECT = "project.restore"
    CREATE_GROUP = "group.create"
    RENAME_GROUP = "group.rename"
    CHANGE_GROUP_VISIBILITY = "group.change_visibility"
    DELETE_GROUP = "group.delete"
    RESTORE_GROUP = "group.restore"
    SIGN_IN = "session.create"
    FAIL_SIGN_IN = "session.fail"
    LOCK_SIGN_IN = "session.lock"
    SIGN_OUT = "session.end"
    CHANGE_PASSWORD = "user.change_password"  # noqa: S105 - the same
    CREATE_INVITATION = "invitation.create"
    ACCEPT_INVITATION = "invitation.accept"
    REVOKE_INVITATION = "invitation.revoke"
    LINK_IDENTITY = "identity.link"
    SYNC_MEMBERS = "identity.sync_members"
    CREATE_WEBHOOK = "webhook.create"
    CHANGE_WEBHOOK = "webhook.change"
    DELETE_WEBHOOK = "webhook.delete"
    CREATE_TRUST_RULE = "ci_trust_rule.create"
    CHANGE_TRUST_RULE = "ci_trust_rule.change"
    DELETE_TRUST_RULE = "ci_trust_rule.delete"
    SET_CI_SOURCE = "ci_source.set"
    REMOVE_CI_SOURCE = "ci_source.remove"


class AuditEvent(msgspec.Struct, frozen=True):
    """Who did what to what, when and from where.

    `place` is the path of the project or group that it was done in, "" for the server; `details` say more.
    """

    id: int
    created_at: int
    action: str
    subject: str
    details: dict[str, str]
    user_id: int | None
    username: str
    name: str
    token_id: int | None
    address: str
    project_id: int | None
    group_id: int | None
    place: str

    @property
    def at(self) -> datetime.datetime:
        return datetime.datetime.fromtimestamp(self.created_at / 1000, datetime.UTC)

    @property
    def record(self) -> dict[str, object]:
        """The event as lists and exports have it, without the details."""
        return {
            "id": self.id,
            "at": self.at.isoformat(timespec="milliseconds"),
            "user": self.username or None,
            "action": self.action,
            "subject": self.subject,
            "in": self.place or None,
            "address": self.address or None,
        }
