"""What was done, in words: each action of the audit log as the rest of a sentence that begins with who did it."""

from string import Formatter

import msgspec

from modelstead.domain.audit_event import Action, AuditEvent

# Of the forms of an action, the first is told whose details the event has. {subject} stands where a link may be.
SENTENCES: dict[Action, tuple[str, ...]] = {
    Action.DELETE_MODEL: ("deleted the model {subject}",),
    Action.RESTORE_MODEL: ("restored the model {subject}",),
    Action.RENAME_MODEL: ("renamed the model {subject} to {new_name}", "renamed the model {subject}"),
    Action.DELETE_VERSION: ("deleted the version {subject}",),
    Action.RESTORE_VERSION: ("restored the version {subject}",),
    Action.SET_ALIAS: ("moved the alias {alias} to {subject}", "moved an alias to {subject}"),
    Action.DELETE_ALIAS: ("took the alias {alias} from {subject}", "took an alias from {subject}"),
    Action.PUT_FILE: ("stored {path} in the version {subject}", "stored a file in the version {subject}"),
    Action.DELETE_FILES: ("deleted {path} of the version {subject}", "deleted the files of the version {subject}"),
    Action.PURGE_TRASH: ("purged {subject} from the trash, for good",),
    Action.CREATE_USER: ("created the user {subject}",),
    Action.UPDATE_USER: ("renamed the user {old_username} to {subject}", "changed the user {subject}"),
    Action.SET_ADMINISTRATOR: ("set whether {subject} is an administrator: {admin}", "changed what {subject} may do"),
    Action.SET_PASSWORD: ("set the password of {subject}",),
    Action.CREATE_SETUP_LINK: ("made a set-up link for {subject}",),
    Action.BLOCK_USER: ("blocked {subject}",),
    Action.UNBLOCK_USER: ("unblocked {subject}",),
    Action.DEACTIVATE_USER: ("deactivated {subject}",),
    Action.ACTIVATE_USER: ("activated {subject}",),
    Action.DELETE_USER: ("deleted the user {subject}",),
    Action.CREATE_TOKEN: ("created the access token {subject} of {user}", "created the access token {subject}"),
    Action.ROTATE_TOKEN: ("rotated the access token {subject} of {user}", "rotated the access token {subject}"),
    Action.REVOKE_TOKEN: ("revoked the access token {subject} of {user}", "revoked the access token {subject}"),
    Action.REVOKE_FAMILY: ("used the rotated access token {subject} again, so that all that came of it are revoked",),
    Action.ADD_MEMBER: ("added {subject} as {role}", "added {subject}"),
    Action.CHANGE_MEMBER: ("made {subject} {role}", "changed the role of {subject}"),
    Action.REMOVE_MEMBER: ("removed {subject}, who was {role}", "removed {subject}"),
    Action.CREATE_PROJECT: ("created the project {subject}, {visibility}", "created the project {subject}"),
    Action.RENAME_PROJECT: ("renamed the project {old} to {subject}", "renamed the project {subject}"),
    Action.CHANGE_PROJECT_VISIBILITY: (
        "made the project {subject} {visibility}",
        "changed the visibility of {subject}",
    ),
    Action.CHANGE_PROJECT_SETTINGS: ("changed the settings of {subject}",),
    Action.ARCHIVE_PROJECT: ("put the project {subject} in the archive",),
    Action.UNARCHIVE_PROJECT: ("took the project {subject} out of the archive",),
    Action.TRANSFER_PROJECT: ("moved the project {old} to {subject}", "moved the project {subject}"),
    Action.DELETE_PROJECT: ("deleted the project {subject}",),
    Action.RESTORE_PROJECT: ("restored the project {subject}",),
    Action.CREATE_GROUP: ("created the group {subject}, {visibility}", "created the group {subject}"),
    Action.RENAME_GROUP: ("renamed the group {old} to {subject}", "renamed the group {subject}"),
    Action.CHANGE_GROUP_VISIBILITY: ("made the group {subject} {visibility}", "changed the visibility of {subject}"),
    Action.DELETE_GROUP: ("deleted the group {subject}",),
    Action.RESTORE_GROUP: ("restored the group {subject}",),
    Action.SIGN_IN: ("signed in as {subject}",),
    Action.FAIL_SIGN_IN: ("did not sign in as {subject}: the password was wrong",),
    Action.LOCK_SIGN_IN: ("failed to sign in as {subject} so often that it is locked for a while",),
    Action.SIGN_OUT: ("ended {others} other sessions of {subject}", "signed out {subject}"),
    Action.CHANGE_PASSWORD: ("changed the password of {subject}",),
    Action.CREATE_INVITATION: ("invited {subject} as {role}", "invited {subject}"),
    Action.ACCEPT_INVITATION: (
        "accepted the invitation of {subject} as {role}",
        "accepted the invitation of {subject}",
    ),
    Action.REVOKE_INVITATION: ("revoked the invitation of {subject}",),
    Action.LINK_IDENTITY: ("linked {subject} to an identity of {issuer}", "linked {subject} to an identity"),
    Action.SYNC_MEMBERS: ("got the roles of the identity provider's groups: {subject}",),
    Action.CREATE_WEBHOOK: ("created the webhook {subject}",),
    Action.CHANGE_WEBHOOK: ("changed the webhook {subject}: {changed}", "changed the webhook {subject}"),
    Action.DELETE_WEBHOOK: ("deleted the webhook {subject}",),
    Action.CREATE_TRUST_RULE: ("trusted the CI jobs of the rule {subject}",),
    Action.CHANGE_TRUST_RULE: ("changed the rule {subject} of trusted CI jobs",),
    Action.DELETE_TRUST_RULE: ("deleted the rule {subject} of trusted CI jobs",),
    Action.SET_CI_SOURCE: ("let CI jobs be asked about at {subject}, in {project_path}", "set the CI source {subject}"),
    Action.REMOVE_CI_SOURCE: ("removed the CI source {subject}",),
}

_BY_VALUE = {action.value: forms for action, forms in SENTENCES.items()}
_HIDDEN = frozenset({"id"})  # details that say nothing to people


class Sentence(msgspec.Struct, frozen=True):
    """What stands before and behind the subject, and the details that are not told in it."""

    before: str
    after: str
    rest: dict[str, str]


def sentence(event: AuditEvent) -> Sentence:
    """Return what an event tells; an action that this version does not know is told by its name."""
    told = {name: value for name, value in event.details.items() if value}
    forms = _BY_VALUE.get(event.action, (f"{event.action} {{subject}}",))
    form = next(each for each in (*forms, forms[-1]) if _fields(each) <= told.keys() or each is forms[-1])
    before, _, after = form.partition("{subject}")
    rest = {name: value for name, value in told.items() if name not in _fields(form) | _HIDDEN}
    return Sentence(before.format(**told), after.format(**told), rest)


def _fields(form: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(form) if name and name != "subject"}
