"""Writing the rows of a plan, in one transaction."""

import hashlib
import random

import msgspec

from modelstead import clock
from modelstead.demo.planned import PARENT, PlannedExperiment, PlannedModel, PlannedRun, PlannedVersion
from modelstead.domain.actor import Access
from modelstead.domain.artifact import Address
from modelstead.domain.batch import Batch
from modelstead.domain.model_version import VERSION_TAG
from modelstead.domain.param import Param
from modelstead.domain.run import Run
from modelstead.domain.tag import RUN_NAME, Tag
from modelstead.services import aliases, artifacts, batches, experiments, inputs, model_versions, registered_models
from modelstead.store import counters, runs
from modelstead.store import experiments as experiment_rows
from modelstead.store import registered_models as model_rows
from modelstead.store.blobs.blobs import Stored
from modelstead.store.transaction import Transaction

Files = dict[bytes, tuple[str, Stored]]
"""Which blob has these bytes."""


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
            self._version(planned, version, numbered=numbered)
        if planned.is_deleted:
            registered_models.delete(tx, access, planned.name)

    def _version(self, of: PlannedModel, planned: PlannedVersion, *, numbered: bool) -> None:
        tx, access = self._tx, self._access
        run_id = "" if planned.run is None else self.run_ids[id(planned.run)]
        tags = planned.tags | ({VERSION_TAG: planned.semantic_version} if numbered else {})
        made = model_versions.create(
            tx,
            access,
            of.name,
            source="/".join(part for part in (f"runs:/{run_id}", planned.path) if part) if run_id else "",
            run_id=run_id,
            description=planned.description,
            tags=[Tag(key, value) for key, value in tags.items()],
        )
        for alias in planned.aliases:
            aliases.put(tx, access, of.name, alias, str(made.number))
        if planned.stage:
            model_versions.move(tx, access, of.name, str(made.number), planned.stage, archive_others=False)
        if planned.is_deleted:
            model_versions.delete(tx, access, of.name, str(made.number))

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
