"""What moves files by other ways than one call with a token."""

from typing import NamedTuple

from modelstead.services.downloads import Downloads
from modelstead.services.upload_files import UploadFiles


class Transfers(NamedTuple):
    """Uploads in parts or by an address that works once, and downloads by signed addresses."""

    uploads: UploadFiles
    downloads: Downloads
