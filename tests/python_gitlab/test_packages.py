"""Packages by python-gitlab."""

from pathlib import Path

import pytest

from tests.people import People
from tests.python_gitlab.conftest import Client
from tests.rest_api.calling import proxy
from tests.serving import Running


def test_a_generic_package_goes_up_is_listed_comes_down_and_goes(
    client: Client, people: People, tmp_path: Path
) -> None:
    project = client("developer").projects.get(people.project.id)
    file = tmp_path / "data.csv"
    file.write_bytes(b"a,b\n1,2\n")
    project.generic_packages.upload(package_name="training", package_version="1.0", file_name="data.csv", path=file)
    (package,) = project.packages.list(get_all=True)
    assert (package.name, package.version, package.package_type) == ("training", "1.0", "generic")
    assert [each.file_name for each in package.package_files.list(get_all=True)] == ["data.csv"]
    down = project.generic_packages.download(package_name="training", package_version="1.0", file_name="data.csv")
    assert down == file.read_bytes()
    package.delete()
    assert project.packages.list(get_all=True) == []


@pytest.mark.parametrize("who", ["guest", "reporter", "developer", "project_bot", "read_only"])
def test_whoever_reads_the_project_lists_the_files_of_its_runs(
    server: Running, client: Client, people: People, who: str
) -> None:
    mlflow = server.client(people.developer, people.project.id)
    assert proxy(mlflow, "PUT", mlflow.run(), "model/MLmodel", b"x").status_code == 200
    (package,) = client(who).projects.get(people.project.id).packages.list(package_type="ml_model", get_all=True)
    assert package.version == "candidate_1"
