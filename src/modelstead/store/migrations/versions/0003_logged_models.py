"""Logged models: their params and tags, and the metrics that were logged for them.

Most look-ups come from clients that list a run's artifacts: they ask for an experiment's models of one name, last
created first, which logged_models_names has in order. What was logged for a model is looked up by its row, so keys
need no numbers. Metrics have no foreign keys, for the reason that metric_points has none.

`dataset` is a number made of a dataset's name and digest, 0 for none: the texts would not fit PostgreSQL's index.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
Text = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
Real: sa.types.TypeEngine[float] = sa.Double().with_variant(sa.REAL(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "logged_models",
        sa.Column("id", Id, primary_key=True),
        sa.Column("project_id", Id, sa.ForeignKey("projects.id"), nullable=False),
        sa.Column("experiment_id", Id, sa.ForeignKey("experiments.id"), nullable=False),
        sa.Column("model_id", Text, nullable=False, unique=True),
        sa.Column("name", Text, nullable=False),
        sa.Column("model_type", Text),
        sa.Column("source_run_id", Text),
        sa.Column("created_by", Id, sa.ForeignKey("users.id")),
        sa.Column("status", sa.SmallInteger, nullable=False),
        sa.Column("status_message", Text),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.Column("updated_at", sa.BigInteger, nullable=False),
        sa.Column("deleted_at", sa.BigInteger),
        sqlite_autoincrement=True,
    )
    newest = sa.text("created_at DESC")
    op.create_index("logged_models_newest", "logged_models", ["experiment_id", newest, "model_id"])
    op.create_index("logged_models_names", "logged_models", ["experiment_id", "name", newest, "model_id"])
    op.create_index("logged_models_sources", "logged_models", ["experiment_id", "source_run_id", newest, "model_id"])
    for table in ("logged_model_params", "logged_model_tags"):
        op.create_table(
            table,
            sa.Column("model_id", Id, sa.ForeignKey("logged_models.id"), nullable=False),
            sa.Column("key", Text, nullable=False),
            sa.Column("value", Text, nullable=False),
            sa.PrimaryKeyConstraint("model_id", "key"),
            sqlite_with_rowid=False,
        )
    op.create_table(
        "logged_model_metrics",
        sa.Column("model_id", Id, nullable=False),
        sa.Column("key", Text, nullable=False),
        sa.Column("timestamp", sa.BigInteger, nullable=False),
        sa.Column("step", sa.BigInteger, nullable=False),
        sa.Column("run_id", Id, nullable=False),
        sa.Column("dataset", sa.BigInteger, nullable=False),
        sa.Column("value", Real, nullable=False),
        sa.Column("is_nan", sa.SmallInteger, nullable=False),
        sa.Column("dataset_name", Text),
        sa.Column("dataset_digest", Text),
        sa.PrimaryKeyConstraint("model_id", "key", "timestamp", "step", "run_id", "dataset", "value", "is_nan"),
        sqlite_with_rowid=False,
    )
