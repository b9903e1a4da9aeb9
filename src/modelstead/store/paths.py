"""Paths of groups and projects, which share one namespace: no two differ by case alone."""

from modelstead.store.transaction import Transaction


def hold(tx: Transaction) -> None:
    """Make everyone else who changes paths or owners wait until this transaction ends: what is checked stays true."""
    tx.execute(
        "INSERT INTO instance (name, value) VALUES ('paths', '') "
        "ON CONFLICT (name) DO UPDATE SET value = excluded.value"
    )


def taken_by(tx: Transaction, path: str, *, group_id: int = 0, project_id: int = 0) -> str | None:
    """Return whether a path is that of a group or a project, other than these; None when it is free."""
    row = tx.one(
        "SELECT 'group' FROM groups WHERE LOWER(path) = ? AND id <> ? "
        "UNION ALL SELECT 'project' FROM projects WHERE LOWER(path) = ? AND id <> ? LIMIT 1",
        (path.lower(), group_id, path.lower(), project_id),
    )
    return None if row is None else str(row[0])


def full_names(tx: Transaction, paths: list[str]) -> dict[str, str]:
    """Return the names of the groups on each path, the highest first, as people read them."""
    prefixes = {path: _prefixes(path) for path in paths}
    wanted = {prefix for each in prefixes.values() for prefix in each}
    names: dict[str, str] = dict(tx.all("SELECT path, name FROM groups WHERE path = ANY(?)", (tx.array(wanted),)))
    return {path: " / ".join(names.get(each) or _last(each) for each in prefixes[path]) for path in paths}


def _prefixes(path: str) -> list[str]:
    parts = path.split("/")
    return ["/".join(parts[:count]) for count in range(1, len(parts) + 1)]


def _last(path: str) -> str:
    return path.rpartition("/")[2]
