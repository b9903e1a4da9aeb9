"""Storing a plan: the bytes of its files first, then every row in one transaction."""

import asyncio
import hashlib
import random
from collections.abc import AsyncIterator, Callable

import msgspec

from modelstead import clock
from modelstead.demo.planned import PARENT, Plan, PlannedExperiment, PlannedModel, PlannedRun
from modelstead.domain.actor import OPERATOR, Access, Actor
from modelstead.domain.artifact import Address
from modelstead.domain.batch import Batch
from modelstead.domain.experiment import DEFAULT_IID, ViewType
from modelstead.domain.model_version import VERSION_TAG
from modelstead.domain.param import Param
from modelstead.domain.permission import Scope
from modelstead.domain.project import Visibility
from modelstead.domain.role import Role
from modelstead.domain.run import Run
from modelstead.domain.tag import RUN_NAME, Tag
from modelstead.domain.user import User
from modelstead.errors import InvalidState, Unavailable
from modelstead.services import (
    aliases,
    artifacts,
    batches,
    experiment_search,
    experiments,
    inputs,
    model_versions,
    projects,
    registered_models,
    users,
)
from modelstead.store import counters, runs
from modelstead.store import experiments as experiment_rows
from modelstead.store import projects as project_rows
from modelstead.store import registered_models as model_rows
from modelstead.store.blobs.blobs import Blobs, Stored, new_name
from modelstead.store.database import Database
from modelstead.store.transaction import Transaction

TOGETHER = 16  # files that are stored at once

Files = dict[bytes, tuple[str, Stored]]
"""Which blob has these bytes."""


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


class Writing:
    """Writes the rows of a plan in one transaction."""

    def __init__(self, tx: Transaction, access: Access, files: Files, seed: int) -> None:
        self._tx, self._access, self._files = tx, access, files
        self._source: random.Random | None = None
        self._seed = seed
        self.run_ids: dict[int, str] = {}  # by id() of the planned run
        self.unneeded: list[str] = []

    def experiment(self, planned: PlannedExperiment) -> None:
        tx, project = self._tx, self._access.project
        held = experiment_rows.by_name(tx, project.id, planned.name)
        if held is None:
            iid = counters.take(tx, project.id, "experiment")
            row_id = experiments.insert(tx, project.id, iid, planned.name, now=planned.created_at)
            tags = [Tag(key, value) for key, value in planned.tags.items()]
            experiment_rows.set_tags(tx, row_id, tags, planned.created_at)
        else:
            iid, row_id = held.iid, held.id
        if held is None or not planned.is_deleted:
            experiments.find_active(tx, self._access, str(iid))
        for run in planned.runs:
            self._run(run, row_id, iid, parent="")
        if planned.is_deleted:
            experiments.delete(tx, self._access, str(iid))
            runs.delete_with_experiment(tx, row_id, clock.now_ms())

    def model(self, planned: PlannedModel) -> None:
        tx, access = self._tx, self._access
        if model_rows.by_name(tx, access.project.id, planned.name) is None:
            tags = [Tag(key, value) for key, value in planned.tags.items()]
            registered_models.create(tx, access, planned.name, description=planned.description, tags=tags)
            numbered = True
        else:
            numbered = False
        for version in planned.versions:
            run_id = self.run_ids[id(version.run)]
            made = model_versions.create(
                tx,
                access,
                planned.name,
                source=f"runs:/{run_id}/model",
                run_id=run_id,
                description=version.description,
                tags=[Tag(VERSION_TAG, version.semantic_version)] if numbered else [],
            )
            for alias in version.aliases:
                aliases.put(tx, access, planned.name, alias, str(made.number))

    def _run(self, planned: PlannedRun, experiment_id: int, experiment_iid: int, parent: str) -> None:
        tx, access = self._tx, self._access
        run = Run(
            id=0,
            run_id="",
            iid=counters.take(tx, access.project.id, "run"),
            experiment_iid=experiment_iid,
            name=planned.name,
            user_id=planned.user,
            status=planned.status,
            start_time=planned.start_time,
            end_time=planned.end_time,
            deleted_at=None,
        )
        run_id = self._new_id(run.iid)
        run = msgspec.structs.replace(run, run_id=run_id)
        row_id = runs.insert(tx, access.project.id, experiment_id, run, created_by=access.actor.user_id)
        runs.update(tx, msgspec.structs.replace(run, id=row_id))
        self.run_ids[id(planned)] = run_id
        tags = {RUN_NAME: planned.name, **({PARENT: parent} if parent else {}), **planned.tags}
        log(
            tx,
            Batch(
                access.project.id,
                run_id,
                planned.points,
                [Param(key, value) for key, value in planned.params.items()],
                [Tag(key, value) for key, value in tags.items()],
            ),
        )
        inputs.log(tx, access, run_id, planned.datasets, ())
        for path, data in planned.files.items():
            name, stored = self._files[hashlib.sha256(data).digest()]
            spare = artifacts.put(tx, access, Address.of_run(run_id, path), stored, name)
            if spare is not None:
                self.unneeded.append(spare)
        for child in planned.children:
            self._run(child, experiment_id, experiment_iid, run_id)
        if planned.is_deleted:
            runs.set_deleted(tx, row_id, clock.now_ms())

    def _new_id(self, iid: int) -> str:
        """Return an id that is the same in every project of this path that was filled from the same seed."""
        if self._source is None:
            self._source = random.Random(f"{self._seed} {self._access.project.path} {self._access.project.id} {iid}")
        return f"{self._source.getrandbits(128):032x}"


def log(tx: Transaction, batch: Batch) -> None:
    """Log a batch, whatever its size, or raise why not."""
    outcome = batches.log(tx, [batch])[0]
    if outcome is not None:
        raise outcome
