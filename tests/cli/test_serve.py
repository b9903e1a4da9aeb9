"""serve."""

import json
import socket
import stat
from pathlib import Path

from tests.cli.commands import Serving, answer, complaint, serving


def test_the_first_start_prints_all_that_a_user_needs(server: Serving) -> None:
    uri = f"{server.url}/api/v4/projects/1/ml/mlflow"
    assert f'export MLFLOW_TRACKING_URI="{uri}"\nexport MLFLOW_TRACKING_TOKEN="{server.token}"\n' in server.printed
    assert f"    {server.url}/-/setup?secret=" in server.printed
    run_id = server.run()
    found = server.http.get(
        f"{uri}/api/2.0/mlflow/runs/get", params={"run_id": run_id}, headers={"PRIVATE-TOKEN": server.token}
    )
    assert found.status_code == 200


def test_with_json_it_prints_one_object_and_at_the_second_start_no_secret(tmp_path: Path) -> None:
    with serving(tmp_path, "--json") as first:
        shown = json.loads(first.printed)
        assert first.run(shown["token"])
        assert shown["tracking_uri"] == f"{first.url}/api/v4/projects/1/ml/mlflow"
        assert first.http.get(shown["setup_url"]).status_code == 200
        assert (shown["username"], shown["project"]) == ("admin", "admin/first-project")
        assert first.stop() == 0
    with serving(tmp_path, "--json") as second:
        assert json.loads(second.printed) == {"version": shown["version"], "url": second.url}


def test_a_second_start_on_the_same_folder_prints_no_token_and_keeps_data(tmp_path: Path) -> None:
    with serving(tmp_path) as first:
        token, run_id = first.token, first.run()
        assert first.stop() == 0
    with serving(tmp_path) as second:
        assert second.printed.splitlines() == [f"Modelstead {answer('version')['version']} on {second.url}"]
        assert second.call("runs/set-tag", token, run_id=run_id, key="k", value="v").status_code == 200


def test_a_taken_port_is_said_before_anything_is_made(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        said = complaint("serve", "--port", port, "--data-dir", tmp_path / "data")
    assert said == f"Error: Cannot listen on 127.0.0.1:{port}: Address already in use.\n"
    assert not (tmp_path / "data").exists()


def test_a_second_server_on_the_same_port_leaves_the_first_alone(server: Serving) -> None:
    port = server.url.rpartition(":")[2]
    assert "Cannot listen on" in complaint("serve", "--port", port, "--data-dir", server.folder)
    assert server.run()


def test_another_secret_key_is_refused(tmp_path: Path, store: tuple[str, str]) -> None:
    answer("project", "list", *store)
    for command in (("serve", "--port", "0"), ("project", "list"), ("token", "list")):
        said = complaint(*command, *store, MODELSTEAD_SECRET_KEY="k" * 32)
        assert "This database was set up with another secret key" in said
        assert "kkkk" not in said
    assert "at least 32 characters" in complaint("serve", "--port", "0", *store, MODELSTEAD_SECRET_KEY="short")
    (tmp_path / "data" / "secret.key").write_text("")
    assert "at least 32 characters" in complaint("serve", "--port", "0", *store)


def test_a_data_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for folder in (tmp_path / "file", tmp_path / "file" / "below"):
        said = complaint("serve", "--port", "0", "--data-dir", folder)
        assert f"The folder {folder} cannot be made" in said


def test_the_data_folder_is_made_with_its_parents(tmp_path: Path) -> None:
    folder = tmp_path / "a" / "b"
    answer("project", "list", "--data-dir", folder)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert (folder / "modelstead.db").is_file()


def test_an_open_address_is_warned_of(tmp_path: Path) -> None:
    with serving(tmp_path, "--host", "0.0.0.0") as server:  # noqa: S104 - the address that the warning is about
        assert "Warning: this address is open to the network and not encrypted." in server.errors()
        assert server.url.startswith("http://127.0.0.1:")


def test_ipv6_loopback_is_served(tmp_path: Path) -> None:
    with serving(tmp_path, "--host", "::1") as server:
        assert server.url.startswith("http://[::1]:")
        assert server.run()
