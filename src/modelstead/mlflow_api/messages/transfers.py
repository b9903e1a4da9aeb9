"""Requests and answers about uploads in parts and signed addresses; field names are MLflow's."""

import msgspec

from modelstead import limits
from modelstead.domain.artifact import Address
from modelstead.domain.upload import PartGiven, file_name
from modelstead.errors import InvalidParameter
from modelstead.mlflow_api.messages.artifacts import RunArtifact
from modelstead.mlflow_api.messages.reference import Required
from modelstead.services.downloads import Ticket


class UploadReference(msgspec.Struct, frozen=True, kw_only=True):
    """A file of an upload in parts: its folder's address, and its name or, from clients before 3.18, its local path."""

    address: str
    path: Required

    @property
    def of_file(self) -> Address:
        return Address.parse(f"{self.address.removesuffix('/')}/{file_name(self.path)}")


class CreateUpload(UploadReference, frozen=True, kw_only=True):
    """POST mpu/create."""

    num_parts: int = 1


class Credential(msgspec.Struct, frozen=True):
    """Where to PUT a part, without a token."""

    url: str
    part_number: int
    headers: dict[str, str] = {}


class UploadCreated(msgspec.Struct, frozen=True):
    upload_id: str
    credentials: list[Credential]


class SentPart(msgspec.Struct, frozen=True):
    """A part as the client sent it, with the ETag that it was answered with."""

    part_number: int
    etag: str = ""


class CompleteUpload(UploadReference, frozen=True, kw_only=True):
    """POST mpu/complete."""

    upload_id: Required
    parts: list[SentPart]

    @property
    def given(self) -> list[PartGiven]:
        return [PartGiven(part.part_number, part.etag) for part in self.parts]


class AbortUpload(UploadReference, frozen=True, kw_only=True):
    """POST mpu/abort."""

    upload_id: Required


class SignedFile(msgspec.Struct, frozen=True):
    """GET signed?…: the address of a file, as a presigned call gave it."""

    blob: str
    name: str
    expires: int
    signature: str
    token: int = 0

    @property
    def ticket(self) -> Ticket:
        return Ticket(self.blob, self.name, self.expires, self.signature, self.token)


class PartAddress(msgspec.Struct, frozen=True):
    """PUT mpu/part?…: the address of one part, as mpu/create gave it."""

    upload: str
    number: int
    signature: str


class PieceAddress(msgspec.Struct, frozen=True):
    """PUT signed?…: the address of an upload that is one piece."""

    upload: str
    signature: str


class PresignUpload(RunArtifact, frozen=True, kw_only=True):
    """POST artifacts/presigned-upload-url."""

    model_id: str = ""
    expiration: int = limits.PRESIGNED_UPLOAD_SECONDS

    @property
    def of_upload(self) -> Address:
        if bool(self.run_id or self.run_uuid) == bool(self.model_id):
            raise InvalidParameter("Exactly one of run_id and model_id must be provided.")
        if self.model_id:
            if not self.path:
                raise InvalidParameter("Missing value for required parameter 'path'.")
            return Address.of_logged_model(self.model_id, self.path)
        return self.of_file


class PresignDownload(RunArtifact, frozen=True, kw_only=True):
    """POST artifacts/presigned-download-url."""

    expiration: int = limits.PRESIGNED_SECONDS


class PresignedUpload(msgspec.Struct, frozen=True):
    """Where to PUT a file, once and without a token."""

    presigned_url: str
    headers: dict[str, str] = {}


class PresignedDownload(msgspec.Struct, frozen=True):
    """Where to GET a file of a run, without a token."""

    presigned_url: str
    file_size: int
    headers: dict[str, str] = {}


class PresignedAddress(msgspec.Struct, frozen=True):
    """Where to GET a file of an address, without a token, in ranges if wanted."""

    url: str
    file_size: int
    headers: dict[str, str] = {}
