"""The events that webhooks hear of, as forms offer them: in groups, each with a sentence."""

from collections.abc import Iterable

import msgspec

from modelstead.domain.webhook import KINDS, EventKind

_GROUPS = (("registered_model", "Registered models"), ("model_version", "Model versions"), ("prompt", "Prompts"))
_OTHERS = "Others"
_NEVER = "never"  # what a kind's sentence begins with that this server has not


class EventChoice(msgspec.Struct, frozen=True):
    """An event of the form; `when` is a sentence's end, as "a model version is created"."""

    name: str
    when: str
    is_chosen: bool
    in_mlflow: bool


class EventGroup(msgspec.Struct, frozen=True):
    """Events about one noun."""

    title: str
    events: list[EventChoice]


def event_groups(chosen: Iterable[str]) -> list[EventGroup]:
    """Return all events that happen here, and those chosen that never do, since clients may have chosen them."""
    names = frozenset(chosen)
    found: dict[str, list[EventChoice]] = {title: [] for title in (*(title for _, title in _GROUPS), _OTHERS)}
    for kind in KINDS:
        name = kind.event.name
        if name in names or not kind.when.startswith(_NEVER):
            found[_title(kind)].append(EventChoice(name, kind.when, name in names, kind.in_mlflow))
    return [EventGroup(title, events) for title, events in found.items() if events]


def _title(kind: EventKind) -> str:
    return next((title for noun, title in _GROUPS if kind.event.entity.startswith(noun)), _OTHERS)
