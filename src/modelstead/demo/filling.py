"""Storing a plan: the bytes of its files first, then every row in one transaction."""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Callable

import msgspec

from modelstead.demo import ci
from modelstead.demo.planned import Plan
from modelstead.demo.writing import Files, Writing
from modelstead.domain.actor import OPERATOR, Access, Actor
from modelstead.domain.experiment import DEFAULT_IID, ViewType
from modelstead.domain.permission import Scope
from modelstead.domain.project import Visibility
from modelstead.domain.role import Role
from modelstead.domain.user import User
from modelstead.errors import InvalidState, Unavailable
from modelstead.services import (
    experiment_search,
    projects,
    users,
)
from modelstead.store import projects as project_rows
from modelstead.store import runs
from modelstead.store.blobs.blobs import Blobs, new_name
from modelstead.store.database import Database
from modelstead.store.transaction import Transaction

TOGETHER = 16  # files that are stored at once


class Place(msgspec.Struct, frozen=True):
    """The project that is filled, and whose doing it is; `again` fills one that has something."""

    path: str
    owner: User | None = None
    again: bool = False

    def enter(self, tx: Transaction) -> Access:
        """Return the standing of who fills the project, which is created when it is missing."""
        project = project_rows.by_path(tx, self.path)
        if project is None:
            project = projects.create(tx, self.path, Visibility.PRIVATE, owner=self.owner)
        actor = OPERATOR.actor
        if self.owner is not None:
            actor = Actor(self.owner.id, self.owner.username, self.owner.is_admin, frozenset({Scope.API}))
        return Access(actor, project, Role.OWNER)

    def check(self, tx: Transaction) -> None:
        """Raise InvalidState when the project has something, and is not to be filled all the same.

        Where there is no user yet, the server was never started: what makes its administrator is the first start of an
        empty database.
        """
        if not users.every(tx):
            raise InvalidState("There is no user yet. Start the server once: modelstead serve")
        project = project_rows.by_path(tx, self.path)
        if project is None or self.again:
            return
        access = Access(OPERATOR.actor, project, Role.OWNER)
        found, _ = experiment_search.search(tx, access, view=ViewType.ALL, max_results=2)
        if any(each.iid != DEFAULT_IID for each in found) or runs.has_any(tx, project.id):
            raise InvalidState(f"The project '{self.path}' is not empty. Name another, or say --again to add to it.")


class Filled(msgspec.Struct, frozen=True):
    """What was stored."""

    project_id: int
    run_ids: dict[str, str]  # of the runs at the top of the experiments, by experiment and name
    experiments: int
    runs: int
    points: int
    files: int
    bytes: int


async def fill(
    database: Database, blobs: Blobs, place: Place, plan: Plan, seed: int, told: Callable[[int], object]
) -> Filled:
    """Store a plan. After an error nothing of it is there."""
    contents = {data for each in plan.experiments for run in each.all_runs() for data in run.files.values()}
    files = await _put(blobs, sorted(contents), told)
    try:
        filled, unneeded = await database.write(_store, place, plan, files, seed)
    except Unavailable:
        raise  # the rows may be there all the same; the sweep finds what has none
    except BaseException:
        await blobs.delete(*(name for name, _ in files.values()))
        raise
    await blobs.delete(*unneeded)
    return filled


async def _put(blobs: Blobs, contents: list[bytes], told: Callable[[int], object]) -> Files:
    gate, files = asyncio.Semaphore(TOGETHER), Files()

    async def put(data: bytes) -> None:
        async with gate:
            name = new_name()
            files[hashlib.sha256(data).digest()] = (name, await blobs.put(name, _stream(data), limit=len(data)))
            told(1)

    async with asyncio.TaskGroup() as group:
        for data in contents:
            group.create_task(put(data))
    return files


async def _stream(data: bytes) -> AsyncIterator[bytes]:
    yield data


def _store(tx: Transaction, place: Place, plan: Plan, files: Files, seed: int) -> tuple[Filled, list[str]]:
    place.check(tx)
    access = place.enter(tx)
    writing = Writing(tx, access, files, seed)
    for experiment in plan.experiments:
        writing.experiment(experiment)
    ci.prove(tx, access.project.id, plan.experiments, writing.run_ids)
    for model in plan.models:
        writing.model(model)
    planned = [run for each in plan.experiments for run in each.all_runs()]
    filled = Filled(
        project_id=access.project.id,
        run_ids={f"{each.name}:{run.name}": writing.run_ids[id(run)] for each in plan.experiments for run in each.runs},
        experiments=len(plan.experiments),
        runs=len(planned),
        points=sum(len(run.points) for run in planned),
        files=sum(len(run.files) for run in planned),
        bytes=sum(stored.size for _, stored in files.values()),
    )
    return filled, writing.unneeded
