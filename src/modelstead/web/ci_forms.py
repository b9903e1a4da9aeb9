"""The form of a trust rule, and what is wrong with it."""

import re

import msgspec

from modelstead.domain.actor import Access
from modelstead.domain.ci_identity import GITHUB_ISSUER, GITLAB_ISSUER
from modelstead.domain.ci_trust import ROLES, Terms, TrustRule
from modelstead.domain.role import Role
from modelstead.errors import InvalidParameter, LimitExceeded
from modelstead.http.visit import Form

FIELDS = {
    "name": "The name",
    "issuer": "The issuer",
    "project_path": "The project",
    "ref": "The ref",
    "environment": "The environment",
    "role": "The role",
}
_FIELD = re.compile(r"(?:Invalid value for parameter )?'(\w+)'(?: supplied(?=:))?")


class Preset(msgspec.Struct, frozen=True):
    """A CI system to begin with: its name here, its issuer where that is always the same, and examples."""

    key: str
    label: str
    issuer: str
    project: str
    says: str


PRESETS = (
    Preset("gitlab", "GitLab.com", GITLAB_ISSUER, "group/project", "Jobs of gitlab.com"),
    Preset("own", "Self-managed GitLab", "", "group/project", "Jobs of a GitLab of your own: its address"),
    Preset("github", "GitHub Actions", GITHUB_ISSUER, "owner/repository", "Workflows of github.com"),
)


class RuleForm(Form, frozen=True, kw_only=True):
    """The form. What is left empty asks for nothing."""

    name: str = ""
    issuer: str = ""
    project_path: str = ""
    ref: str = ""
    only_protected: bool = False
    environment: str = ""
    role: str = Role.DEVELOPER.label

    def wrong(self) -> dict[str, str]:
        """Return what is missing, by the names of the fields."""
        errors = {}
        if not self.name.strip():
            errors["name"] = "A rule needs a name, such as main of the training project."
        if not self.issuer.strip():
            errors["issuer"] = f"Whose jobs? The address of the CI system, such as {GITLAB_ISSUER}."
        if not self.project_path.strip():
            errors["project_path"] = "Which project's jobs? Its path at the CI system, such as group/project."
        if self.role not in {role.label for role in ROLES}:
            errors["role"] = f"Choose {', '.join(role.label for role in ROLES[:-1])} or {ROLES[-1].label}."
        return errors

    @property
    def wanted(self) -> Terms:
        return Terms(
            name=self.name.strip(),
            issuer=self.issuer.strip(),
            project_path=self.project_path.strip().strip("/"),
            ref=self.ref.strip(),
            only_protected=self.only_protected,
            environment=self.environment.strip(),
            role=Role[self.role.upper()],
        )


def form_of(rule: TrustRule) -> RuleForm:
    """Return the form as a rule fills it."""
    return RuleForm(
        name=rule.name,
        issuer=rule.issuer,
        project_path=rule.project_path,
        ref=rule.ref,
        only_protected=rule.only_protected,
        environment=rule.environment,
        role=rule.role.label,
    )


def refused(error: InvalidParameter | LimitExceeded) -> dict[str, str]:
    """Return a refusal of the whole form beside the field that it is about, "" for none."""
    text = str(error)
    found = _FIELD.match(text)
    if found is None or found[1] not in FIELDS:
        return {"": text}
    return {found[1]: FIELDS[found[1]] + text[found.end() :]}


def roles(access: Access) -> list[str]:
    """Return the roles that somebody may give to jobs: none above one's own."""
    held = Role.OWNER if access.actor.is_admin else access.role
    return [role.label for role in ROLES if held is not None and role <= held]
