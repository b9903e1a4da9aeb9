"""The aliases of a version: those that lead to it, and the others of its model, which can be moved here."""

import msgspec

from modelstead import limits
from modelstead.domain.actor import Access
from modelstead.errors import InvalidParameter, InvalidState
from modelstead.http.answer import Answer
from modelstead.http.visit import Visit
from modelstead.services import version_changes, version_head
from modelstead.services.version_head import VersionHead
from modelstead.store.database import Database
from modelstead.store.transaction import Transaction
from modelstead.store.version_head import AliasRow
from modelstead.web import urls
from modelstead.web.dialect import done, failed, show
from modelstead.web.pages.version_changes import ChangeVersion
from modelstead.web.version_state import VersionPage


class ChangeAlias(ChangeVersion, frozen=True, kw_only=True):
    """The form of an alias."""

    alias: str = ""


class AliasesView(msgspec.Struct, frozen=True):
    """The aliases of the model: those of other versions are the first of `total`; what was typed, and what is wrong."""

    head: VersionHead
    others: list[AliasRow]
    total: int
    alias: str = ""
    errors: dict[str, str] = {}


class VersionAliases:
    """Shows them, sets, moves and removes them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def show(self, visit: Visit, request: VersionPage) -> Answer:
        view = await self._database.read(_view, visit.in_project, request.model, request.iid)
        return show(visit, "version_aliases.html", view)

    async def put(self, visit: Visit, request: ChangeAlias) -> Answer:
        place, alias = (visit.in_project, request.model, request.iid), request.alias.strip().removeprefix("@")
        try:
            before = await self._database.write(version_changes.set_alias, *place, alias)
        except InvalidState:
            raise
        except InvalidParameter as error:
            view = await self._database.read(_view, *place)
            errors = {"alias": str(error) if alias else "Type a name, such as champion."}
            view = msgspec.structs.replace(view, alias=request.alias, errors=errors)
            return show(visit, "version_aliases.html", view, 400)
        moved = f"was moved here from {before}" if before else "leads here now"
        return done(visit, self._here(visit, request), f"@{alias} {moved}.")

    async def remove(self, visit: Visit, request: ChangeAlias) -> Answer:
        here = self._here(visit, request)
        try:
            await self._database.write(
                version_changes.delete_alias, visit.in_project, request.model, request.iid, request.alias
            )
        except InvalidState as error:
            return failed(visit, here, str(error))
        return done(visit, here, f"@{request.alias} is removed. Whoever loads the model by it gets an error now.")

    def _here(self, visit: Visit, request: ChangeAlias) -> str:
        return urls.version_action(visit.in_project.project, request.model, request.iid, "aliases")


def _view(tx: Transaction, access: Access, model: int, iid: int) -> AliasesView:
    version_head.active(tx, access, model, iid)
    found = version_head.find(tx, access, model, iid)
    others = [row for row in version_head.aliases(tx, found) if row.iid != iid]
    return AliasesView(version_head.of(tx, found), others[: limits.VERSION_CHOICE], len(others))
