"""Generic packages: files under a name and a version, which are there from the first file on."""

import pytest

from tests.rest_api.calling import Rest, good, refused, stored
from tests.serving import Mlflow

PATH = "packages/generic/tools/1.0.0/"


@pytest.mark.parametrize("path", ["file.txt", "folder/below/file.txt", "a%20name.txt", "b%2Bc", "x~1@2"])
def test_what_was_put_can_be_had(api: Rest, path: str) -> None:
    stored(api.put(PATH + path, b"content"))
    answer = api.get(PATH + path)
    assert (answer.status_code, answer.content) == (200, b"content")


def test_the_newest_file_of_a_path_is_given(api: Rest) -> None:
    for content in (b"first", b"second", b""):
        stored(api.put(PATH + "file", content))
        assert api.get(PATH + "file").content == content
    assert len(api.packages()) == 1


def test_names_and_versions_are_apart(api: Rest) -> None:
    stored(api.put(PATH + "file", b"one"))
    stored(api.put("packages/generic/tools/1.0.1/file", b"two"))
    stored(api.put("packages/generic/tool/1.0.0/file", b"three"))
    assert api.get(PATH + "file").content == b"one"
    assert len(api.packages()) == 3


@pytest.mark.parametrize("name", ["a", "A.b_c-d+e", "0", "_", ".hidden", "ml_experiment_1", "x" * 255])
def test_a_name_or_version_as_gitlab_takes_it(api: Rest, name: str) -> None:
    for path in (f"packages/generic/{name}/1.0/f", f"packages/generic/p/{name}/f"):
        stored(api.put(path, b"x"))
        assert api.get(path).content == b"x"


@pytest.mark.parametrize("name", ["a%20b", "a..b", "%2E%2E", "a:b", "%C3%BC", "a%2Fb", "x" * 256, "a@b", "a%0A", "%2E"])
def test_any_other_is_refused_and_nothing_is_there(api: Rest, name: str) -> None:
    for path in (f"packages/generic/{name}/1.0/f", f"packages/generic/p/{name}/f"):
        refused(api.put(path, b"x"), 400)
        refused(api.get(path), 400)
    assert api.packages() == []


def test_a_package_that_is_not_there_is_not_found(api: Rest) -> None:
    refused(api.get(PATH + "file"), 404, "There is no artifact 'file'.")
    stored(api.put(PATH + "file", b"x"))
    refused(api.get(PATH + "other"), 404, "There is no artifact 'other'.")


def test_an_upload_that_is_refused_makes_no_package(api: Rest) -> None:
    refused(api.put(PATH + "a/%2E%2E/b", b"x"), 400, "Invalid path")
    answer = api.http.put(api.base + PATH + "f", content=b"x", headers=api.headers | {"Content-Encoding": "gzip"})
    refused(answer, 415, "Compressed")
    assert api.packages() == []


def test_a_file_cannot_be_a_folder_too(api: Rest) -> None:
    stored(api.put(PATH + "a/b", b"x"))
    refused(api.put(PATH + "a", b"x"), 400, "'a' is a folder")
    refused(api.put(PATH + "a/b/c", b"x"), 400, "'a/b' is a file")
    refused(api.get(PATH + "a"), 400, "'a' is a folder")


def test_the_answer_is_the_file_when_it_is_asked_for(api: Rest) -> None:
    answer = api.put(PATH + "a/file.txt", b"content", select="package_file")
    assert answer.status_code == 201
    [package] = api.packages()
    assert answer.json() == api.files(package["id"])[0]
    assert answer.json()["file_name"] == "a%2Ffile.txt"


def test_no_status_but_the_default_is_taken(api: Rest) -> None:
    stored(api.put(PATH + "file", b"x", status="default"))
    refused(api.put(PATH + "file", b"y", status="hidden"), 400, "status is invalid")
    assert api.get(PATH + "file").content == b"x"


def test_mlflow_s_proxy_knows_nothing_of_it(api: Rest, developer: Mlflow) -> None:
    stored(api.put(PATH + "file", b"x"))
    [package] = good(api.get("packages"))
    base = developer.base.removesuffix("mlflow/") + "mlflow-artifacts/artifacts/"
    for path in ("packages/generic/tools/1.0.0/file", f"packages/{package['id']}/artifacts/file"):
        assert developer.http.get(base + path, headers=developer.headers).status_code == 404
