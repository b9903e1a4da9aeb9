"""DELETE of packages and of single files."""

from tests.rest_api.calling import Rest, listed, proxy, refused, run, stored
from tests.serving import Mlflow


def gone(api: Rest, path: str) -> None:
    answer = api.delete(path)
    assert (answer.status_code, answer.content) == (204, b"")
    assert "content-length" not in answer.headers


def test_a_generic_package_goes_with_its_files(api: Rest) -> None:
    for path in ("a", "folder/b"):
        stored(api.put(f"packages/generic/p/1/{path}", b"x"))
    stored(api.put("packages/generic/p/2/a", b"x"))
    first, second = api.packages()
    gone(api, f"packages/{first['id']}")
    assert api.packages() == [second]
    refused(api.get("packages/generic/p/1/a"), 404)
    refused(api.delete(f"packages/{first['id']}"), 404)
    assert api.get("packages/generic/p/2/a").content == b"x"


def test_a_package_stored_again_has_the_same_id(api: Rest) -> None:
    stored(api.put("packages/generic/p/1/a", b"x"))
    [before] = api.packages()
    gone(api, f"packages/{before['id']}")
    stored(api.put("packages/generic/p/1/b", b"y"))
    [after] = api.packages()
    assert after["id"] == before["id"]
    assert [file["file_name"] for file in api.files(after["id"])] == ["b"]


def test_a_run_stays_without_its_artifacts(api: Rest, developer: Mlflow) -> None:
    run_id, _ = run(developer)
    for path in ("a", "folder/b"):
        proxy(developer, "PUT", run_id, path, b"x")
    [package] = api.packages()
    gone(api, f"packages/{package['id']}")
    assert listed(developer, run_id) == []
    assert developer.get("runs/get", run_id=run_id).status_code == 200


def test_one_file_goes_alone(api: Rest, developer: Mlflow) -> None:
    run_id, _ = run(developer)
    for path in ("a", "a2/b", "a2/c"):
        proxy(developer, "PUT", run_id, path, b"x")
    [package] = api.packages()
    file = next(each for each in api.files(package["id"]) if each["file_name"] == "a2%2Fb")
    path = f"packages/{package['id']}/package_files/{file['id']}"
    gone(api, path)
    assert listed(developer, run_id, "a2") == ["a2/c"]
    assert listed(developer, run_id) == ["a", "a2"]
    refused(api.delete(path), 404, "There is no file with the id")


def test_a_file_that_was_replaced_since_is_not_deleted(api: Rest) -> None:
    stored(api.put("packages/generic/p/1/a", b"seen"))
    [package] = api.packages()
    [file] = api.files(package["id"])
    stored(api.put("packages/generic/p/1/a", b"newer"))
    refused(api.delete(f"packages/{package['id']}/package_files/{file['id']}"), 404)
    assert api.get("packages/generic/p/1/a").content == b"newer"


def test_the_last_file_takes_the_package_with_it(api: Rest) -> None:
    stored(api.put("packages/generic/p/1/a", b"x"))
    [package] = api.packages()
    [file] = api.files(package["id"])
    gone(api, f"packages/{package['id']}/package_files/{file['id']}")
    assert api.packages() == []


def test_what_a_run_in_the_trash_has_stays(api: Rest, developer: Mlflow) -> None:
    run_id, _ = run(developer)
    proxy(developer, "PUT", run_id, "a", b"x")
    [package] = api.packages()
    [file] = api.files(package["id"])
    developer.post("runs/delete", run_id=run_id)
    refused(api.delete(f"packages/{package['id']}"), 404)
    refused(api.delete(f"packages/{package['id']}/package_files/{file['id']}"), 404)
    developer.post("runs/restore", run_id=run_id)
    assert listed(developer, run_id) == ["a"]
