"""Rows of the rules by which CI is trusted."""

from modelstead.domain.ci_trust import TrustRule
from modelstead.domain.role import Role
from modelstead.store.transaction import Row, Transaction

_SELECT = (
    "SELECT id, project_id, name, issuer, project_path, ref, only_protected, environment, role, created_by, "
    "created_at, updated_at FROM ci_trust_rules"
)


def insert(tx: Transaction, rule: TrustRule) -> int:
    """Store a rule, whose `id` is not known yet, and return it."""
    row = tx.one(
        "INSERT INTO ci_trust_rules (project_id, name, issuer, project_path, ref, only_protected, environment, role, "
        "created_by, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id",
        (rule.project_id, *_values(rule), rule.created_by, rule.created_at, rule.updated_at),
    )
    assert row is not None
    return int(row[0])


def update(tx: Transaction, rule: TrustRule) -> None:
    tx.execute(
        "UPDATE ci_trust_rules SET name = ?, issuer = ?, project_path = ?, ref = ?, only_protected = ?, "
        "environment = ?, role = ?, updated_at = ? WHERE id = ?",
        (*_values(rule), rule.updated_at, rule.id),
    )


def delete(tx: Transaction, project_id: int, rule_id: int) -> bool:
    """Remove a rule; False when the project has none of that id."""
    return tx.execute("DELETE FROM ci_trust_rules WHERE id = ? AND project_id = ?", (rule_id, project_id)) > 0


def get(tx: Transaction, project_id: int, rule_id: int) -> TrustRule | None:
    row = tx.one(f"{_SELECT} WHERE id = ? AND project_id = ?", (rule_id, project_id))
    return None if row is None else _rule(row)


def of_project(tx: Transaction, project_id: int) -> list[TrustRule]:
    """Return a project's rules, in the order in which they are tried."""
    return [_rule(row) for row in tx.all(f"{_SELECT} WHERE project_id = ? ORDER BY id", (project_id,))]


def trusts(tx: Transaction, issuer: str) -> bool:
    """Tell whether any project trusts an issuer: nobody else's keys are asked for."""
    return tx.one("SELECT 1 FROM ci_trust_rules WHERE issuer = ? LIMIT 1", (issuer,)) is not None


def _values(rule: TrustRule) -> tuple[object, ...]:
    return (
        rule.name,
        rule.issuer,
        rule.project_path,
        rule.ref,
        int(rule.only_protected),
        rule.environment,
        int(rule.role),
    )


def _rule(row: Row) -> TrustRule:
    (number, project_id, name, issuer, path, ref, only_protected, environment, role, by, created, updated) = row
    return TrustRule(
        id=number,
        project_id=project_id,
        name=name,
        issuer=issuer,
        project_path=path,
        ref=ref,
        only_protected=bool(only_protected),
        environment=environment,
        role=Role(role),
        created_by=by,
        created_at=created,
        updated_at=updated,
    )
