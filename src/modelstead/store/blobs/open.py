"""Open the store of blobs that a URL names."""

from collections.abc import Callable
from pathlib import Path
from types import MappingProxyType
from urllib.parse import urlsplit

from modelstead.errors import SettingError
from modelstead.store.blobs.blobs import Blobs


def open_blobs(url: str) -> Blobs:
    """Return the store at file:///path, a path, or s3://bucket/prefix; raise SettingError for anything else.

    A folder is made when it is missing. Nothing is connected yet.
    """
    scheme, separator, _ = url.partition("://")
    if not separator:
        scheme, url = "file", f"file://{url}"
    opener = SCHEMES.get(scheme.lower())
    if opener is None:
        known = " or ".join(f"{name}://" for name in SCHEMES)
        raise SettingError(f"Artifacts cannot be kept at {scheme}://. Name a place that begins with {known}.")
    return opener(url)


def _local(url: str) -> Blobs:
    from modelstead.store.blobs.local import LocalBlobs  # noqa: PLC0415 - only the store in use is loaded

    path = url.partition("://")[2]
    if not path:
        raise SettingError("The place of the artifacts names no folder. Write file:///path, or a path.")
    return LocalBlobs(Path(path))


def _s3(url: str) -> Blobs:
    from modelstead.store.blobs.s3 import S3Blobs  # noqa: PLC0415 - as above

    parts = urlsplit(url)
    if not parts.netloc or parts.query or parts.fragment or "@" in parts.netloc or ":" in parts.netloc:
        raise SettingError(
            "The place of the artifacts must be s3://bucket or s3://bucket/prefix. "
            "Endpoint, region and credentials are read from the AWS_… variables."
        )
    return S3Blobs(parts.netloc, parts.path.strip("/"))


SCHEMES = MappingProxyType[str, Callable[[str], Blobs]]({"file": _local, "s3": _s3})
