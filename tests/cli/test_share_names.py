"""modelstead project share-names."""

from pathlib import Path

from tests.cli.commands import answer, serving

Store = tuple[str, str]


def test_a_project_shares_names_when_it_is_told_to(store: Store) -> None:
    answer("project", "create", "team/vision", *store)
    shown = answer("project", "share-names", "team/vision", "yes", *store)
    assert shown == {"id": 1, "path": "team/vision", "shared_names": True}
    assert answer("project", "share-names", "team/vision", "no", *store)["shared_names"] is False


def test_a_running_server_then_takes_a_model_with_the_name_of_an_experiment(tmp_path: Path) -> None:
    with serving(tmp_path) as server:

        def create(name: str) -> int:
            headers = {"PRIVATE-TOKEN": server.token}
            path = "/api/2.0/mlflow/registered-models/create"
            return server.http.post(path, json={"name": name}, headers=headers).status_code

        assert create("Default") == 400
        answer("project", "share-names", "admin/first-project", "yes", "--data-dir", server.folder)
        assert create("Default") == 200
