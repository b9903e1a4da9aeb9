"""Uploads in parts and by one-time addresses, and what a project may keep.

Parts are blobs of their own without a row in blobs: they are nothing that a project has until their upload is complete.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
Text = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "uploads",
        sa.Column("id", Id, primary_key=True),
        sa.Column("project_id", Id, sa.ForeignKey("projects.id"), nullable=False),
        sa.Column("upload_id", Text, nullable=False, unique=True),
        sa.Column("kind", sa.SmallInteger, nullable=False),
        sa.Column("address", Text, nullable=False),
        sa.Column("part_count", sa.Integer, nullable=False),
        sa.Column("stored_bytes", sa.BigInteger, nullable=False),
        sa.Column("token_id", Id),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.Column("expires_at", sa.BigInteger, nullable=False),
        sa.Column("completed_at", sa.BigInteger),
        sqlite_autoincrement=True,
    )
    op.create_index("uploads_of_projects", "uploads", ["project_id", "completed_at"])
    op.create_index("uploads_oldest", "uploads", ["expires_at"])
    op.create_table(
        "upload_parts",
        sa.Column("upload_id", Id, sa.ForeignKey("uploads.id"), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("blob", Text, nullable=False, unique=True),
        sa.Column("sha256", sa.LargeBinary, nullable=False),
        sa.Column("size", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("upload_id", "number"),
        sqlite_with_rowid=False,
    )
    op.add_column("projects", sa.Column("quota_bytes", sa.BigInteger))
    op.add_column("projects", sa.Column("used_bytes", sa.BigInteger, nullable=False, server_default="0"))
    op.execute(
        "UPDATE projects SET used_bytes = "
        "(SELECT COALESCE(SUM(size), 0) FROM blobs WHERE blobs.project_id = projects.id)"
    )
