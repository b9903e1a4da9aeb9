"""A model version: its card, its run's performance, where it is from, and all of it as JSON."""

import msgspec

from modelstead import limits
from modelstead.domain.actor import Access
from modelstead.domain.key import shortened
from modelstead.errors import NotFound
from modelstead.http.answer import JSON, TEXT, Answer
from modelstead.http.visit import Visit
from modelstead.services import run_head, version_head, version_overview
from modelstead.services.run_head import RunHead
from modelstead.services.run_overview import LatestMetrics
from modelstead.services.version_head import Found, VersionHead
from modelstead.services.version_overview import Lineage, Use
from modelstead.store.database import Database
from modelstead.store.transaction import Transaction
from modelstead.web import urls
from modelstead.web.dialect import POLICY, see_other, show
from modelstead.web.long_texts import shown
from modelstead.web.markdown import Places
from modelstead.web.pages.run import ShownTexts
from modelstead.web.version_state import VersionPage, VersionState


class VersionView(msgspec.Struct, frozen=True):
    """What the page shows; of the tabs, what the chosen one needs. `run` is the head of the version's run."""

    head: VersionHead
    state: VersionState
    use: Use | None = None
    tags: ShownTexts | None = None
    run: RunHead | None = None
    params: ShownTexts | None = None
    metrics: LatestMetrics | None = None
    lineage: Lineage | None = None
    json: str = ""


class VersionPages:
    """Shows a version."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def show(self, visit: Visit, request: VersionState) -> Answer:
        """Show the page of a number; a name of a version leads on to the page of the one that it means now."""
        place = visit.in_project.project
        if request.number is None:
            if request.iid.isdecimal():
                raise NotFound(f"There is no version {shortened(request.iid)}.")
            iid = await self._database.read(version_head.by_reference, visit.in_project, request.model, request.iid)
            return see_other(urls.version(place, request.model, iid) + request.query())
        view = await self._database.read(_view, visit.in_project, request, request.number)
        here = urls.version(place, view.head.model_iid, view.head.iid)
        return show(visit, "version.html", view, places=Places(f"{here}/raw", f"{here}/files", ""))

    async def download(self, visit: Visit, request: VersionPage) -> Answer:
        """Give a version as a JSON file."""
        found = await self._database.read(version_head.find, visit.in_project, request.model, request.iid)
        name = f'attachment; filename="version-{request.iid}.json"'.encode()
        return Answer(200, as_json(found), JSON, (*POLICY, (b"content-disposition", name)))

    async def tag(self, visit: Visit, request: VersionPage) -> Answer:
        """Give the whole of a tag's value as text."""
        found = await self._database.read(
            version_overview.tag, visit.in_project, request.model, request.iid, request.key
        )
        return Answer(200, found.value.encode(), TEXT, POLICY)


def _view(tx: Transaction, access: Access, state: VersionState, iid: int) -> VersionView:
    found = version_head.find(tx, access, state.model, iid)
    view = VersionView(version_head.of(tx, found), state)
    if state.view == "card":
        rows, total = version_overview.tags(found, is_every="tags" in state.all)
        return msgspec.structs.replace(view, use=version_overview.use(tx, found), tags=ShownTexts(shown(rows), total))
    if state.view == "raw":
        if version_overview.weight(found) > limits.RUN_JSON_BYTES:
            return view
        return msgspec.structs.replace(view, json=msgspec.json.format(as_json(found), indent=2).decode())
    run = version_overview.run_of(tx, access, found)
    if state.view == "lineage":
        return msgspec.structs.replace(view, lineage=version_overview.lineage(tx, access, found, run))
    if run is None:
        return view
    done = version_overview.performance(tx, run, find=state.q.strip(), every=frozenset(state.all))
    return msgspec.structs.replace(
        view,
        run=run_head.of_run(tx, access, run),
        params=ShownTexts(shown(done.params.rows), done.params.total),
        metrics=done.metrics,
    )


def as_json(found: Found) -> bytes:
    """Return a version as MLflow's own clients and servers write it."""
    version = found.version
    return msgspec.json.encode(
        {
            "name": version.name,
            "version": str(version.number),
            "semantic_version": version.semantic_version,
            "creation_timestamp": version.created_at,
            "last_updated_timestamp": version.updated_at,
            "user_id": version.user,
            "current_stage": version.stage.label,
            "description": version.description,
            "source": version.source,
            "artifact_uri": version.artifact_uri,
            "files_sha256": version.files_sha256.hex(),
            "run_id": version.run_id,
            "run_link": version.run_link,
            "model_id": version.logged_model_id,
            "status": "READY",
            "aliases": list(version.aliases),
            "tags": {tag.key: tag.value for tag in version.tags},
        }
    )
