"""Search: an index by which runs are found by how their names begin.

It is partial, and by a condition that only that search names, so that no other query takes it for one on projects.
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    named = sa.text("length(name) > 0")
    op.create_index(
        "runs_names",
        "runs",
        ["project_id", sa.text("LOWER(name)")],
        sqlite_where=named,
        postgresql_where=named,
    )
