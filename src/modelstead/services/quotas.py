"""Quotas, before bytes are taken; store.blob_rows checks them again when the bytes are there."""

from modelstead.domain.quota import Usage, check_quota
from modelstead.store import projects, uploads
from modelstead.store.transaction import Transaction


def check_room(tx: Transaction, project_id: int, size: int) -> None:
    """Raise QuotaExceeded when a project may not keep so many bytes more; parts of unfinished uploads count."""
    usage = projects.usage(tx, project_id)
    if usage.quota is not None:
        check_quota(Usage(usage.used + uploads.stored_bytes(tx, project_id), usage.quota), size)
