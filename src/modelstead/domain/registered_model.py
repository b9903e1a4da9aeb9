"""Registered models: named lines of versions. Clients keep prompts as models, which a tag tells."""

import re
from collections.abc import Iterable

import msgspec

from modelstead import limits
from modelstead.domain.key import check_key, check_length, quoted
from modelstead.domain.model_version import ModelVersion
from modelstead.domain.tag import Tag
from modelstead.errors import InvalidParameter

EXPERIMENT_PREFIX = "[model]"
IS_PROMPT = "mlflow.prompt.is_prompt"

_REFUSED = re.compile(r"[/:\x00-\x1f\x7f]")


class RegisteredModel(msgspec.Struct, frozen=True):
    """A model's row. `id` is the row, `iid` the project's number for pages; times are milliseconds.

    A prompt has no experiment.
    """

    id: int
    iid: int
    experiment_iid: int | None
    name: str
    is_prompt: bool
    description: str
    user: str
    created_at: int
    updated_at: int
    deleted_at: int | None = None

    @property
    def experiment_name(self) -> str:
        return experiment_name(self.name)


class Alias(msgspec.Struct, frozen=True):
    """A name of a version that its users may move, and the version's sequence number."""

    name: str
    number: int


class RegisteredModelRecord(msgspec.Struct, frozen=True):
    """A model with its tags, its aliases, and the highest version of each stage."""

    model: RegisteredModel
    tags: tuple[Tag, ...] = ()
    aliases: tuple[Alias, ...] = ()
    latest_versions: tuple[ModelVersion, ...] = ()


def experiment_name(name: str) -> str:
    """Return the name of the experiment that belongs to a model."""
    return EXPERIMENT_PREFIX + name


def is_prompt(tags: Iterable[Tag]) -> bool:
    """Tell whether a model with such tags is a prompt."""
    return any(tag.key == IS_PROMPT and tag.value.lower() == "true" for tag in tags)


def check_name(name: str, field: str = "name") -> str:
    """Return a model's name; raise InvalidParameter for one that a `models:/` address could not hold."""
    if not name.strip():
        raise InvalidParameter(
            f"Missing value for required parameter '{field}'. A registered model's name must not be blank."
        )
    if _REFUSED.search(name):
        raise InvalidParameter(
            f"Invalid value {quoted(name)} for '{field}': Invalid name. Names cannot contain '/' or ':', "
            "nor control characters."
        )
    return check_length(name, field, limits.REGISTERED_MODEL_NAME_LENGTH)


def check_tags(tags: Iterable[Tag], path: str = "tags") -> None:
    """Raise InvalidParameter that names the first tag of a model or a version with an illegal key, or one too long."""
    held = list(tags)
    if len(held) > limits.REGISTRY_TAGS:
        raise InvalidParameter(f"'{path}' has at most {limits.REGISTRY_TAGS} entries; got {len(held)}.")
    for index, tag in enumerate(held):
        check_tag(tag, f"{path}[{index}].")


def check_tag(tag: Tag, path: str = "") -> None:
    check_key(tag.key, f"{path}key")
    check_length(tag.value, f"{path}value", limits.REGISTRY_TAG_VALUE_LENGTH)
