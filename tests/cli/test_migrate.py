"""migrate, on both engines, and serving a PostgreSQL."""

import sqlite3
from pathlib import Path

from modelstead.store import migration
from tests.cli.commands import answer, complaint, modelstead, serving
from tests.postgresql import Postgresql


def test_an_empty_folder_is_migrated_once(store: tuple[str, str]) -> None:
    every = list(migration.revisions())
    check = modelstead("migrate", "--check", "--json", *store)
    assert (check.returncode, check.stderr) == (1, "")
    assert f'"pending": {every}'.replace("'", '"') in check.stdout
    assert answer("migrate", *store) == {"applied": every, "schema": migration.HEAD}
    assert answer("migrate", *store) == {"applied": [], "schema": migration.HEAD}
    assert answer("migrate", "--check", *store) == {"pending": [], "schema": migration.HEAD}


def test_a_newer_schema_is_refused_and_both_versions_named(store: tuple[str, str], tmp_path: Path) -> None:
    answer("migrate", *store)
    with sqlite3.connect(tmp_path / "data" / "modelstead.db") as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
    database.close()
    for command in (("serve", "--port", "0"), ("migrate",), ("migrate", "--check"), ("project", "list")):
        said = complaint(*command, *store)
        assert f"The database has schema 9999; this version of Modelstead knows schemas up to {migration.HEAD}." in said


def test_postgresql_is_migrated_by_command_and_then_served(postgresql: Postgresql, tmp_path: Path) -> None:
    url = postgresql.database(migrated=False)
    store = ("--data-dir", str(tmp_path / "data"), "--database-url", url)
    assert "Run: modelstead migrate" in complaint("serve", "--port", "0", *store)
    assert modelstead("migrate", "--check", *store).returncode == 1
    assert answer("migrate", *store)["applied"] == list(migration.revisions())
    assert modelstead("migrate", "--check", *store).returncode == 0
    with serving(tmp_path, "--database-url", url) as server:
        run_id = server.run()
        token = answer("token", "create", "--user", "admin", *store)["token"]
        assert server.call("runs/set-tag", token, run_id=run_id, key="k", value="v").status_code == 200
        for value in ("a\\u0000b", "\\ud800"):
            body = f'{{"run_id": "{run_id}", "key": "k", "value": "{value}"}}'
            headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
            refused = server.http.post("/api/2.0/mlflow/runs/set-tag", content=body, headers=headers)
            assert refused.status_code == 400
        nul = server.http.get(
            "/api/v4/projects/a%2Fb%00/ml/mlflow/api/2.0/mlflow/experiments/search",
            headers={"Authorization": f"Bearer {token}"},
        )
        assert (nul.status_code, nul.json()["message"]) == (404, "Project not found.")
        assert server.stop() == 0
    assert not (tmp_path / "data" / "modelstead.db").exists()
    with serving(tmp_path, "--database-url", url) as server:
        assert "TOKEN" not in server.printed
        assert server.call("runs/set-tag", token, run_id=run_id, key="k", value="w").status_code == 200


def test_a_postgresql_that_is_not_there_is_said_without_its_password(tmp_path: Path) -> None:
    url = "postgresql://someone:hunter2@127.0.0.1:1/nothing"
    for command in (("serve", "--port", "0"), ("migrate",), ("project", "list")):
        said = complaint(*command, "--data-dir", tmp_path / "data", "--database-url", url)
        assert "cannot be reached" in said
        assert "hunter2" not in said
