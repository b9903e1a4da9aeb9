"""project set-quota."""

from pathlib import Path

import httpx
import pytest

from tests.cli.commands import answer, complaint, serving

Store = tuple[str, str]


def test_a_quota_is_set_shown_and_taken_away(store: Store) -> None:
    answer("project", "create", "team/vision", *store)
    assert answer("project", "list", *store)[0]["quota_bytes"] is None
    shown = answer("project", "set-quota", "team/vision", 5_000, *store)
    assert shown == {"id": 1, "path": "team/vision", "used_bytes": 0, "quota_bytes": 5_000}
    listed = answer("project", "list", *store)[0]
    assert (listed["used_bytes"], listed["quota_bytes"]) == (0, 5_000)
    assert answer("project", "set-quota", "team/vision", "none", *store)["quota_bytes"] is None


@pytest.mark.parametrize("quota", ["-1", "5 GB", "", "1e9", "9" * 17, "٣"])
def test_what_is_no_number_of_bytes_is_refused(store: Store, quota: str) -> None:
    answer("project", "create", "team/vision", *store)
    assert "A quota is a number of bytes, or none" in complaint(
        "project", "set-quota", *store, "--", "team/vision", quota
    )
    assert "There is no project 'team/x'." in complaint("project", "set-quota", "team/x", "1", *store)


def test_a_running_server_heeds_a_new_quota_at_once(tmp_path: Path) -> None:
    with serving(tmp_path) as server:
        run_id = server.run()
        address = f"/api/2.0/mlflow-artifacts/artifacts/runs/{run_id}/artifacts"

        def put(name: str, content: bytes) -> httpx.Response:
            return server.http.put(f"{address}/{name}", content=content, headers={"PRIVATE-TOKEN": server.token})

        assert put("a", b"1" * 600).status_code == 200
        store = ("--data-dir", str(server.folder))
        assert answer("project", "set-quota", "admin/first-project", 1_000, *store)["used_bytes"] == 600
        refused = put("b", b"2" * 401)
        assert (refused.status_code, refused.json()["error_code"]) == (507, "RESOURCE_EXHAUSTED")
        assert refused.json()["message"] == (
            "The project's storage quota is 1000 bytes, and 600 are used; 401 more do not fit, so nothing was stored. "
            "Delete artifacts, or ask an administrator for more."
        )
        assert put("b", b"2" * 400).status_code == 200
        assert answer("project", "list", *store)[0]["used_bytes"] == 1_000
        answer("project", "set-quota", "admin/first-project", "none", *store)
        assert put("c", b"3").status_code == 200
