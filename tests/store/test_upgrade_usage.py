"""What projects keep is counted when a database of an older version is upgraded, on each engine."""

import pytest

from modelstead.domain.quota import Usage
from modelstead.store import projects
from modelstead.store.transaction import Transaction
from tests.store.test_upgrade_with_data import at_revision, url

__all__ = ["url"]  # a fixture


def add_blobs(tx: Transaction) -> None:
    tx.execute(
        "INSERT INTO projects (id, group_id, path, visibility, created_at) VALUES (6, 3, 'team/b', 'private', 1)"
    )
    for number, (project_id, size) in enumerate(((5, 100), (5, 2**40), (6, 7))):
        tx.execute(
            "INSERT INTO blobs (project_id, name, sha256, size, created_at) VALUES (?, ?, ?, ?, 1)",
            (project_id, f"{number:032}", bytes([number]) * 32, size),
        )


@pytest.mark.parametrize("revision", ["0002", "0004"])
def test_each_project_has_its_sum_and_no_quota(url: str, revision: str) -> None:
    database = at_revision(url, revision)
    database.write_now(add_blobs)
    database.migrate()
    assert database.read_now(projects.usages) == {5: Usage(2**40 + 100, None), 6: Usage(7, None)}
    database.close()
