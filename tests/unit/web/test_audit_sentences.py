"""What the audit log has, in words."""

import pytest

from modelstead.domain.audit_event import Action, AuditEvent
from modelstead.web.audit_sentences import SENTENCES, sentence


def event(action: str, subject: str = "churn", **details: str) -> AuditEvent:
    return AuditEvent(1, 0, action, subject, details, 1, "owner", "An owner", None, "", 1, None, "team/project")


def told(action: Action, subject: str = "churn", **details: str) -> str:
    found = sentence(event(action.value, subject, **details))
    return f"{found.before}{subject}{found.after}"


@pytest.mark.parametrize("action", Action)
def test_each_action_has_a_sentence_that_names_its_subject(action: Action) -> None:
    assert all("{subject}" in form for form in SENTENCES[action])
    assert told(action).count("churn") == 1
    assert "{" not in told(action)


@pytest.mark.parametrize(
    ("action", "subject", "details", "wanted"),
    [
        (Action.SET_ALIAS, "churn 1.2.0", {"alias": "champion"}, "moved the alias champion to churn 1.2.0"),
        (Action.RENAME_MODEL, "churn", {"new_name": "leave"}, "renamed the model churn to leave"),
        (Action.ADD_MEMBER, "ann", {"role": "developer"}, "added ann as developer"),
        (Action.ADD_MEMBER, "ann", {}, "added ann"),
        (Action.DELETE_FILES, "churn 1.0.0", {"path": ""}, "deleted the files of the version churn 1.0.0"),
        (Action.PURGE_TRASH, "2 runs", {"files": "3"}, "purged 2 runs from the trash, for good"),
    ],
)
def test_details_are_told_where_there_are_some(
    action: Action, subject: str, details: dict[str, str], wanted: str
) -> None:
    assert told(action, subject, **details) == wanted


def test_what_is_told_is_not_listed_again() -> None:
    found = sentence(event("member.add", role="developer", expires_at="2027-01-01", id="7"))
    assert found.rest == {"expires_at": "2027-01-01"}


def test_an_action_of_a_newer_server_is_told_by_its_name() -> None:
    assert sentence(event("model.sing")).before == "model.sing "


def test_braces_in_names_are_only_names() -> None:
    assert told(Action.ADD_MEMBER, "{role}", role="{subject}") == "added {role} as {subject}"
