"""The model registry: registered models, their versions, tags and aliases, and what changed them.

`precedence` sorts as text as Semantic Versioning orders versions, so that an index has the highest one and the versions
of a range. Names and semantic versions are unique among what is not in the trash. A prompt, which clients keep as a
registered model, has no experiment and its versions no runs. `runs.version_id` is the version whose own run it is.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
Text = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
LIVING = sa.text("deleted_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "registered_models",
        sa.Column("id", Id, primary_key=True),
        sa.Column("project_id", Id, sa.ForeignKey("projects.id"), nullable=False),
        sa.Column("experiment_id", Id, sa.ForeignKey("experiments.id")),
        sa.Column("iid", sa.BigInteger, nullable=False),
        sa.Column("name", Text, nullable=False),
        sa.Column("is_prompt", sa.SmallInteger, nullable=False),
        sa.Column("description", Text, nullable=False),
        sa.Column("last_number", sa.BigInteger, nullable=False, server_default="0"),
        sa.Column("created_by", Id, sa.ForeignKey("users.id")),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.Column("updated_at", sa.BigInteger, nullable=False),
        sa.Column("deleted_at", sa.BigInteger),
        sa.UniqueConstraint("project_id", "iid"),
        sqlite_autoincrement=True,
    )
    _unique_among_living("registered_models", "registered_models_names", ["project_id", "name"])
    op.create_index("registered_models_experiments", "registered_models", ["experiment_id"])
    op.create_table(
        "model_versions",
        sa.Column("id", Id, primary_key=True),
        sa.Column("project_id", Id, sa.ForeignKey("projects.id"), nullable=False),
        sa.Column("model_id", Id, sa.ForeignKey("registered_models.id"), nullable=False),
        sa.Column("iid", sa.BigInteger, nullable=False),
        sa.Column("number", sa.BigInteger, nullable=False),
        sa.Column("semantic_version", Text, nullable=False),
        sa.Column("precedence", Text, nullable=False),
        sa.Column("is_prerelease", sa.SmallInteger, nullable=False),
        sa.Column("stage", sa.SmallInteger, nullable=False),
        sa.Column("description", Text, nullable=False),
        sa.Column("source", Text, nullable=False),
        sa.Column("run_link", Text, nullable=False),
        sa.Column("run_id", Id, sa.ForeignKey("runs.id")),
        sa.Column("logged_model_id", Text),
        sa.Column("files_sha256", sa.LargeBinary, nullable=False),
        sa.Column("created_by", Id, sa.ForeignKey("users.id")),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.Column("updated_at", sa.BigInteger, nullable=False),
        sa.Column("deleted_at", sa.BigInteger),
        sa.UniqueConstraint("project_id", "iid"),
        sa.UniqueConstraint("model_id", "number"),
        sqlite_autoincrement=True,
    )
    _unique_among_living("model_versions", "model_versions_semantic", ["model_id", "semantic_version"])
    op.create_index("model_versions_precedence", "model_versions", ["model_id", "precedence", "number"])
    op.create_index(
        "model_versions_highest",
        "model_versions",
        ["model_id", "stage", "is_prerelease", sa.text("precedence DESC"), sa.text("number DESC")],
        sqlite_where=LIVING,
        postgresql_where=LIVING,
    )
    op.create_index("model_versions_updated", "model_versions", ["project_id", sa.text("updated_at DESC")])
    op.create_index("model_versions_runs", "model_versions", ["run_id"])
    op.create_index("model_versions_logged_models", "model_versions", ["logged_model_id"])
    for table, owner in (("registered_model_tags", "registered_models"), ("model_version_tags", "model_versions")):
        op.create_table(
            table,
            sa.Column("owner_id", Id, sa.ForeignKey(f"{owner}.id"), nullable=False),
            sa.Column("key", Text, nullable=False),
            sa.Column("value", Text, nullable=False),
            sa.PrimaryKeyConstraint("owner_id", "key"),
            sqlite_with_rowid=False,
        )
    prompts = sa.text("key = 'mlflow.prompt.is_prompt' AND value = 'true'")  # which most searches hide
    op.create_index(
        "model_version_tags_prompts", "model_version_tags", ["owner_id"], sqlite_where=prompts, postgresql_where=prompts
    )
    op.create_table(
        "model_aliases",
        sa.Column("model_id", Id, sa.ForeignKey("registered_models.id"), nullable=False),
        sa.Column("alias", Text, nullable=False),
        sa.Column("version_id", Id, sa.ForeignKey("model_versions.id"), nullable=False),
        sa.PrimaryKeyConstraint("model_id", "alias"),
        sqlite_with_rowid=False,
    )
    op.create_index("model_aliases_versions", "model_aliases", ["version_id"])
    op.create_table(
        "audit_events",
        sa.Column("id", Id, primary_key=True),
        sa.Column("project_id", Id, sa.ForeignKey("projects.id")),
        sa.Column("user_id", Id, sa.ForeignKey("users.id")),
        sa.Column("token_id", Id),
        sa.Column("action", Text, nullable=False),
        sa.Column("subject", Text, nullable=False),
        sa.Column("details", Text, nullable=False),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("audit_events_newest", "audit_events", ["project_id", "id"])
    op.add_column("runs", sa.Column("version_id", Id))
    op.add_column("projects", sa.Column("shared_names", sa.SmallInteger, nullable=False, server_default="0"))


def _unique_among_living(table: str, name: str, columns: list[str]) -> None:
    op.create_index(name, table, columns, unique=True, sqlite_where=LIVING, postgresql_where=LIVING)
