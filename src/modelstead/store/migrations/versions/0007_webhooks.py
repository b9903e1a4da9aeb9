"""Webhooks, and their deliveries: the queue of those to make and the log of those made, in one table.

`events` are names joined by commas; `secret` is encrypted. A delivery that waits (state 0) is due at `next_at`; who
claims it moves that on, so that a claim nobody finishes ends by itself. `body` is the text that is sent and signed.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
Text = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
LIVING = sa.text("deleted_at IS NULL")
WAITING = sa.text("state = 0")


def upgrade() -> None:
    op.create_table(
        "webhooks",
        sa.Column("id", Id, primary_key=True),
        sa.Column("project_id", Id, sa.ForeignKey("projects.id"), nullable=False),
        sa.Column("webhook_id", Text, nullable=False, unique=True),
        sa.Column("name", Text, nullable=False),
        sa.Column("description", Text, nullable=False),
        sa.Column("url", Text, nullable=False),
        sa.Column("events", Text, nullable=False),
        sa.Column("secret", sa.LargeBinary),
        sa.Column("status", sa.SmallInteger, nullable=False),
        sa.Column("created_by", Id, sa.ForeignKey("users.id")),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.Column("updated_at", sa.BigInteger, nullable=False),
        sa.Column("deleted_at", sa.BigInteger),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "webhooks_of_projects", "webhooks", ["project_id", "id"], sqlite_where=LIVING, postgresql_where=LIVING
    )
    op.create_table(
        "webhook_deliveries",
        sa.Column("id", Id, primary_key=True),
        sa.Column("project_id", Id, sa.ForeignKey("projects.id"), nullable=False),
        sa.Column("webhook_id", Id, sa.ForeignKey("webhooks.id"), nullable=False),
        sa.Column("delivery_id", Text, nullable=False, unique=True),
        sa.Column("event", Text, nullable=False),
        sa.Column("body", Text, nullable=False),
        sa.Column("state", sa.SmallInteger, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("next_at", sa.BigInteger, nullable=False),
        sa.Column("last_status", sa.Integer),
        sa.Column("last_answer", Text, nullable=False),
        sa.Column("last_error", Text, nullable=False),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.Column("updated_at", sa.BigInteger, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "webhook_deliveries_due", "webhook_deliveries", ["next_at"], sqlite_where=WAITING, postgresql_where=WAITING
    )
    op.create_index("webhook_deliveries_log", "webhook_deliveries", ["webhook_id", "id"])
