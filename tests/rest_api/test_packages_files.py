"""The files of a package: what is shown of each."""

import hashlib
import re

from tests.rest_api.calling import Rest, proxy, refused, run, stored
from tests.serving import Mlflow

TIME = re.compile(r"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")


def test_a_file_is_shown_with_its_size_and_digest(api: Rest) -> None:
    stored(api.put("packages/generic/p/1/folder/a%20file.txt", b"content"))
    [package] = api.packages()
    [file] = api.files(package["id"])
    assert TIME.fullmatch(file.pop("created_at"))
    assert 0 < file.pop("id") <= 2**53
    assert file == {
        "package_id": package["id"],
        "file_name": "folder%2Fa%20file.txt",
        "size": 7,
        "file_sha256": hashlib.sha256(b"content").hexdigest(),
        "file_md5": None,
        "file_sha1": None,
    }


def test_a_file_s_name_leads_to_it_below_the_package_s_path(api: Rest, developer: Mlflow) -> None:
    run_id, _ = run(developer)
    for path in ("model/MLmodel", "model/data/a%20b%2Bc%25.bin", "top.txt"):
        assert proxy(developer, "PUT", run_id, path, path.encode()).status_code == 200
    [package] = api.packages()
    files = api.files(package["id"])
    assert len(files) == 3
    for file in files:
        answer = api.get(f"packages/ml_models/{package['version']}/files/{file['file_name']}")
        assert hashlib.sha256(answer.content).hexdigest() == file["file_sha256"]


def test_files_come_by_path_or_by_time(api: Rest) -> None:
    for path in ("b", "a/z", "a/y"):
        stored(api.put(f"packages/generic/p/1/{path}", path.encode()))
    [package] = api.packages()

    def order(**query: str) -> list[str]:
        return [each["file_name"] for each in api.files(package["id"], **query)]

    assert order() == order(order_by="id") == order(order_by="file_name") == ["b", "a%2Fy", "a%2Fz"]
    assert order(sort="desc") == ["a%2Fz", "a%2Fy", "b"]
    assert sorted(order(order_by="created_at")) == ["a%2Fy", "a%2Fz", "b"]


def test_equal_bytes_at_two_paths_are_two_files(api: Rest) -> None:
    for path in ("a", "b"):
        stored(api.put(f"packages/generic/p/1/{path}", b"same"))
    [package] = api.packages()
    files = api.files(package["id"])
    assert len({file["id"] for file in files}) == 2
    assert len({file["file_sha256"] for file in files}) == 1


def test_files_of_no_package_are_not_found(api: Rest) -> None:
    for number in (0, 1, 4, 7, 12, 2**63 - 1):
        refused(api.get(f"packages/{number}/package_files"), 404, f"There is no package with the id {number}.")
