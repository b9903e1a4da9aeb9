"""Which version of a model is meant: a number, a semantic version, a range, an alias, `latest` or a stage."""

from collections.abc import Sequence

from modelstead.domain import model_version as rules
from modelstead.domain.alias import LATEST
from modelstead.domain.key import shortened
from modelstead.domain.model_version import ModelVersion
from modelstead.domain.registered_model import RegisteredModel
from modelstead.domain.semantic_version import Range, is_semantic
from modelstead.errors import InvalidParameter, NotFound
from modelstead.services import experiments
from modelstead.store import model_versions
from modelstead.store.transaction import Transaction


def find(tx: Transaction, model: RegisteredModel, text: str) -> ModelVersion:
    """Return the version meant where clients name one; digits alone are its sequence number."""
    found = _by_number(tx, model, text) if text.isdecimal() else _by_name(tx, model, text)
    if found is None:
        raise _not_found(model, text)
    return found


def find_by_alias(tx: Transaction, model: RegisteredModel, alias: str) -> ModelVersion:
    """Return the version meant where clients name an alias; digits alone are a range, so that `1` is every 1.x.y."""
    found = _by_name(tx, model, alias)
    if found is not None:
        return found
    if alias.lower() == LATEST:
        raise NotFound(f"Latest version not found for model {model.name}. It has no versions yet.")
    if is_semantic(alias) or Range.parse(alias):
        raise _not_found(model, alias)
    raise InvalidParameter(f"Registered model alias {alias} not found.")


def latest(tx: Transaction, model: RegisteredModel, stages: Sequence[str]) -> list[ModelVersion]:
    """Return the highest version of each stage, of all versions when no stage is named.

    Clients put what follows the name in `models:/name/1.2.0` where a stage is expected, so that a version may stand
    there too. Raise InvalidParameter for what is neither.
    """
    if not stages:
        found = model_versions.highest(tx, model.id)
        return [] if found is None else [found]
    wanted = [_of_stage(tx, model, text) for text in stages]
    return list({version.id: version for version in wanted if version is not None}.values())


def _of_stage(tx: Transaction, model: RegisteredModel, text: str) -> ModelVersion | None:
    stage = rules.stage(text)
    if stage is not None:
        return model_versions.highest(tx, model.id, stage=stage)
    found = _by_number(tx, model, text) if text.isdecimal() else _by_name(tx, model, text)
    if found is None:
        if text.isdecimal() or is_semantic(text) or Range.parse(text):
            raise _not_found(model, text)
        rules.check_stage(text)
    return found


def _by_number(tx: Transaction, model: RegisteredModel, digits: str) -> ModelVersion | None:
    number = experiments.number(digits)
    return None if number is None else model_versions.by_number(tx, model.id, number)


def _by_name(tx: Transaction, model: RegisteredModel, text: str) -> ModelVersion | None:
    if text.lower() == LATEST:
        return model_versions.highest(tx, model.id)
    if is_semantic(text):
        return model_versions.by_semantic(tx, model.id, text)
    within = Range.parse(text)
    if within is not None:
        return model_versions.highest(tx, model.id, within)
    return model_versions.by_alias(tx, model.id, text)


def _not_found(model: RegisteredModel, text: str) -> NotFound:
    return NotFound(
        f"Model Version (name={model.name}, version={shortened(text)}) not found. A version is named by its number, "
        "its semantic version, a range such as 1.2, an alias, or latest."
    )
