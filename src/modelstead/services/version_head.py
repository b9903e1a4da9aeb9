"""What every page of a model version begins with: the version, its place in its model, and where it is from."""

import msgspec

from modelstead import limits
from modelstead.domain.actor import Access
from modelstead.domain.artifact import Owner, OwnerKind
from modelstead.domain.model_version import ModelVersion
from modelstead.errors import InvalidParameter, InvalidState, NotFound
from modelstead.services import ci_views, model_head, version_references
from modelstead.services.ci_views import JobView
from modelstead.store import artifact_listings, model_versions
from modelstead.store import version_head as rows
from modelstead.store.transaction import Transaction
from modelstead.store.version_head import AliasRow, LinkRow, VersionPlace


class RunOfVersion(msgspec.Struct, frozen=True):
    """The run of a version: its own, or the one that it was promoted from."""

    iid: int
    run_id: str
    name: str
    is_own: bool
    is_deleted: bool


class VersionHead(msgspec.Struct, frozen=True):
    """A version, and what its pages say above their tabs. Times are milliseconds.

    `deleted_at` is that of the version, or of its model.
    """

    iid: int
    model_iid: int
    name: str
    number: int
    semantic_version: str
    aliases: tuple[str, ...]
    stage: str
    description: str
    user: str
    created_at: int
    updated_at: int
    deleted_at: int | None
    is_model_deleted: bool
    is_prompt: bool
    experiment_iid: int | None
    artifact_uri: str
    files: int
    size: int
    files_sha256: str
    source: str
    run_link: str
    logged_model_id: str | None
    run: RunOfVersion | None
    ci_job: JobView | None
    earlier: LinkRow | None
    later: LinkRow | None

    @property
    def label(self) -> str:
        return f"{self.name} {self.semantic_version}"

    @property
    def uri(self) -> str:
        """The address by which clients load exactly this version."""
        if self.is_prompt:
            return f"prompts:/{self.name}/{self.number}"
        return f"models:/{self.name}/{self.semantic_version}"

    @property
    def alias_uri(self) -> str:
        """The address by which clients load whatever an alias of this version leads to, "" without one."""
        return self.uri_of(self.aliases[0]) if self.aliases else ""

    def uri_of(self, alias: str) -> str:
        """Return the address by which clients load what an alias leads to."""
        return f"{'prompts' if self.is_prompt else 'models'}:/{self.name}@{alias}"


class Found(msgspec.Struct, frozen=True):
    """A version and its place."""

    version: ModelVersion
    place: VersionPlace

    @property
    def deleted_at(self) -> int | None:
        return self.place.model_deleted_at if self.version.deleted_at is None else self.version.deleted_at

    @property
    def owner(self) -> Owner:
        """What holds its files."""
        return Owner(OwnerKind.MODEL_VERSION, self.version.id, is_deleted=self.deleted_at is not None)


def find(tx: Transaction, access: Access, model_iid: int, iid: int) -> Found:
    """Return a version by its number and its model's, in use or in the trash."""
    place = rows.place(tx, access.project.id, model_iid, iid)
    version = None if place is None else next(iter(model_versions.by_rows(tx, [place.id])), None)
    if place is None or version is None:
        raise NotFound(f"The model {model_iid} has no version {iid} in this project.")
    return Found(version, place)


def active(tx: Transaction, access: Access, model_iid: int, iid: int) -> ModelVersion:
    """Return a version that can be changed; raise InvalidState for one in the trash."""
    found = find(tx, access, model_iid, iid)
    if found.deleted_at is not None:
        raise InvalidState("The version is in the trash. Restore it, then change it.")
    return found.version


def by_reference(tx: Transaction, access: Access, model_iid: int, reference: str) -> int:
    """Return the number of the version that a semantic version, a range, an alias or `latest` leads to now."""
    model = model_head.find(tx, access, model_iid)
    try:
        return version_references.find_by_alias(tx, model, reference).iid
    except InvalidParameter as error:  # an alias that is not there is a page that is not there
        raise NotFound(str(error)) from error


def get(tx: Transaction, access: Access, model_iid: int, iid: int) -> VersionHead:
    """Return the head of the pages of a version."""
    return of(tx, find(tx, access, model_iid, iid))


def of(tx: Transaction, found: Found) -> VersionHead:
    version, place = found.version, found.place
    folders = artifact_listings.folders(tx, found.owner, limits.ARTIFACT_LIST)
    order = (place.model_id, place.precedence, version.number)
    return VersionHead(
        iid=version.iid,
        model_iid=place.model_iid,
        name=version.name,
        number=version.number,
        semantic_version=version.semantic_version,
        aliases=version.aliases,
        stage="" if version.stage == 0 else version.stage.label,
        description=version.description,
        user=version.user,
        created_at=version.created_at,
        updated_at=version.updated_at,
        deleted_at=found.deleted_at,
        is_model_deleted=place.model_deleted_at is not None,
        is_prompt=version.is_prompt,
        experiment_iid=place.experiment_iid,
        artifact_uri=version.artifact_uri,
        files=sum(row.files for row in folders),
        size=sum(row.size for row in folders),
        files_sha256=version.files_sha256.hex(),
        source=version.source,
        run_link=version.run_link,
        logged_model_id=version.logged_model_id,
        run=_run(version, place),
        ci_job=ci_views.of_version(tx, version.id),
        earlier=rows.before(tx, *order),
        later=rows.after(tx, *order),
    )


def aliases(tx: Transaction, found: Found) -> list[AliasRow]:
    """Return the aliases of a version's model, with the versions that they lead to."""
    return rows.aliases(tx, found.place.model_id)


def siblings(tx: Transaction, found: Found) -> list[LinkRow]:
    """Return the other versions of the same run."""
    if found.place.run_row is None:
        return []
    return [
        row for row in rows.of_run(tx, found.place.run_row, limits.VERSION_SIBLINGS) if row.iid != found.version.iid
    ]


def _run(version: ModelVersion, place: VersionPlace) -> RunOfVersion | None:
    if place.run_iid is None or place.run_deleted_at == 0:  # being purged
        return None
    return RunOfVersion(
        place.run_iid, version.run_id, place.run_name or "", place.is_own_run, place.run_deleted_at is not None
    )
