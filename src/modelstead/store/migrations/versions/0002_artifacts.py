"""Artifacts: rows that point to blobs.

A blob is bytes under a random name in the store of blobs; equal bytes are one blob in a project. The primary key of
artifacts is a folder's listing. They have no foreign key to their owner, which is a row of one of several tables.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
Text = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "blobs",
        sa.Column("id", Id, primary_key=True),
        sa.Column("project_id", Id, sa.ForeignKey("projects.id"), nullable=False),
        sa.Column("name", Text, nullable=False, unique=True),
        sa.Column("sha256", sa.LargeBinary, nullable=False),
        sa.Column("size", sa.BigInteger, nullable=False),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.UniqueConstraint("project_id", "sha256"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "artifacts",
        sa.Column("owner_kind", sa.SmallInteger, nullable=False),
        sa.Column("owner_id", Id, nullable=False),
        sa.Column("folder", Text, nullable=False),
        sa.Column("name", Text, nullable=False),
        sa.Column("blob_id", Id, sa.ForeignKey("blobs.id"), nullable=False, index=True),
        sa.Column("updated_at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("owner_kind", "owner_id", "folder", "name"),
        sqlite_with_rowid=False,
    )
