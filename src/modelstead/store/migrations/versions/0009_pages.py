"""Pages: stars, saved views of tables, and indexes of the runs that go on now and of those in the trash."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
Text = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "stars",
        sa.Column("user_id", Id, sa.ForeignKey("users.id"), nullable=False),
        sa.Column("noun", sa.SmallInteger, nullable=False),  # see domain.star
        sa.Column("item_id", Id, nullable=False),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("user_id", "noun", "item_id"),
        sqlite_with_rowid=False,
    )
    op.create_index("stars_items", "stars", ["noun", "item_id"])
    op.create_table(
        "saved_views",
        sa.Column("id", Id, primary_key=True),
        sa.Column("experiment_id", Id, sa.ForeignKey("experiments.id"), nullable=False),
        sa.Column("name", Text, nullable=False),
        sa.Column("query", Text, nullable=False),  # of the page's address
        sa.Column("user_id", Id, sa.ForeignKey("users.id")),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.UniqueConstraint("experiment_id", "name"),
    )
    running = sa.text("status = 1")
    op.create_index(
        "runs_running",
        "runs",
        ["project_id", "start_time", "experiment_id"],
        sqlite_where=running,
        postgresql_where=running,
    )
    in_trash = sa.text("deleted_at IS NOT NULL")
    op.create_index(
        "runs_deleted",
        "runs",
        ["experiment_id", sa.text("start_time DESC"), "run_id"],
        sqlite_where=in_trash,
        postgresql_where=in_trash,
    )
