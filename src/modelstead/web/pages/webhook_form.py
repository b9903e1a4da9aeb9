"""The form of a webhook: what is typed, what is wrong with it, and what it asks for."""

from collections.abc import Callable

import msgspec

from modelstead.domain import webhook as rules
from modelstead.domain.webhook import Webhook, WebhookStatus, event_of_name
from modelstead.errors import InvalidParameter
from modelstead.http.visit import Form
from modelstead.services.webhooks import Change
from modelstead.web.webhook_events import EventGroup, event_groups


class WebhookForm(Form, frozen=True, kw_only=True):
    """The form. An empty `secret` leaves the one that is there, unless it is to be removed."""

    name: str = ""
    description: str = ""
    url: str = ""
    events: tuple[str, ...] = ()
    secret: str = ""
    unsigned: bool = False
    active: bool = False

    def wrong(self) -> dict[str, str]:
        """Return what is wrong with fields by themselves, by their names."""
        checks: dict[str, Callable[[], object]] = {
            "name": lambda: rules.check_name(self.name.strip()),
            "description": lambda: rules.check_description(self.text),
            "url": lambda: rules.check_url(self.url.strip()),
            "events": lambda: rules.check_heard([event_of_name(name) for name in self.events]),
            "secret": lambda: rules.check_secret(self.secret),
        }
        errors = {} if self.name.strip() else {"name": "A webhook needs a name, such as deploy."}
        if not self.url.strip():
            errors["url"] = "Where is it to be called? An address begins with https:// or http://."
        if not self.events:
            errors["events"] = "Choose what it is to hear of."
        for field, check in checks.items():
            try:
                check()
            except InvalidParameter as error:
                errors.setdefault(field, str(error))
        return errors

    @property
    def text(self) -> str:
        return self.description.replace("\r\n", "\n").strip()

    @property
    def change(self) -> Change:
        secret = self.secret or ("" if self.unsigned else None)
        return Change(
            name=self.name.strip(),
            description=self.text,
            url=self.url.strip(),
            events=[event_of_name(name) for name in self.events],
            secret=secret,
            status=WebhookStatus.ACTIVE if self.active else WebhookStatus.DISABLED,
        )


class ChangeWebhook(WebhookForm, frozen=True, kw_only=True):
    """The form of a webhook that is there."""

    webhook_id: str


class WebhookFormView(msgspec.Struct, frozen=True):
    """The form, with what was typed, never a secret; `webhook_id` and `title` are "" for a new webhook."""

    webhook_id: str
    title: str
    is_signed: bool
    typed: WebhookForm
    groups: list[EventGroup]
    errors: dict[str, str]


def form_view(typed: WebhookForm, held: Webhook | None = None, errors: dict[str, str] | None = None) -> WebhookFormView:
    shown = msgspec.structs.replace(typed, form_token="", secret="")
    return WebhookFormView(
        "" if held is None else held.webhook_id,
        "" if held is None else held.name,
        held is not None and held.secret is not None,
        shown,
        event_groups(typed.events),
        errors or {},
    )


def form_of(held: Webhook) -> WebhookForm:
    """Return the form as a webhook fills it."""
    return WebhookForm(
        name=held.name,
        description=held.description,
        url=held.url,
        events=tuple(event.name for event in held.events),
        active=held.status is WebhookStatus.ACTIVE,
    )


def place_of(error: Exception) -> str:
    """Return the field that a refusal of the whole form is about, "" for none."""
    return "url" if "'url'" in str(error) else ""
