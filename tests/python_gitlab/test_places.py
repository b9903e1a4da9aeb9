"""Groups and projects by python-gitlab."""

import itertools

import gitlab
import pytest
from gitlab.v4.objects import Group, Project

from tests.people import People
from tests.python_gitlab.conftest import Client
from tests.serving import Running

_numbers = itertools.count()


def group(api: gitlab.Gitlab, **fields: object) -> Group:
    path = f"by-python-{next(_numbers)}"
    made = api.groups.create({"name": path, "path": path, **fields})
    assert isinstance(made, Group)
    return made


def project(api: gitlab.Gitlab, **fields: object) -> Project:
    made = api.projects.create({"name": f"project-{next(_numbers)}", **fields})
    assert isinstance(made, Project)
    return made


def test_a_group_with_a_subgroup_and_a_project(ada: gitlab.Gitlab) -> None:
    above = group(ada, description="Above")
    below = group(ada, parent_id=above.id)
    made = project(ada, namespace_id=below.id)
    assert made.path_with_namespace == f"{above.path}/{below.path}/{made.path}"
    assert [each.id for each in above.subgroups.list(get_all=True)] == [below.id]
    assert [each.id for each in above.descendant_groups.list(get_all=True)] == [below.id]
    assert [each.id for each in above.projects.list(include_subgroups=True, get_all=True)] == [made.id]
    assert ada.projects.get(made.path_with_namespace).id == made.id
    assert ada.groups.get(below.full_path).id == below.id
    assert {each.full_path for each in ada.namespaces.list(get_all=True)} == {above.full_path, below.full_path}
    assert ada.namespaces.get(below.full_path).id == below.id


def test_changes_are_saved(ada: gitlab.Gitlab) -> None:
    above = group(ada)
    made = project(ada, namespace_id=above.id)
    above.path, above.name = f"{above.path}-renamed", "Renamed"
    above.save()
    assert above.full_name == "Renamed"
    made = ada.projects.get(made.id)
    assert made.path_with_namespace == f"{above.full_path}/{made.path}"
    made.description, made.retention_days = "Described", 30
    made.save()
    again = ada.projects.get(made.id)
    assert (again.description, again.retention_days) == ("Described", 30)


def test_archive_transfer_and_delete(ada: gitlab.Gitlab) -> None:
    first, second = group(ada), group(ada)
    made = project(ada, namespace_id=first.id)
    made.archive()
    assert ada.projects.get(made.id).archived
    made.unarchive()
    made.transfer(second.id)
    assert ada.projects.get(made.id).namespace["id"] == second.id
    made.delete()
    with pytest.raises(gitlab.GitlabGetError) as refusal:
        ada.projects.get(made.id)
    assert refusal.value.response_code == 404
    second.delete()
    with pytest.raises(gitlab.GitlabGetError):
        ada.groups.get(second.id)


def test_lists_by_number_and_by_key(ada: gitlab.Gitlab) -> None:
    made = [project(ada).id for _ in range(5)]
    by_number = ada.projects.list(owned=True, iterator=True, per_page=2, order_by="id", sort="asc")
    assert by_number.total == 5
    assert [each.id for each in by_number] == made
    by_key = ada.projects.list(
        owned=True, iterator=True, per_page=2, pagination="keyset", order_by="id", sort="asc", simple=True
    )
    assert [each.id for each in by_key] == made
    assert [each.id for each in ada.projects.list(search=f"PROJECT-{_numbers}", get_all=True)] == []
    assert [each.id for each in ada.groups.list(owned=True, top_level_only=True, get_all=True)]


def test_a_taken_name_is_a_bad_request_with_gitlab_s_words(ada: gitlab.Gitlab) -> None:
    made = project(ada)
    with pytest.raises(gitlab.GitlabCreateError, match="has already been taken") as refusal:
        project(ada, path=made.path)
    assert refusal.value.response_code == 400


def test_who_may_not_is_told_so(client: Client, people: People) -> None:
    with pytest.raises(gitlab.GitlabUpdateError) as refusal:
        client("guest").projects.update(people.project.id, {"name": "mine"})
    assert refusal.value.response_code == 403
    with pytest.raises(gitlab.GitlabGetError) as hidden:
        client("outsider").projects.get(people.project.id)
    assert hidden.value.response_code == 404


def test_without_a_token_public_ones_are_read(server: Running, ada: gitlab.Gitlab) -> None:
    above = group(ada, visibility="public")
    made = project(ada, namespace_id=above.id, visibility="public")
    nobody = gitlab.Gitlab(server.url)
    assert nobody.projects.get(made.id).name == made.name
    assert made.id in [each.id for each in nobody.projects.list(iterator=True)]
    assert nobody.groups.get(above.id).full_path == above.full_path


def test_a_model_is_logged_to_where_the_project_says(server: Running, people: People, ada: gitlab.Gitlab) -> None:
    made = project(ada)
    assert made.tracking_uri == f"{server.url}/api/v4/projects/{made.id}/ml/mlflow"
    answer = server.http.post(
        f"{made.tracking_uri}/api/2.0/mlflow/runs/create",
        json={"experiment_id": "0"},
        headers={"Authorization": f"Bearer {people.outsider}"},
    )
    assert answer.status_code == 200
