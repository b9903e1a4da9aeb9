"""Access: groups and projects with names and descriptions, rotated tokens, sessions, identities, invitations.

A deleted group, project or user keeps its row, under a path or name that frees its own. `access_tokens.family_id` is
the first token of those that took each other's place. A bot's `project_id` or `group_id` is where its token is good.
Sessions and invitations are found by digests of their secrets. A membership that `is_managed`
follows the groups that an identity provider tells of.
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
Text = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    for table in ("groups", "projects"):
        op.add_column(table, sa.Column("name", Text, nullable=False, server_default=""))
        op.add_column(table, sa.Column("description", Text, nullable=False, server_default=""))
        op.add_column(table, sa.Column("created_by", Id))
        op.add_column(table, sa.Column("updated_at", sa.BigInteger, nullable=False, server_default="0"))
        op.add_column(table, sa.Column("deleted_at", sa.BigInteger))
        op.execute(f"UPDATE {table} SET updated_at = created_at")
    op.add_column("groups", sa.Column("visibility", Text, nullable=False, server_default="private"))
    for visibility in ("internal", "public"):  # nothing may be seen by more people than its group
        op.execute(
            f"UPDATE groups SET visibility = '{visibility}' WHERE EXISTS (SELECT 1 FROM projects p "
            f"WHERE p.visibility = '{visibility}' AND SUBSTR(p.path, 1, LENGTH(groups.path) + 1) = groups.path || '/')"
        )
    op.add_column("projects", sa.Column("archived_at", sa.BigInteger))
    op.add_column("projects", sa.Column("retention_days", sa.Integer))
    op.add_column("users", sa.Column("deleted_at", sa.BigInteger))
    op.add_column("users", sa.Column("deactivated_at", sa.BigInteger))
    op.add_column("users", sa.Column("project_id", Id))
    op.add_column("users", sa.Column("group_id", Id))
    op.execute(
        "UPDATE users SET project_id = (SELECT MIN(m.project_id) FROM project_members m WHERE m.user_id = users.id) "
        "WHERE kind = 'project_bot'"
    )
    op.add_column("users", sa.Column("last_sign_in_at", sa.BigInteger))
    op.add_column("access_tokens", sa.Column("description", Text, nullable=False, server_default=""))
    op.add_column("access_tokens", sa.Column("family_id", Id))
    op.add_column("access_tokens", sa.Column("rotated_at", sa.BigInteger))
    op.create_index("access_tokens_families", "access_tokens", ["family_id"])
    op.create_index("users_projects", "users", ["project_id"])
    op.create_index("users_groups", "users", ["group_id"])
    op.create_index("projects_groups", "projects", ["group_id"])
    op.create_index("groups_parents", "groups", ["parent_id"])
    op.create_index("project_members_users", "project_members", ["user_id"])
    op.create_index("group_members_users", "group_members", ["user_id"])
    op.create_table(
        "sessions",
        sa.Column("id", Id, primary_key=True),
        sa.Column("user_id", Id, sa.ForeignKey("users.id"), nullable=False),
        sa.Column("digest", sa.LargeBinary, nullable=False, unique=True),
        sa.Column("address", Text, nullable=False),
        sa.Column("user_agent", Text, nullable=False),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.Column("seen_at", sa.BigInteger, nullable=False),
        sa.Column("expires_at", sa.BigInteger, nullable=False),
        sa.Column("revoked_at", sa.BigInteger),
        sqlite_autoincrement=True,
    )
    op.create_index("sessions_users", "sessions", ["user_id"])
    op.create_table(
        "sign_in_failures",
        sa.Column("subject", Text, primary_key=True),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False, index=True),
        sqlite_with_rowid=False,
    )
    for table in ("group_members", "project_members"):
        op.add_column(table, sa.Column("is_managed", sa.SmallInteger, nullable=False, server_default="0"))
    op.create_table(
        "identities",
        sa.Column("issuer", Text, nullable=False),
        sa.Column("subject", Text, nullable=False),
        sa.Column("user_id", Id, sa.ForeignKey("users.id"), nullable=False),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("issuer", "subject"),
        sqlite_with_rowid=False,
    )
    op.create_index("identities_users", "identities", ["user_id"])
    op.create_table(
        "invitations",
        sa.Column("id", Id, primary_key=True),
        sa.Column("project_id", Id, sa.ForeignKey("projects.id")),
        sa.Column("group_id", Id, sa.ForeignKey("groups.id")),
        sa.Column("email", Text, nullable=False),
        sa.Column("role", sa.SmallInteger, nullable=False),
        sa.Column("member_expires_at", sa.BigInteger),
        sa.Column("digest", sa.LargeBinary, nullable=False, unique=True),
        sa.Column("created_by", Id, sa.ForeignKey("users.id")),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.Column("expires_at", sa.BigInteger, nullable=False),
        sa.Column("accepted_at", sa.BigInteger),
        sa.Column("revoked_at", sa.BigInteger),
        sqlite_autoincrement=True,
    )
    op.add_column("audit_events", sa.Column("group_id", Id))
    op.add_column("audit_events", sa.Column("address", Text, nullable=False, server_default=""))
    op.create_index("audit_events_users", "audit_events", ["user_id", "id"])
