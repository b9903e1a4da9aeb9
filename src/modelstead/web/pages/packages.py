"""The registry's packages: the list, one with its files, and the forms that delete."""

from typing import Annotated

import msgspec

from modelstead import limits
from modelstead.domain.actor import Access
from modelstead.http.answer import Answer
from modelstead.http.visit import Form, Visit
from modelstead.services import package_views, packages
from modelstead.services.package_views import FileLine, PackageLine
from modelstead.settings import tracking_uri
from modelstead.store.database import Database
from modelstead.store.transaction import Transaction
from modelstead.web import urls
from modelstead.web.dialect import done, show
from modelstead.web.packages_state import PackagesState, PackageState

Id = Annotated[int, msgspec.Meta(ge=0, le=limits.INT64_MAX)]


class AskDelete(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be deleted: a package, or one file of it."""

    package_id: Id
    file: Id = 0


class DeletePackage(Form, frozen=True, kw_only=True):
    """The form of the same."""

    package_id: Id
    file: Id = 0


class PackagesView(msgspec.Struct, frozen=True):
    """The list; addresses are "" where there is no page. The codes are what makes a package appear."""

    state: PackagesState
    lines: list[PackageLine]
    total: int
    newer: str
    older: str
    upload_code: str
    mlflow_code: str

    @property
    def first(self) -> int:
        return self.state.offset + 1

    @property
    def last(self) -> int:
        return self.state.offset + len(self.lines)


class PackageView(msgspec.Struct, frozen=True):
    """One package; `code` downloads the first of the files here."""

    line: PackageLine
    files: list[FileLine]
    first: int
    newer: str
    older: str
    code: str


class DeleteView(msgspec.Struct, frozen=True):
    """What a form would delete; `file` is None for the whole package."""

    line: PackageLine
    file: FileLine | None


class PackagePages:
    """Shows packages, and deletes what is chosen by the calls that the REST API has."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def list(self, visit: Visit, request: PackagesState) -> Answer:
        name = request.q.strip()
        found = await self._database.read(
            package_views.page, visit.in_project, request.part, request.order, request.of_type, name
        )
        here = urls.packages(visit.in_project.project)
        has_more = request.offset + len(found.lines) < found.total
        view = PackagesView(
            request,
            found.lines,
            found.total,
            here + request.query(page=request.page - 1) if request.page > 1 else "",
            here + request.query(page=request.page + 1) if found.lines and has_more else "",
            _upload_code(visit),
            _mlflow_code(visit),
        )
        return show(visit, "packages.html", view)

    async def show(self, visit: Visit, request: PackageState) -> Answer:
        found = await self._database.read(package_views.whole, visit.in_project, request.package_id, request.part)
        project, line = visit.in_project.project, found.line
        here = urls.package(project, line.id)
        last = request.part.offset + len(found.files)
        view = PackageView(
            line,
            found.files,
            request.part.offset + 1,
            here + request.query(page=request.page - 1) if request.page > 1 else "",
            here + request.query(page=request.page + 1) if found.files and last < line.files else "",
            _download_code(visit, line, found.files[0].path) if found.files else "",
        )
        return show(visit, "package.html", view)

    async def ask(self, visit: Visit, request: AskDelete) -> Answer:
        """Say what will be gone."""
        view = await self._database.read(_asked, visit.in_project, request)
        return show(visit, "package_delete.html", view)

    async def delete(self, visit: Visit, request: DeletePackage) -> Answer:
        project = visit.in_project.project
        if not request.file:
            line = await self._database.write(_delete, visit.in_project, request.package_id)
            return done(visit, urls.packages(project), f"The package {line.name} {line.version} is deleted.")
        has_more = await self._database.write(_delete_file, visit.in_project, request)
        to = urls.package(project, request.package_id) if has_more else urls.packages(project)
        return done(visit, to, "The file is deleted." if has_more else "Its last file is deleted, and so the package.")


def _asked(tx: Transaction, access: Access, request: AskDelete) -> DeleteView:
    if request.file:
        return DeleteView(*package_views.file_of(tx, access, request.package_id, request.file))
    return DeleteView(package_views.head(tx, access, request.package_id), None)


def _delete(tx: Transaction, access: Access, package_id: int) -> PackageLine:
    line = package_views.head(tx, access, package_id)
    packages.delete(tx, access, package_id)
    return line


def _delete_file(tx: Transaction, access: Access, request: DeletePackage) -> bool:
    line = package_views.head(tx, access, request.package_id)
    packages.delete_file(tx, access, request.package_id, request.file)
    return line.files > 1


def _upload_code(visit: Visit) -> str:
    return (
        'curl --header "PRIVATE-TOKEN: $MLFLOW_TRACKING_TOKEN" --upload-file data.csv \\\n'
        f'  "{visit.url}/api/v4/projects/{visit.in_project.project.id}/packages/generic/training-data/1.0/data.csv"'
    )


def _mlflow_code(visit: Visit) -> str:
    return (
        "import mlflow\n\n"
        f'mlflow.set_tracking_uri("{tracking_uri(visit.url, visit.in_project.project.id)}")\n'
        "with mlflow.start_run():\n"
        '    mlflow.log_artifact("weights.bin")'
    )


def _download_code(visit: Visit, line: PackageLine, path: str) -> str:
    return (
        'curl --fail --remote-name --header "PRIVATE-TOKEN: $MLFLOW_TRACKING_TOKEN" \\\n'
        f'  "{visit.url}{urls.package_file(visit.in_project.project, line.reference, path)}"'
    )
