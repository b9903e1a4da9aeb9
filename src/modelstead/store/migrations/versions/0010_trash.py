"""The trash: indexes of what is in it by project, and of what audit events were about."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    in_trash = sa.text("deleted_at IS NOT NULL")
    for name, table, columns in (
        ("runs_trash", "runs", ["project_id", "deleted_with_experiment", "deleted_at", "id", "version_id"]),
        ("logged_models_trash", "logged_models", ["project_id", "deleted_at", "id"]),
        ("model_versions_trash", "model_versions", ["project_id", "deleted_at", "id"]),
    ):
        op.create_index(name, table, columns, sqlite_where=in_trash, postgresql_where=in_trash)
    op.create_index("audit_events_subjects", "audit_events", ["project_id", "subject"])
