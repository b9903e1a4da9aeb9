"""Jobs, health and storage of the server."""

import shutil
import time
from pathlib import Path
from typing import Any

from modelstead import __version__
from modelstead.domain.project import Visibility
from modelstead.services import jobs, projects, sweeping
from modelstead.services.jobs import JobRun
from modelstead.store.transaction import Transaction
from tests.serving import Running
from tests.signing_in import Browser, site_in
from tests.web.administering import administrator, data

JOBS, HEALTH, STORAGE = (f"/-/admin/{page}" for page in ("jobs", "health", "storage"))


def swept(admin: Browser, after: int) -> dict[str, Any]:
    """Wait until a sweep that was begun after a time has ended."""
    for _ in range(200):
        found = data(admin, JOBS)["background"]["sweep"]
        if found and found["ended_at"] and found["started_at"] > after:
            sweep: dict[str, Any] = found
            return sweep
        time.sleep(0.05)
    raise AssertionError(found)


def test_a_sweep_is_run_when_somebody_asks_and_its_outcome_is_remembered(tmp_path: Path) -> None:
    with site_in(tmp_path) as site:
        admin = administrator(site)
        assert "Never ran" in admin.get(JOBS).text
        assert admin.send(f"{JOBS}/sweep").headers["location"] == JOBS
        first = swept(admin, 0)
        assert (first["error"], first["counts"]["blobs"]) == ("", 0)
        assert first["server"] == data(admin, JOBS)["server"]
        assert admin.send(f"{JOBS}/sweep").status_code == 303
        assert swept(admin, first["started_at"])["error"] == ""
        page = admin.get(JOBS).text
        for part in ("Done", "and then hourly", "Nothing waits"):
            assert part in page, part


def test_a_sweep_that_fails_says_why(tmp_path: Path) -> None:
    with site_in(tmp_path) as site:
        admin = administrator(site)
        site.server.database.write_now(lambda tx: tx.execute("ALTER TABLE uploads RENAME TO hidden"))
        admin.send(f"{JOBS}/sweep")
        assert swept(admin, 0)["error"]
        assert "Failed" in admin.get(JOBS).text


def test_no_second_sweep_begins_while_another_server_is_at_it(tmp_path: Path) -> None:
    with site_in(tmp_path) as site:
        admin = administrator(site)
        now = int(time.time() * 1000)

        def began(tx: Transaction, ago: int) -> None:
            jobs.note(tx, sweeping.JOB, JobRun("another", now - ago))

        site.server.database.write_now(began, 1_000)
        assert "Goes on" in admin.get(JOBS).text
        answer = admin.send(f"{JOBS}/sweep")
        assert "A sweep goes on already" in admin.get(answer.headers["location"]).text
        site.server.database.write_now(began, 2 * 3_600_000)
        assert "Was broken off" in admin.get(JOBS).text
        admin.send(f"{JOBS}/sweep")
        assert swept(admin, 0)["server"] != "another"


def test_health_shows_the_checks_and_what_the_server_is_made_of(site: Running) -> None:
    admin = administrator(site)
    found = data(admin, HEALTH)
    assert [each["fault"] for each in found["checks"]] == ["", ""]
    assert (found["version"], found["schema"]) == (__version__, found["newest_schema"])
    engine, size, counts = found["database"]
    assert (engine.partition(" ")[0], size > 0, set(counts.values())) == ("SQLite", True, {0})
    assert found["data_free"] > 0
    page = admin.get(HEALTH).text
    assert "readiness" in page


def test_no_secret_setting_is_shown(tmp_path: Path) -> None:
    secret = "s" * 40
    with site_in(tmp_path, secret_key=secret, artifact_url=f"file://{tmp_path}/files") as site:
        admin = administrator(site)
        settings = {each["name"]: each["value"] for each in data(admin, HEALTH)["settings"]}
        assert settings["secret_key"] == "(hidden)"
        assert settings["port"].isdigit()
        for path in (HEALTH, STORAGE):
            assert secret not in admin.get(path).text
        assert data(admin, STORAGE)["files_at"] == f"file://{tmp_path}/files"


def test_a_check_that_fails_says_what_is_wrong(tmp_path: Path) -> None:
    with site_in(tmp_path) as site:
        admin = administrator(site)
        shutil.rmtree(tmp_path / "artifacts")
        found = data(admin, HEALTH)["checks"]
        assert (found[0]["fault"], bool(found[1]["fault"])) == ("", True)
        assert found[1]["fault"] in admin.get(HEALTH).text.replace("&#39;", "'")


def test_storage_counts_projects_files_and_uploads(tmp_path: Path) -> None:
    with site_in(tmp_path) as site:
        admin = administrator(site)
        assert "No files yet" in admin.get(STORAGE).text

        def fill(tx: Transaction) -> None:
            project = projects.create(tx, "stored/here", Visibility.PRIVATE)
            tx.execute("UPDATE projects SET used_bytes = 2048 WHERE id = ?", (project.id,))
            tx.execute(
                "INSERT INTO blobs (project_id, name, sha256, size, created_at) VALUES (?, 'a', ?, 2048, 1)",
                (project.id, b"\0" * 32),
            )
            tx.execute(
                "INSERT INTO uploads (project_id, upload_id, kind, address, part_count, stored_bytes, created_at, "
                "expires_at) VALUES (?, 'u', 1, '{}', 1, 10, 1, 2)",
                (project.id,),
            )

        site.server.database.write_now(fill)
        found = data(admin, STORAGE)
        assert found["kept"][1:] == [2048, 0, 1, 10, 1]
        assert found["files"] == [1, 1, 2048]
        assert (found["largest"][0]["project"]["path"], found["largest"][0]["usage"]["used"]) == ("stored/here", 2048)
        assert "2.0 KiB" in admin.get(STORAGE).text
