"""Changes of a model version as its pages make them, by the numbers that stand in their addresses."""

from modelstead.domain.actor import Access
from modelstead.domain.model_version import ModelVersion
from modelstead.domain.tag import Tag
from modelstead.errors import InvalidState
from modelstead.services import aliases, model_versions, version_head
from modelstead.store.transaction import Transaction


def describe(tx: Transaction, access: Access, model_iid: int, iid: int, description: str) -> None:
    found = version_head.active(tx, access, model_iid, iid)
    model_versions.describe(tx, access, found.name, str(found.number), description)


def move(tx: Transaction, access: Access, model_iid: int, iid: int, stage: str, *, archive_others: bool) -> None:
    found = version_head.active(tx, access, model_iid, iid)
    model_versions.move(tx, access, found.name, str(found.number), stage, archive_others=archive_others)


def set_tag(tx: Transaction, access: Access, model_iid: int, iid: int, tag: Tag) -> None:
    found = version_head.active(tx, access, model_iid, iid)
    model_versions.set_tag(tx, access, found.name, str(found.number), tag)


def delete_tag(tx: Transaction, access: Access, model_iid: int, iid: int, key: str) -> None:
    found = version_head.active(tx, access, model_iid, iid)
    model_versions.delete_tag(tx, access, found.name, str(found.number), key)


def set_alias(tx: Transaction, access: Access, model_iid: int, iid: int, alias: str) -> str:
    """Let an alias lead to a version; return the semantic version that it led to before, "" for none."""
    found = version_head.active(tx, access, model_iid, iid)
    return aliases.put(tx, access, found.name, alias, str(found.number))


def delete_alias(tx: Transaction, access: Access, model_iid: int, iid: int, alias: str) -> None:
    """Remove an alias; raise InvalidState where it has been moved to another version meanwhile."""
    found = version_head.active(tx, access, model_iid, iid)
    if alias not in found.aliases:
        raise InvalidState(f"The alias {alias} does not lead to this version any more. Nothing was removed.")
    aliases.delete(tx, access, found.name, alias)


def delete(tx: Transaction, access: Access, model_iid: int, iid: int) -> ModelVersion:
    """Put a version in the trash; return it as it was."""
    found = version_head.active(tx, access, model_iid, iid)
    model_versions.delete(tx, access, found.name, str(found.number))
    return found


def restore(tx: Transaction, access: Access, model_iid: int, iid: int) -> ModelVersion:
    """Take a version out of the trash."""
    found = version_head.find(tx, access, model_iid, iid)
    if found.place.model_deleted_at is not None:
        raise InvalidState("The model of this version is in the trash. Restore the model, and its versions are back.")
    if found.version.deleted_at is None:
        raise InvalidState("The version is not in the trash.")
    return model_versions.restore(tx, access, found.version.name, found.version.number)
