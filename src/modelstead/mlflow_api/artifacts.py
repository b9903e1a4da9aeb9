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
from modelstead.mlflow_api.messages.logged_models import LoggedModelFile
from modelstead.services import artifacts, runs
from modelstead.services.artifact_files import ArtifactFiles
from modelstead.store.transaction import Transaction


async def put(files: ArtifactFiles, access: Access, request: ArtifactAddress | RunArtifact, body: Body) -> None:
    body.check_is_plain()
    await files.put(access, request.of_file, body.chunks(), body.size)


async def get(
    files: ArtifactFiles, access: Access, request: ArtifactAddress | RunArtifact | LoggedModelFile, body: Body
) -> Answer | Streamed:
    return await file_answer(await files.find(access, request.of_file), body, files.read)


def delete(tx: Transaction, access: Access, request: ArtifactAddress) -> None:
    artifacts.delete(tx, access, request.of_all)


def list_address(tx: Transaction, access: Access, request: ListAddress) -> Files:
    if not request.path:
        return Files()
    return Files([file_info(each) for each in artifacts.entries(tx, access, request.of_folder)])


def list_of_run(tx: Transaction, access: Access, request: RunArtifact) -> RunFiles:
    folder = request.of_folder
    found = artifacts.entries(tx, access, folder)
    root = runs.find(tx, access, request.run).artifact_uri
    return RunFiles(root, [file_info(each, folder.path) for each in found])
