"""What a target answers about registered models and their versions, as far as the bench compares it."""

import msgspec

from bench.api import Pair
from bench.seeds.data import ALIAS, SeededModel, SeededVersion


class Version(msgspec.Struct, frozen=True):
    """Hold a model version; its aliases are left out, since not every server tells them in every answer."""

    name: str
    version: str
    run_id: str = ""
    source: str = ""
    creation_timestamp: int = 0
    tags: list[Pair] = []


class Alias(msgspec.Struct, frozen=True):
    """Hold an alias of a model."""

    alias: str
    version: str


class Model(msgspec.Struct, frozen=True):
    """Hold a registered model."""

    name: str
    creation_timestamp: int = 0
    last_updated_timestamp: int = 0
    latest_versions: list[Version] = []
    tags: list[Pair] = []
    aliases: list[Alias] = []


class Answer(msgspec.Struct, frozen=True):
    """Hold the answer of any of the registry's calls."""

    registered_models: list[Model] = []
    model_versions: list[Version] = []
    model_version: Version | None = None
    next_page_token: str = ""

    @property
    def held(self) -> list[Model | Version]:
        """Return the models or versions of the answer, with their tags by key."""
        one = [self.model_version] if self.model_version else []
        return [*map(_sorted, self.registered_models), *map(_sorted_version, self.model_versions + one)]


def as_model(seeded: SeededModel) -> Model:
    """Return the model that an answer must hold."""
    return Model(
        seeded.name,
        seeded.created_at,
        seeded.updated_at,
        [as_version(seeded.versions[-1])],
        _pairs(seeded.tags),
        [Alias(ALIAS, str(seeded.champion))],
    )


def as_version(seeded: SeededVersion) -> Version:
    """Return the version that an answer must hold."""
    return Version(
        seeded.name, str(seeded.number), seeded.run_id, seeded.source, seeded.created_at, _pairs(seeded.tags)
    )


def _sorted(model: Model) -> Model:
    latest = [_sorted_version(version) for version in model.latest_versions]
    return msgspec.structs.replace(model, tags=sorted(model.tags, key=_key), latest_versions=latest)


def _sorted_version(version: Version) -> Version:
    return msgspec.structs.replace(version, tags=sorted(version.tags, key=_key))


def _pairs(tags: dict[str, str]) -> list[Pair]:
    return [Pair(key, tags[key]) for key in sorted(tags)]


def _key(pair: Pair) -> str:
    return pair.key
