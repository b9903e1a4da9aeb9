"""CI: jobs, which runs and versions they made, whom a project trusts, and where more of a job is to be heard.

A job that nobody has asked about has no `resolved_at`; one to be asked about is due at `ask_at`. The token of a source
is encrypted. A link to a job is sure when the job's ID token made it, and no tag.
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
Text = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
FACTS = (
    "name",
    "stage",
    "status",
    "url",
    "pipeline_id",
    "pipeline_url",
    "pipeline_source",
    "ref",
    "commit_sha",
    "commit_title",
    "merge_request_iid",
    "merge_request_title",
    "merge_request_url",
    "project_path",
    "project_url",
    "user_login",
    "user_name",
    "environment",
)


def upgrade() -> None:
    op.create_table(
        "ci_jobs",
        sa.Column("id", Id, primary_key=True),
        sa.Column("project_id", Id, sa.ForeignKey("projects.id"), nullable=False),
        sa.Column("system", Text, nullable=False),
        sa.Column("job_id", Text, nullable=False),
        *(sa.Column(name, Text, nullable=False, server_default="") for name in FACTS),
        sa.Column("is_verified", sa.SmallInteger, nullable=False, server_default="0"),
        sa.Column("attempts", sa.Integer, nullable=False, server_default="0"),
        sa.Column("ask_at", sa.BigInteger),
        sa.Column("last_error", Text, nullable=False, server_default=""),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.Column("updated_at", sa.BigInteger, nullable=False),
        sa.Column("resolved_at", sa.BigInteger),
        sa.UniqueConstraint("project_id", "system", "job_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ci_jobs_newest", "ci_jobs", ["project_id", "id"])
    op.create_index("ci_jobs_pipelines", "ci_jobs", ["project_id", "pipeline_id"])
    waiting = sa.text("ask_at IS NOT NULL")
    op.create_index("ci_jobs_due", "ci_jobs", ["ask_at"], sqlite_where=waiting, postgresql_where=waiting)
    linked = sa.text("ci_job_id IS NOT NULL")
    for table in ("runs", "model_versions"):
        op.add_column(table, sa.Column("ci_job_id", Id))
        op.add_column(table, sa.Column("ci_job_is_sure", sa.SmallInteger, nullable=False, server_default="0"))
        op.create_index(f"{table}_ci_jobs", table, ["ci_job_id"], sqlite_where=linked, postgresql_where=linked)
    op.create_table(
        "ci_trust_rules",
        sa.Column("id", Id, primary_key=True),
        sa.Column("project_id", Id, sa.ForeignKey("projects.id"), nullable=False),
        sa.Column("name", Text, nullable=False),
        sa.Column("issuer", Text, nullable=False),
        sa.Column("project_path", Text, nullable=False),
        sa.Column("ref", Text, nullable=False),
        sa.Column("only_protected", sa.SmallInteger, nullable=False),
        sa.Column("environment", Text, nullable=False),
        sa.Column("role", sa.SmallInteger, nullable=False),
        sa.Column("created_by", Id, sa.ForeignKey("users.id")),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.Column("updated_at", sa.BigInteger, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ci_trust_rules_projects", "ci_trust_rules", ["project_id"])
    op.create_index("ci_trust_rules_issuers", "ci_trust_rules", ["issuer"])
    op.create_table(
        "ci_sources",
        sa.Column("project_id", Id, sa.ForeignKey("projects.id"), primary_key=True),
        sa.Column("url", Text, nullable=False),  # of a GitLab
        sa.Column("path", Text, nullable=False),  # of the project there
        sa.Column("token", sa.LargeBinary),
        sa.Column("created_by", Id, sa.ForeignKey("users.id")),
        sa.Column("updated_at", sa.BigInteger, nullable=False),
        sa.Column("last_error", Text, nullable=False, server_default=""),
        sa.Column("rests_until", sa.BigInteger, nullable=False, server_default="0"),
        sqlite_with_rowid=False,
    )
