"""Forms that change the runs which somebody has chosen in a table."""

from collections.abc import Callable

import msgspec

from modelstead.domain.actor import Access
from modelstead.domain.tag import Tag
from modelstead.errors import ModelsteadError, Unauthenticated
from modelstead.http.answer import JSON, Answer
from modelstead.http.visit import Form, Visit
from modelstead.services import run_listing
from modelstead.store.database import Database
from modelstead.store.transaction import Transaction
from modelstead.web import urls
from modelstead.web.addresses import local
from modelstead.web.dialect import POLICY, done, failed, see_other


class ChosenRuns(Form, frozen=True, kw_only=True):
    """The form: runs by their iids, and the page to come back to."""

    runs: tuple[int, ...] = ()
    to: str = "/"


class TagRuns(ChosenRuns, frozen=True, kw_only=True):
    """The form with a tag."""

    key: str = ""
    value: str = ""


class CompareRuns(msgspec.Struct, frozen=True, kw_only=True):
    """The same form, sent as a question."""

    runs: tuple[int, ...] = ()


class Told(msgspec.Struct, frozen=True):
    """What scripts get for what was done."""

    message: str


class RunChangesPages:
    """Carries the forms out. What cannot be done is told where one came from, and then nothing is."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def delete(self, visit: Visit, request: ChosenRuns) -> Answer:
        return await self._do(visit, request, run_listing.delete, "{} moved to the trash.")

    async def restore(self, visit: Visit, request: ChosenRuns) -> Answer:
        return await self._do(visit, request, run_listing.restore, "{} restored.")

    async def star(self, visit: Visit, request: ChosenRuns) -> Answer:
        return await self._do(visit, request, run_listing.star, "{} starred.")

    async def unstar(self, visit: Visit, request: ChosenRuns) -> Answer:
        return await self._do(visit, request, run_listing.unstar, "Star taken from {}.")

    async def tag(self, visit: Visit, request: TagRuns) -> Answer:
        def change(tx: Transaction, access: Access, runs: tuple[int, ...]) -> int:
            return run_listing.set_tag(tx, access, runs, Tag(request.key, request.value))

        return await self._do(visit, request, change, f"Tag {request.key} set on {{}}.")

    async def untag(self, visit: Visit, request: TagRuns) -> Answer:
        def change(tx: Transaction, access: Access, runs: tuple[int, ...]) -> int:
            return run_listing.remove_tag(tx, access, runs, request.key)

        return await self._do(visit, request, change, f"Tag {request.key} removed from {{}}.")

    async def compare(self, visit: Visit, request: CompareRuns) -> Answer:
        return see_other(urls.compare(visit.in_project.project, request.runs))

    async def _do(
        self,
        visit: Visit,
        request: ChosenRuns,
        change: Callable[[Transaction, Access, tuple[int, ...]], int],
        sentence: str,
    ) -> Answer:
        visit.check(request)
        try:
            changed = await self._database.write(change, visit.in_project, request.runs)
            before, _, after = sentence.partition("{}")
            said = f"{before}{changed:,} run{'' if changed == 1 else 's'}{after}"
        except Unauthenticated:
            raise
        except ModelsteadError as error:
            if visit.wants_json:
                raise
            return failed(visit, local(request.to), str(error))
        if visit.wants_json:
            return Answer(200, msgspec.json.encode(Told(said)), JSON, POLICY)
        return done(visit, local(request.to), said)
