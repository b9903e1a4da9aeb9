"""Commands on the data folder of a running server."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

from tests.cli.commands import Serving, answer, complaint
from tests.reliability.load import Ledger, assert_kept, write


def experiments(server: Serving, project: int, token: str) -> int:
    url = f"/api/v4/projects/{project}/ml/mlflow/api/2.0/mlflow/experiments/search"
    return server.http.get(url, headers={"Authorization": f"Bearer {token}"}).status_code


def test_what_commands_make_works_at_once_and_what_they_revoke_ends_within_5_seconds(
    server: Serving, store: tuple[str, str]
) -> None:
    project = answer("project", "create", "team/vision", *store)
    answer("user", "create", "ada", *store)
    answer("member", "add", "team/vision", "ada", "developer", *store)
    token = answer("token", "create", "--user", "ada", *store)
    assert experiments(server, project["id"], token["token"]) == 200
    assert experiments(server, 1, token["token"]) == 404
    bot = answer("token", "create", "--project", "team/vision", "--role", "guest", *store)
    assert experiments(server, project["id"], bot["token"]) == 200
    answer("token", "revoke", token["id"], *store)
    revoked_at = time.monotonic()
    while experiments(server, project["id"], token["token"]) != 401:
        assert time.monotonic() - revoked_at < 5.5
        time.sleep(0.1)
    assert experiments(server, project["id"], bot["token"]) == 200


def test_commands_see_what_the_server_made(server: Serving, store: tuple[str, str]) -> None:
    (project,) = answer("project", "list", *store)
    assert project["path"] == "admin/first-project"
    assert project["tracking_uri"] == f"{server.url}/api/v4/projects/1/ml/mlflow"
    (admin,) = answer("user", "list", *store)
    assert (admin["username"], admin["admin"]) == ("admin", True)
    assert answer("migrate", "--check", *store)["pending"] == []
    assert "There is a project" in complaint("project", "create", "admin/first-project", *store)
    assert server.run()


def test_a_token_with_another_prefix_is_taken_too(server: Serving, store: tuple[str, str]) -> None:
    token = answer("token", "create", "--user", "admin", "--token-prefix", "ml-", *store)["token"]
    assert token.startswith("ml-")
    assert experiments(server, 1, token) == 200


def test_commands_do_their_work_while_others_write(server: Serving, store: tuple[str, str]) -> None:
    ledger = Ledger()
    run_id, token = server.run(), server.token
    done = threading.Event()
    with ThreadPoolExecutor(8) as pool:
        for writer in range(8):
            pool.submit(write, server.url, token, run_id, ledger, str(writer), lambda _: not done.is_set())
        try:
            for number in range(3):
                answer("project", "create", f"team/p{number}", *store)
                answer("token", "create", "--user", "admin", *store)
        finally:
            done.set()
    assert ledger.statuses.keys() == {200}
    assert_kept(ledger, server.folder / "modelstead.db")
    assert len(answer("project", "list", *store)) == 4
