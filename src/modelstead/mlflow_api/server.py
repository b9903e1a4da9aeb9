"""MLflow's questions about the server itself."""

import msgspec

from modelstead import __version__
from modelstead.http.answer import Answer, text
from modelstead.mlflow_api.messages.reference import Nothing


class ServerInfo(msgspec.Struct, frozen=True):
    """What a 3.x client asks once: which of the newer ways it may use."""

    store_type: str = "SqlStore"
    workspaces_enabled: bool = False
    multipart_uploads_enabled: bool = True
    multipart_downloads_enabled: bool = False  # two calls for each file, however small, and no gain without a bucket
    presigned_upload_run_id_supported: bool = True
    presigned_upload_model_id_supported: bool = True


def health(_: Nothing) -> Answer:
    return text("OK")


def version(_: Nothing) -> Answer:
    """Give our own version: below 3.4 a client does not send traces by OTLP, which this server does not take."""
    return text(__version__)


def info(_: Nothing) -> ServerInfo:
    return ServerInfo()
