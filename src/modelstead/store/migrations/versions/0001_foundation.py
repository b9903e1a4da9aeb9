"""Users, groups, projects, tokens; experiments, runs and all they log.

Times are milliseconds since the epoch, flags are 0 or 1. Text sorts by code point on both engines. Metric points and
latest metrics have no foreign keys: on PostgreSQL each would lock the run's row at every logged value. Purging a run
removes them by run.

Keys of metrics, params and tags have a number in each experiment, so that an index that begins with it holds the runs
of one experiment alone: a search never walks over another's.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
Text = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
Real: sa.types.TypeEngine[float] = sa.Double().with_variant(sa.REAL(), "sqlite")
Digest = sa.LargeBinary()


def upgrade() -> None:
    people()
    tokens()
    experiments()
    runs()
    metrics()
    datasets()


def people() -> None:
    op.create_table(
        "instance",
        sa.Column("name", Text, primary_key=True),
        sa.Column("value", Text, nullable=False),
    )
    op.create_table(
        "users",
        sa.Column("id", Id, primary_key=True),
        sa.Column("username", Text, nullable=False, unique=True),
        sa.Column("name", Text, nullable=False),
        sa.Column("email", Text, unique=True),
        sa.Column("kind", Text, nullable=False),
        sa.Column("is_admin", sa.SmallInteger, nullable=False),
        sa.Column("is_active", sa.SmallInteger, nullable=False),
        sa.Column("password_hash", Text),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "groups",
        sa.Column("id", Id, primary_key=True),
        sa.Column("parent_id", Id, sa.ForeignKey("groups.id")),
        sa.Column("path", Text, nullable=False, unique=True),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "projects",
        sa.Column("id", Id, primary_key=True),
        sa.Column("group_id", Id, sa.ForeignKey("groups.id"), nullable=False),
        sa.Column("path", Text, nullable=False, unique=True),
        sa.Column("visibility", Text, nullable=False),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "project_members",
        sa.Column("project_id", Id, sa.ForeignKey("projects.id"), nullable=False),
        sa.Column("user_id", Id, sa.ForeignKey("users.id"), nullable=False),
        sa.Column("role", sa.SmallInteger, nullable=False),
        sa.Column("expires_at", sa.BigInteger),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("project_id", "user_id"),
    )
    op.create_table(
        "group_members",
        sa.Column("group_id", Id, sa.ForeignKey("groups.id"), nullable=False),
        sa.Column("user_id", Id, sa.ForeignKey("users.id"), nullable=False),
        sa.Column("role", sa.SmallInteger, nullable=False),
        sa.Column("expires_at", sa.BigInteger),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("group_id", "user_id"),
    )
    op.create_table(
        "counters",
        sa.Column("project_id", Id, sa.ForeignKey("projects.id"), nullable=False),
        sa.Column("noun", Text, nullable=False),
        sa.Column("value", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("project_id", "noun"),
        sqlite_with_rowid=False,
    )


def tokens() -> None:
    op.create_table(
        "access_tokens",
        sa.Column("id", Id, primary_key=True),
        sa.Column("user_id", Id, sa.ForeignKey("users.id"), nullable=False, index=True),
        sa.Column("name", Text, nullable=False),
        sa.Column("digest", Digest, nullable=False, unique=True),
        sa.Column("scopes", Text, nullable=False),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.Column("expires_at", sa.BigInteger, nullable=False),
        sa.Column("revoked_at", sa.BigInteger),
        sa.Column("last_used_at", sa.BigInteger),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "one_time_links",
        sa.Column("digest", Digest, primary_key=True),
        sa.Column("purpose", Text, nullable=False),
        sa.Column("user_id", Id, sa.ForeignKey("users.id"), nullable=False),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.Column("expires_at", sa.BigInteger, nullable=False),
        sa.Column("used_at", sa.BigInteger),
    )
    op.create_table(
        "replays",
        sa.Column("digest", Digest, primary_key=True),
        sa.Column("answer", sa.LargeBinary, nullable=False),
        sa.Column("created_at", sa.BigInteger, nullable=False),
    )


def experiments() -> None:
    op.create_table(
        "experiments",
        sa.Column("id", Id, primary_key=True),
        sa.Column("project_id", Id, sa.ForeignKey("projects.id"), nullable=False),
        sa.Column("iid", sa.BigInteger, nullable=False),
        sa.Column("name", Text, nullable=False),
        sa.Column("artifact_location", Text, nullable=False),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.Column("updated_at", sa.BigInteger, nullable=False),
        sa.Column("deleted_at", sa.BigInteger),
        sa.UniqueConstraint("project_id", "iid"),
        sa.UniqueConstraint("project_id", "name"),
    )
    op.create_index("experiments_newest", "experiments", ["project_id", sa.text("created_at DESC"), "iid"])
    op.create_table(
        "experiment_tags",
        sa.Column("experiment_id", Id, sa.ForeignKey("experiments.id"), nullable=False),
        sa.Column("key", Text, nullable=False),
        sa.Column("value", Text, nullable=False),
        sa.PrimaryKeyConstraint("experiment_id", "key"),
        sqlite_with_rowid=False,
    )


def runs() -> None:
    op.create_table(
        "runs",
        sa.Column("id", Id, primary_key=True),
        sa.Column("project_id", Id, sa.ForeignKey("projects.id"), nullable=False),
        sa.Column("experiment_id", Id, sa.ForeignKey("experiments.id"), nullable=False),
        sa.Column("iid", sa.BigInteger, nullable=False),
        sa.Column("run_id", Text, nullable=False, unique=True),
        sa.Column("name", Text, nullable=False),
        sa.Column("user_id", Text, nullable=False),
        sa.Column("created_by", Id, sa.ForeignKey("users.id")),
        sa.Column("status", sa.SmallInteger, nullable=False),
        sa.Column("start_time", sa.BigInteger, nullable=False),
        sa.Column("end_time", sa.BigInteger),
        sa.Column("deleted_at", sa.BigInteger),
        sa.Column("deleted_with_experiment", sa.SmallInteger, nullable=False, server_default="0"),
        sa.UniqueConstraint("project_id", "iid"),
    )
    op.create_index("runs_newest", "runs", ["experiment_id", sa.text("start_time DESC"), "run_id"])
    op.create_table(
        "run_keys",
        sa.Column("id", Id, primary_key=True),
        sa.Column("experiment_id", Id, sa.ForeignKey("experiments.id"), nullable=False),
        sa.Column("kind", sa.SmallInteger, nullable=False),
        sa.Column("key", Text, nullable=False),
        sa.UniqueConstraint("experiment_id", "key", "kind"),
    )
    for table in ("params", "run_tags"):
        op.create_table(
            table,
            sa.Column("run_id", Id, sa.ForeignKey("runs.id"), nullable=False),
            sa.Column("key_id", Id, nullable=False),
            sa.Column("value", Text, nullable=False),
            sa.PrimaryKeyConstraint("run_id", "key_id"),
            sqlite_with_rowid=False,
        )
        short = sa.text("length(value) <= 64")  # a longer value might not fit PostgreSQL's index
        op.create_index(
            f"{table}_values", table, ["key_id", "value", "run_id"], sqlite_where=short, postgresql_where=short
        )


def metrics() -> None:
    op.create_table(
        "metric_points",
        sa.Column("run_id", Id, nullable=False),
        sa.Column("key_id", Id, nullable=False),
        sa.Column("timestamp", sa.BigInteger, nullable=False),
        sa.Column("step", sa.BigInteger, nullable=False),
        sa.Column("value", Real, nullable=False),
        sa.Column("is_nan", sa.SmallInteger, nullable=False),
        sa.PrimaryKeyConstraint("run_id", "key_id", "timestamp", "step", "value", "is_nan"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "latest_metrics",
        sa.Column("run_id", Id, nullable=False),
        sa.Column("key_id", Id, nullable=False),
        sa.Column("step", sa.BigInteger, nullable=False),
        sa.Column("timestamp", sa.BigInteger, nullable=False),
        sa.Column("value", Real, nullable=False),
        sa.Column("is_nan", sa.SmallInteger, nullable=False),
        sa.PrimaryKeyConstraint("run_id", "key_id"),
        sqlite_with_rowid=False,
    )
    op.create_index("latest_metrics_values", "latest_metrics", ["key_id", "is_nan", "value", "run_id"])


def datasets() -> None:
    op.create_table(
        "datasets",
        sa.Column("id", Id, primary_key=True),
        sa.Column("experiment_id", Id, sa.ForeignKey("experiments.id"), nullable=False),
        sa.Column("name", Text, nullable=False),
        sa.Column("digest", Text, nullable=False),
        sa.Column("source_type", Text, nullable=False),
        sa.Column("source", Text, nullable=False),
        sa.Column("schema", Text),
        sa.Column("profile", Text),
        sa.UniqueConstraint("experiment_id", "name", "digest"),
    )
    op.create_table(
        "run_datasets",
        sa.Column("run_id", Id, sa.ForeignKey("runs.id"), nullable=False),
        sa.Column("dataset_id", Id, sa.ForeignKey("datasets.id"), nullable=False),
        sa.PrimaryKeyConstraint("run_id", "dataset_id"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "run_dataset_tags",
        sa.Column("run_id", Id, nullable=False),
        sa.Column("dataset_id", Id, nullable=False),
        sa.Column("key", Text, nullable=False),
        sa.Column("value", Text, nullable=False),
        sa.PrimaryKeyConstraint("run_id", "dataset_id", "key"),
        sa.ForeignKeyConstraint(["run_id", "dataset_id"], ["run_datasets.run_id", "run_datasets.dataset_id"]),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "run_models",
        sa.Column("run_id", Id, sa.ForeignKey("runs.id"), nullable=False),
        sa.Column("direction", sa.SmallInteger, nullable=False),
        sa.Column("model_id", Text, nullable=False),
        sa.Column("step", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("run_id", "direction", "model_id"),
        sqlite_with_rowid=False,
    )
