"""A registered model as its page shows it, whichever tab, and the changes that its page makes by its number."""

import msgspec

from modelstead import clock, limits
from modelstead.domain.actor import Access
from modelstead.domain.registered_model import RegisteredModel
from modelstead.domain.star import Starred
from modelstead.domain.tag import Tag
from modelstead.errors import InvalidState, NotFound
from modelstead.services import registered_models
from modelstead.services.model_listing import AliasLink, VersionLink, first_line
from modelstead.store import counters, stars
from modelstead.store import model_version_pages as version_rows
from modelstead.store import registered_model_pages as rows
from modelstead.store import registered_models as model_rows
from modelstead.store.transaction import Transaction


class ModelTag(msgspec.Struct, frozen=True):
    """A tag; the value is its beginning where it is cut."""

    key: str
    value: str
    is_cut: bool


class ModelHead(RegisteredModel, frozen=True, kw_only=True):
    """A model with how many versions it has, the highest one, its aliases, its tags, and the visitor's star."""

    excerpt: str = ""
    versions: int = 0
    deleted_versions: int = 0
    latest: VersionLink | None = None
    aliases: tuple[AliasLink, ...] = ()
    alias_total: int = 0
    tags: tuple[ModelTag, ...] = ()
    tag_total: int = 0
    is_starred: bool = False

    @property
    def behind(self) -> str:
        """What follows the name in an address of the version that people mean: an alias, or a number."""
        names = [each.alias for each in self.aliases]
        if names:
            return f"@{'champion' if 'champion' in names else names[0]}"
        return f"/{self.latest.number}" if self.latest else "/1"


def find(tx: Transaction, access: Access, iid: int) -> RegisteredModel:
    """Return the model of a number, in the trash or not."""
    found = model_rows.by_iid(tx, access.project.id, iid)
    if found is None or found.deleted_at == 0:
        raise NotFound(f"There is no model {iid} in this project.")
    return found


def find_active(tx: Transaction, access: Access, iid: int) -> RegisteredModel:
    """Return the model of a number; raise InvalidState for one in the trash, which only restoring changes."""
    found = find(tx, access, iid)
    if found.deleted_at is not None:
        raise InvalidState("The model is in the trash. Restore it, then change it.")
    return found


def get(tx: Transaction, access: Access, iid: int) -> ModelHead:
    """Return the head of a model's pages, in a fixed number of queries."""
    found = find(tx, access, iid)
    versions, deleted = version_rows.counts(tx, found.id)
    latest = rows.latest(tx, [found.id]).get(found.id)
    alias_total, aliases = rows.aliases(tx, [found.id], limits.MODEL_PAGE_ALIASES).get(found.id, (0, []))
    tag_total, tags = rows.tags(tx, found.id, limits.MODEL_TAGS_SHOWN, limits.MODEL_TAG_LENGTH)
    return ModelHead(
        **msgspec.structs.asdict(found),
        excerpt=first_line(found.description[: 4 * limits.MODEL_EXCERPT_LENGTH]),
        versions=versions,
        deleted_versions=deleted,
        latest=VersionLink(*latest) if latest else None,
        aliases=tuple(AliasLink(each.alias, VersionLink(*each[1:])) for each in aliases),
        alias_total=alias_total,
        tags=tuple(ModelTag(tag.key, tag.value, tag.length > limits.MODEL_TAG_LENGTH) for tag in tags),
        tag_total=tag_total,
        is_starred=bool(stars.among(tx, access.actor.user_id, Starred.MODEL, [found.id])),
    )


def tag(tx: Transaction, access: Access, iid: int, key: str) -> str:
    """Return the whole value of a tag."""
    value = rows.tag(tx, find_active(tx, access, iid).id, key)
    if value is None:
        raise NotFound(f"The model has no tag '{key}'.")
    return value


def describe(tx: Transaction, access: Access, iid: int, description: str) -> None:
    registered_models.describe(tx, access, find_active(tx, access, iid).name, description)


def rename(tx: Transaction, access: Access, iid: int, name: str) -> None:
    registered_models.rename(tx, access, find_active(tx, access, iid).name, name)


def set_tag(tx: Transaction, access: Access, iid: int, tag: Tag) -> None:
    registered_models.set_tag(tx, access, find_active(tx, access, iid).name, tag)


def delete_tag(tx: Transaction, access: Access, iid: int, key: str) -> None:
    registered_models.delete_tag(tx, access, find_active(tx, access, iid).name, key)


def delete(tx: Transaction, access: Access, iid: int) -> str:
    """Put a model in the trash; return its name."""
    name = find_active(tx, access, iid).name
    registered_models.delete(tx, access, name)
    return name


def restore(tx: Transaction, access: Access, iid: int) -> str:
    """Take a model out of the trash; return its name."""
    counters.hold(tx, access.project.id, "experiment")
    found = find(tx, access, iid)
    if found.deleted_at is None:
        raise InvalidState("The model is not in the trash.")
    registered_models.restore_this(tx, access, found)
    return found.name


def star(tx: Transaction, access: Access, iid: int, *, on: bool) -> str:
    """Give a model a star of the actor, or take it away; return its name."""
    found = find(tx, access, iid)
    assert access.actor.user_id is not None  # nobody else may
    if on:
        stars.put(tx, access.actor.user_id, Starred.MODEL, [found.id], clock.now_ms())
    else:
        stars.remove(tx, access.actor.user_id, Starred.MODEL, [found.id])
    return found.name
