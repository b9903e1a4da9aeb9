"""A project's settings of CI/CD: whose jobs it trusts, a token on trial, lines for CI systems, the latest jobs."""

import msgspec

from modelstead import limits
from modelstead.domain.actor import Access
from modelstead.domain.ci_trust import TrustRule
from modelstead.errors import InvalidParameter, LimitExceeded
from modelstead.http.answer import Answer
from modelstead.http.health import Nothing
from modelstead.http.visit import Form, Visit
from modelstead.services import ci_pipeline, ci_sources, ci_trust
from modelstead.services.ci_sources import SourceView
from modelstead.services.ci_tokens import CiTokens
from modelstead.services.ci_views import JobView
from modelstead.store.database import Database
from modelstead.store.transaction import Transaction
from modelstead.web import urls
from modelstead.web.ci_forms import PRESETS, Preset, RuleForm, form_of, refused, roles
from modelstead.web.ci_snippets import ci_snippets
from modelstead.web.ci_verdicts import Trial, trial
from modelstead.web.client_snippets import Snippet
from modelstead.web.dialect import NOT_STORED, done, show


class NewRule(msgspec.Struct, frozen=True, kw_only=True):
    """The form of a new rule; `system` is the key of what it begins with."""

    system: str = PRESETS[0].key


class OneRule(msgspec.Struct, frozen=True, kw_only=True):
    """A page about one rule."""

    rule_id: int


class ChangeRule(RuleForm, frozen=True, kw_only=True):
    """The form of a rule that is there."""

    rule_id: int


class DeleteRule(Form, frozen=True, kw_only=True):
    """The form that is one button."""

    rule_id: int


class TryToken(Form, frozen=True, kw_only=True):
    """The form that tries a token, which is forgotten with the answer."""

    token: str = ""


class CiView(msgspec.Struct, frozen=True):
    """The page; `trial` is what the checks say of a token, never the token itself."""

    rules: list[TrustRule]
    most: int
    audience: str
    snippets: list[Snippet]
    jobs: list[JobView]
    source: SourceView | None = None
    trial: Trial | None = None
    errors: dict[str, str] = {}


class RuleView(msgspec.Struct, frozen=True):
    """The form of a rule, with what was typed; `rule_id` is 0 and `title` "" for a new one."""

    rule_id: int
    title: str
    system: str
    presets: tuple[Preset, ...]
    typed: RuleForm
    roles: list[str]
    errors: dict[str, str]


class CiSettings:
    """Shows the page and takes the forms; `url` is what tokens have to be for."""

    def __init__(self, database: Database, tokens: CiTokens, url: str) -> None:
        self._database = database
        self._tokens = tokens
        self._url = url

    async def show(self, visit: Visit, _: Nothing) -> Answer:
        return show(visit, "settings_ci.html", await self._database.read(self._view, visit.in_project))

    async def test(self, visit: Visit, request: TryToken) -> Answer:
        """Say what each check and each rule says of a token."""
        view = await self._database.read(self._view, visit.in_project)
        token = request.token.strip()
        if not token:
            view = msgspec.structs.replace(view, errors={"token": "Paste the ID token of a job."})
            return show(visit, "settings_ci.html", view, 400, NOT_STORED)
        verdicts = await self._tokens.explain(visit.in_project, token)
        view = msgspec.structs.replace(view, trial=trial(verdicts, view.rules))
        return show(visit, "settings_ci.html", view, 200, NOT_STORED)

    async def new(self, visit: Visit, request: NewRule) -> Answer:
        preset = next((each for each in PRESETS if each.key == request.system), PRESETS[0])
        return _form(visit, RuleForm(issuer=preset.issuer), system=preset.key)

    async def create(self, visit: Visit, request: RuleForm) -> Answer:
        access, errors = visit.in_project, request.wrong()
        if errors:
            return _form(visit, request, errors=errors)
        try:
            made = await self._database.write(ci_trust.create, access, request.wanted)
        except (InvalidParameter, LimitExceeded) as error:
            return _form(visit, request, errors=refused(error))
        return done(visit, urls.settings(access.project, "ci"), f"Jobs that fit {made.name} are trusted now.")

    async def edit(self, visit: Visit, request: OneRule) -> Answer:
        held = await self._database.read(ci_trust.get, visit.in_project, request.rule_id)
        return _form(visit, form_of(held), held)

    async def change(self, visit: Visit, request: ChangeRule) -> Answer:
        access, errors = visit.in_project, request.wrong()
        held = await self._database.read(ci_trust.get, access, request.rule_id)
        if errors:
            return _form(visit, request, held, errors=errors)
        try:
            await self._database.write(ci_trust.update, access, request.rule_id, request.wanted)
        except InvalidParameter as error:
            return _form(visit, request, held, errors=refused(error))
        return done(visit, urls.settings(access.project, "ci"), "The rule is changed.")

    async def ask(self, visit: Visit, request: OneRule) -> Answer:
        """Ask whether to delete a rule."""
        return show(
            visit,
            "settings_ci_delete.html",
            await self._database.read(ci_trust.get, visit.in_project, request.rule_id),
        )

    async def delete(self, visit: Visit, request: DeleteRule) -> Answer:
        access = visit.in_project
        await self._database.write(ci_trust.delete, access, request.rule_id)
        return done(visit, urls.settings(access.project, "ci"), "The rule is deleted.")

    def _view(self, tx: Transaction, access: Access) -> CiView:
        return CiView(
            ci_trust.listing(tx, access),
            limits.CI_RULES,
            self._url,
            ci_snippets(self._url, access.project.id),
            ci_pipeline.latest(tx, access),
            ci_sources.find(tx, access),
        )


def _form(
    visit: Visit,
    typed: RuleForm,
    held: TrustRule | None = None,
    *,
    system: str = "",
    errors: dict[str, str] | None = None,
) -> Answer:
    shown = msgspec.structs.replace(typed, form_token="")
    offered = roles(visit.in_project)
    number, title = (0, "") if held is None else (held.id, held.name)
    view = RuleView(number, title, system, () if held else PRESETS, shown, offered, errors or {})
    return show(visit, "settings_ci_rule.html", view, 400 if errors else 200)
