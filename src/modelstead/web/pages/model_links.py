"""Lasting addresses of models and versions, by the names that clients know them by."""

import msgspec

from modelstead.domain import model_version as rules
from modelstead.domain.actor import Access
from modelstead.domain.alias import LATEST
from modelstead.errors import InvalidParameter, NotFound
from modelstead.http.answer import Answer
from modelstead.http.visit import Visit
from modelstead.services import registered_models, version_references
from modelstead.store.database import Database
from modelstead.store.transaction import Transaction
from modelstead.web import urls
from modelstead.web.dialect import see_other


class ModelByName(msgspec.Struct, frozen=True, kw_only=True):
    """A model's name, and a version's: its number, its semantic version, a range, an alias, latest, or a stage."""

    name: str
    reference: str = ""


class ModelLinks:
    """Leads to the pages."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def lead(self, visit: Visit, request: ModelByName) -> Answer:
        model, version = await self._database.read(_find, visit.in_project, request.name, request.reference)
        project = visit.in_project.project
        return see_other(urls.model(project, model) if version is None else urls.version(project, model, version))


def _find(tx: Transaction, access: Access, name: str, reference: str) -> tuple[int, int | None]:
    model = registered_models.find(tx, access, name)
    if not reference:
        return model.iid, None
    if rules.stage(reference) is not None and reference.lower() != LATEST:
        found = version_references.latest(tx, model, [reference])
        if not found:
            raise NotFound(f"No version of {name} is in the stage {reference}.")
        return model.iid, found[0].iid
    try:
        if reference.startswith("@"):
            return model.iid, version_references.find_by_alias(tx, model, reference[1:]).iid
        return model.iid, version_references.find(tx, model, reference).iid
    except InvalidParameter as error:
        raise NotFound(str(error)) from error
