"""Registered models: create, describe, rename, tag, delete, list, search."""

from mlflow import MlflowClient

from .expectations import between, contains, need, new_name, now_ms, refused, same
from .registry import new_model, new_version


def a_registered_model_is_created_and_found() -> None:
    name, before = new_name("model ü"), now_ms()
    made = MlflowClient().create_registered_model(name, {"team": "vision"}, "what it *does*")
    found = MlflowClient().get_registered_model(name)
    for each in (made, found):
        same((each.name, each.description, dict(each.tags)), (name, "what it *does*", {"team": "vision"}))
        same(list(each.latest_versions or []), [])
    between(before, found.creation_timestamp, now_ms())
    between(found.creation_timestamp, found.last_updated_timestamp, now_ms())


def a_registered_model_has_an_experiment() -> None:
    name = new_model()
    experiment = MlflowClient().get_experiment_by_name(f"[model]{name}")
    run_id = MlflowClient().create_run(experiment.experiment_id).info.run_id
    same(MlflowClient().get_run(run_id).info.experiment_id, experiment.experiment_id)
    message = refused("INVALID_PARAMETER_VALUE", MlflowClient().delete_experiment, experiment.experiment_id)
    contains(message, name)
    message = refused("INVALID_PARAMETER_VALUE", MlflowClient().rename_experiment, experiment.experiment_id, "mine")
    contains(message, name)


def a_taken_name_of_a_model_is_refused() -> None:
    name = new_model()
    contains(refused("RESOURCE_ALREADY_EXISTS", MlflowClient().create_registered_model, name), name)
    experiment = new_name("experiment")
    MlflowClient().create_experiment(experiment)
    message = refused("RESOURCE_ALREADY_EXISTS", MlflowClient().create_registered_model, experiment)
    contains(message, experiment, "experiment")


def an_unknown_registered_model_does_not_exist() -> None:
    client, name = MlflowClient(), new_name("model")
    for call in (
        client.get_registered_model,
        lambda name: client.update_registered_model(name, "text"),
        client.delete_registered_model,
        client.get_latest_versions,
        lambda name: client.rename_registered_model(name, new_name("model")),
        lambda name: client.set_registered_model_tag(name, "team", "vision"),
        lambda name: client.create_model_version(name, "s3://bucket/model"),
    ):
        contains(refused("RESOURCE_DOES_NOT_EXIST", call, name), name)


def a_registered_model_is_described_anew() -> None:
    name = new_model()
    updated = MlflowClient().update_registered_model(name, "another text ü")
    same((updated.name, updated.description), (name, "another text ü"))
    same(MlflowClient().get_registered_model(name).description, "another text ü")


def a_registered_model_is_renamed_with_its_experiment() -> None:
    name, other = new_model(), new_name("renamed")
    run_id = new_version(name).run_id
    MlflowClient().rename_registered_model(name, other)
    refused("RESOURCE_DOES_NOT_EXIST", MlflowClient().get_registered_model, name)
    version = MlflowClient().get_model_version(other, "1")
    same((version.name, version.run_id), (other, run_id))
    experiment = MlflowClient().get_experiment_by_name(f"[model]{other}")
    same(MlflowClient().get_run(run_id).info.experiment_id, experiment.experiment_id)
    same(MlflowClient().get_experiment_by_name(f"[model]{name}"), None)
    taken = new_model()
    contains(refused("RESOURCE_ALREADY_EXISTS", MlflowClient().rename_registered_model, other, taken), taken)


def a_deleted_registered_model_leaves_its_name_free() -> None:
    name = new_model()
    run_id = new_version(name).run_id
    MlflowClient().delete_registered_model(name)
    refused("RESOURCE_DOES_NOT_EXIST", MlflowClient().get_registered_model, name)
    refused("RESOURCE_DOES_NOT_EXIST", MlflowClient().get_model_version, name, "1")
    same(MlflowClient().get_run(run_id).info.lifecycle_stage, "deleted")
    same(list(MlflowClient().search_model_versions(f"name = '{name}'")), [])
    MlflowClient().create_registered_model(name)
    same(new_version(name).version, "1")


def tags_of_a_registered_model_are_set_and_deleted() -> None:
    name = new_model()
    for key, value in (("team", "vision"), ("stage ü", "a\nb"), ("team", "speech")):
        MlflowClient().set_registered_model_tag(name, key, value)
    same(dict(MlflowClient().get_registered_model(name).tags), {"team": "speech", "stage ü": "a\nb"})
    MlflowClient().delete_registered_model_tag(name, "team")
    same(dict(MlflowClient().get_registered_model(name).tags), {"stage ü": "a\nb"})


def list_registered_models_lists_every_page() -> None:
    need(MlflowClient, "list_registered_models")
    expected, found, token = {new_model() for _ in range(5)}, [], None
    while True:
        page = MlflowClient().list_registered_models(max_results=2, page_token=token)
        same(len(page) <= 2, expected=True)
        found += [model.name for model in page]
        token = page.token
        if not token:
            break
    same((expected - set(found), len(found)), (set(), len(set(found))))


def registered_models_are_searched_in_order_and_pages() -> None:
    prefix = new_name("searched")
    names = [f"{prefix} {letter}" for letter in "cabde"]
    for name in names:
        MlflowClient().create_registered_model(name, {"kind": prefix, "letter": name[-1]})
    same(_found(f"name LIKE '{prefix}%'"), sorted(names))
    same(_found(f"name = '{names[0]}'"), names[:1])
    same(_found(f"name ILIKE '{prefix.upper()}%'", order_by=["name DESC"]), sorted(names, reverse=True))
    MlflowClient().update_registered_model(names[1], "touched")
    same(_found(f"name LIKE '{prefix}%'", order_by=["last_updated_timestamp DESC"])[0], names[1])
    first = MlflowClient().search_registered_models(f"name LIKE '{prefix}%'", max_results=3)
    second = MlflowClient().search_registered_models(f"name LIKE '{prefix}%'", max_results=3, page_token=first.token)
    same([[each.name for each in page] for page in (first, second)], [sorted(names)[:3], sorted(names)[3:]])
    same(second.token or None, None)


def registered_models_are_searched_by_their_tags() -> None:
    kind, names = new_name("kind"), [new_model() for _ in range(2)]
    for name in names:
        MlflowClient().set_registered_model_tag(name, "kind", kind)
    MlflowClient().set_registered_model_tag(names[1], "best", "yes")
    same(_found(f"tags.kind = '{kind}'"), sorted(names))
    same(_found(f"tags.kind = '{kind}' AND tags.best = 'yes'"), names[1:])


def a_registered_model_shows_the_highest_version_of_each_stage() -> None:
    name = new_model()
    for stage in ("None", "Staging", "Staging", "Production", "None"):
        version = new_version(name).version
        if stage != "None":
            MlflowClient().transition_model_version_stage(name, version, stage)
    shown = MlflowClient().get_registered_model(name).latest_versions
    same({each.current_stage: each.version for each in shown}, {"None": "5", "Staging": "3", "Production": "4"})
    (found,) = MlflowClient().search_registered_models(f"name = '{name}'")
    same({each.version for each in found.latest_versions}, {"3", "4", "5"})


def _found(filter_string: str, **more: object) -> list[str]:
    return [each.name for each in MlflowClient().search_registered_models(filter_string, **more)]
