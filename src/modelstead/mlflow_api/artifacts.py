"""MLflow's calls about artifacts: the proxy that clients store and fetch files by, and those that name a run."""

from modelstead.domain.actor import Access
from modelstead.http.answer import Answer, Streamed
from modelstead.http.body import Body
from modelstead.http.files import file_answer
from modelstead.mlflow_api.messages.artifacts import (
    ArtifactAddress,
    Files,
    ListAddress,
    RunArtifact,
    RunFiles,
    file_info,
)
from modelstead.services import artifacts, runs
from modelstead.services.artifact_files import ArtifactFiles
from modelstead.store.transaction import Transaction


async def put(files: ArtifactFiles, access: Access, request: ArtifactAddress, body: Body) -> None:
    body.check_is_plain()
    await files.put(access, request.address, body.chunks(), body.size)


async def get(files: ArtifactFiles, access: Access, request: ArtifactAddress, body: Body) -> Answer | Streamed:
    return await file_answer(await files.find(access, request.address), body, files.read)


def delete(tx: Transaction, access: Access, request: ArtifactAddress) -> None:
    artifacts.delete(tx, access, request.address)


def list_address(tx: Transaction, access: Access, request: ListAddress) -> Files:
    if not request.path:
        return Files()
    return Files([file_info(each) for each in artifacts.entries(tx, access, request.path.rstrip("/"))])


def list_of_run(tx: Transaction, access: Access, request: RunArtifact) -> RunFiles:
    folder = request.path.rstrip("/")
    found = artifacts.entries(tx, access, artifacts.run_address(request.run, folder))
    root = runs.find(tx, access, request.run).artifact_uri
    return RunFiles(root, [file_info(each, folder) for each in found])


async def get_of_run(files: ArtifactFiles, access: Access, request: RunArtifact, body: Body) -> Answer | Streamed:
    return await file_answer(await files.find(access, request.file_address), body, files.read)


async def put_of_run(files: ArtifactFiles, access: Access, request: RunArtifact, body: Body) -> None:
    body.check_is_plain()
    await files.put(access, request.file_address, body.chunks(), body.size)
