"""MLflow's calls about uploads in parts and signed addresses, and what answers at those addresses.

An address has its secret in the query, which no log keeps.
"""

from collections.abc import Mapping
from urllib.parse import urlencode

import msgspec

from modelstead import limits
from modelstead.domain.actor import Access
from modelstead.http.answer import Answer, Streamed
from modelstead.http.body import Body
from modelstead.http.files import file_answer
from modelstead.mlflow_api.messages.artifacts import ArtifactAddress
from modelstead.mlflow_api.messages.transfers import (
    AbortUpload,
    CompleteUpload,
    CreateUpload,
    Credential,
    PartAddress,
    PieceAddress,
    PresignDownload,
    PresignedAddress,
    PresignedDownload,
    PresignedUpload,
    PresignUpload,
    SignedFile,
    UploadCreated,
)
from modelstead.services.downloads import Download
from modelstead.services.transfers import Transfers
from modelstead.settings import tracking_uri

CALLS = "/api/2.0/mlflow-artifacts/"
PART, SIGNED = "mpu/part", "signed"


async def create(transfers: Transfers, access: Access, request: CreateUpload, url: str) -> UploadCreated:
    upload_id, signatures = await transfers.uploads.begin(access, request.of_file, request.num_parts)
    credentials = [
        Credential(_address(url, access, PART, {"upload": upload_id, "number": number, "signature": each}), number)
        for number, each in enumerate(signatures, 1)
    ]
    return UploadCreated(upload_id, credentials)


async def complete(transfers: Transfers, access: Access, request: CompleteUpload, _: str) -> None:
    await transfers.uploads.complete(access, request.of_file, request.upload_id, request.given)


async def abort(transfers: Transfers, access: Access, request: AbortUpload, _: str) -> None:
    await transfers.uploads.abort(access, request.of_file, request.upload_id)


async def put_part(transfers: Transfers, project: str, request: PartAddress, body: Body) -> Answer:
    body.check_is_plain()
    etag = await transfers.uploads.put_part(
        project, request.upload, request.number, request.signature, body.chunks(), body.size
    )
    return _stored(etag)


async def presign_upload(transfers: Transfers, access: Access, request: PresignUpload, url: str) -> PresignedUpload:
    begun = await transfers.uploads.begin_piece(access, request.of_upload, request.expiration)
    return PresignedUpload(_address(url, access, SIGNED, {"upload": begun[0], "signature": begun[1]}))


async def put_signed(transfers: Transfers, project: str, request: PieceAddress, body: Body) -> Answer:
    body.check_is_plain()
    etag = await transfers.uploads.put_piece(project, request.upload, request.signature, body.chunks(), body.size)
    return _stored(etag)


async def presign_download(
    transfers: Transfers, access: Access, request: PresignDownload, url: str
) -> PresignedDownload:
    signed = await transfers.downloads.sign(access, request.of_file, request.expiration)
    return PresignedDownload(_download(url, access, signed), signed.size)


async def presign(transfers: Transfers, access: Access, request: ArtifactAddress, url: str) -> PresignedAddress:
    signed = await transfers.downloads.sign(access, request.of_file, limits.PRESIGNED_SECONDS)
    return PresignedAddress(_download(url, access, signed), signed.size)


async def get_signed(transfers: Transfers, project: str, request: SignedFile, body: Body) -> Answer | Streamed:
    downloads = transfers.downloads
    return await file_answer(await downloads.find(project, request.ticket), body, downloads.read)


def _download(url: str, access: Access, signed: Download) -> str:
    if signed.ticket is None:
        assert signed.url is not None
        return signed.url
    return _address(url, access, SIGNED, msgspec.structs.asdict(signed.ticket))


def _address(url: str, access: Access, call: str, fields: Mapping[str, object]) -> str:
    return f"{tracking_uri(url, access.project.id)}{CALLS}{call}?{urlencode(fields)}"


def _stored(etag: str) -> Answer:
    return Answer(200, b"{}", headers=((b"etag", f'"{etag}"'.encode()),))
