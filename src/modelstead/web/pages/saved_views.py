"""Forms that save how somebody looks at a table of runs, and that forget it."""

from urllib.parse import parse_qsl

from modelstead.errors import InvalidParameter, LimitExceeded
from modelstead.http.answer import Answer
from modelstead.http.visit import Form, Visit
from modelstead.services import saved_views
from modelstead.store.database import Database
from modelstead.web import urls
from modelstead.web.dialect import WebDialect, done, failed
from modelstead.web.run_table import TableState


class SaveView(Form, frozen=True, kw_only=True):
    """The form: a name, and the query of the page's address."""

    iid: int
    name: str = ""
    query: str = ""


class DeleteView(Form, frozen=True, kw_only=True):
    """The form: the view's number."""

    iid: int
    id: int


class SavedViewsPages:
    """Carries the forms out."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._dialect = WebDialect()

    async def save(self, visit: Visit, request: SaveView) -> Answer:
        visit.check(request)
        state = self._state(request.query)
        here = urls.experiment(visit.in_project.project, request.iid)
        query = state.query(page=1, runs=(), parent=0)
        try:
            saved = await self._database.write(
                saved_views.save, visit.in_project, str(request.iid), request.name, query
            )
        except (InvalidParameter, LimitExceeded) as error:
            return failed(visit, here + state.query(), str(error))
        return done(visit, here + saved.query, f"View {saved.name} saved.")

    async def delete(self, visit: Visit, request: DeleteView) -> Answer:
        visit.check(request)
        await self._database.write(saved_views.delete, visit.in_project, str(request.iid), request.id)
        return done(visit, urls.experiment(visit.in_project.project, request.iid), "View deleted.")

    def _state(self, query: str) -> TableState:
        """Return the state that a query says, so that nothing else is ever kept."""
        text = query.removeprefix("?")
        if not text.isascii() or len(parse_qsl(text)) > _PARAMETERS_MAX:
            raise InvalidParameter("This is not the query of a page of runs.")
        return self._dialect.decode(TableState, b"", text.encode(), {})


_PARAMETERS_MAX = 1_000
