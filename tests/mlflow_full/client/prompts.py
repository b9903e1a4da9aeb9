"""Prompts: what a client reads here is what it reads from MLflow's own server."""

from typing import Any

import mlflow
from mlflow import MlflowClient

from tests.mlflow_compat.client.expectations import same
from tests.mlflow_full.client.prompting import as_there, error_of, genai_calls, load, new_prompt, read, settle

CHAT = [{"role": "system", "content": "You are {{style}}."}, {"role": "user", "content": "{{question}} ü"}]
FORMAT = {"type": "object", "properties": {"answer": {"type": "string"}}, "required": ["answer"]}


def a_prompt_is_loaded_by_version_alias_and_latest() -> None:
    name, genai = new_prompt(), genai_calls()

    def use() -> Any:
        for number in range(1, 4):
            genai.register_prompt(name, f"{number}: {{{{question}}}}", commit_message=f"commit {number}")
        genai.set_prompt_alias(name, "production", 2)
        addresses = (
            f"prompts:/{name}/1",
            f"prompts:/{name}/3",
            f"prompts:/{name}@production",
            f"prompts:/{name}@latest",
        )
        loaded = [load(address) for address in addresses]
        loaded += [load(name, version=version) for version in (1, "2")]
        loaded.append(load(name))
        genai.set_prompt_alias(name, "production", 1)
        loaded.append(load(f"prompts:/{name}@production"))
        genai.delete_prompt_alias(name, "production")
        missing = [error_of(load, f"prompts:/{name}@production"), error_of(load, f"prompts:/{name}/9")]
        absent = genai.load_prompt(f"prompts:/{name}/9", allow_missing=True)
        return loaded, missing, absent, genai.load_prompt(f"prompts:/{name}/2").format(question="why?")

    loaded, *_ = as_there(use)
    same([each["version"] for each in loaded], [1, 3, 2, 3, 1, 2, 3, 1])
    same([each["aliases"] for each in loaded], [[], [], ["production"], [], [], ["production"], [], ["production"]])


def a_chat_prompt_keeps_its_messages_format_and_settings() -> None:
    name, genai = new_prompt(), genai_calls()

    def use() -> Any:
        settings = {"model_name": "large", "temperature": 0.5, "max_tokens": 100}
        made = genai.register_prompt(name, CHAT, "first", {"team": "vision"}, FORMAT, settings)
        genai.set_prompt_model_config(name, 1, {"model_name": "small"})
        changed = load(name, version=1)
        genai.delete_prompt_model_config(name, 1)
        return read(made), changed, load(name, version=1)

    made, changed, last = as_there(use)
    same((made["template"], made["response_format"], made["model_config"]["model_name"]), (CHAT, FORMAT, "large"))
    same((changed["model_config"]["model_name"], last["model_config"]), ("small", None))


def a_long_prompt_is_kept_as_it_is() -> None:
    name, genai = new_prompt(), genai_calls()
    text = "größer \n\t{{question}} 'quoted' \"twice\" \\ " * 100

    def use() -> Any:
        genai.register_prompt(name, text)
        return load(name, version=1)

    same(as_there(use)["template"], text)


def tags_of_a_prompt_and_of_its_versions_are_set_and_deleted() -> None:
    name, genai = new_prompt(), genai_calls()

    def use() -> Any:
        genai.register_prompt(name, "a", tags={"author": "Bob"})
        genai.register_prompt(name, "b", tags={"author": "Ann", "language": "de"})
        genai.set_prompt_tag(name, "team", "vision")
        genai.set_prompt_tag(name, "gone", "soon")
        genai.delete_prompt_tag(name, "gone")
        genai.set_prompt_version_tag(name, 1, "checked", "yes")
        genai.delete_prompt_version_tag(name, "2", "language")
        settle()
        return genai.get_prompt_tags(name), load(name, version=1), load(name, version=2)

    tags, first, second = as_there(use)
    same(tags, {"author": "Ann", "language": "de", "team": "vision", "_mlflow_experiment_ids": ",0,"})
    same((first["tags"], second["tags"]), ({"author": "Bob", "checked": "yes"}, {"author": "Ann"}))


def prompts_are_searched_apart_from_models() -> None:
    prefix, genai = new_prompt(), genai_calls()
    names = [f"{prefix}-{letter}" for letter in "cab"]

    def use() -> Any:
        for name in names:
            genai.register_prompt(name, "text", "about", {"letter": name[-1]})
        settle()
        mlflow.MlflowClient().create_registered_model(f"{prefix}-model")
        mlflow.MlflowClient().create_model_version(f"{prefix}-model", "s3://bucket/model")
        found = [
            genai.search_prompts(f"name LIKE '{prefix}%'"),
            genai.search_prompts(f"name LIKE '{prefix}%'", max_results=2),
            genai.search_prompts(f"name LIKE '{prefix}%' AND tags.letter = 'a'"),
            genai.search_prompts(f"name LIKE '{prefix}%'", order_by=["name DESC"]),
            genai.search_prompts(f"name = '{names[0]}'"),
        ]
        models = MlflowClient().search_registered_models(f"name LIKE '{prefix}%'")
        versions = MlflowClient().search_model_versions(f"name LIKE '{prefix}%'")
        by_versions = MlflowClient().search_prompts(f"name LIKE '{prefix}%'", max_results=2)
        second = MlflowClient().search_prompts(f"name LIKE '{prefix}%'", max_results=2, page_token=by_versions.token)
        return (
            [[(each.name, each.description, each.tags) for each in page] for page in (*found, second)],
            [each.name for each in models],
            [each.name for each in versions],
        )

    found, models, versions = as_there(use)
    same([name for name, _, _ in found[0]], sorted(names))
    same((models, versions), ([f"{prefix}-model"], [f"{prefix}-model"]))


def a_prompt_and_a_model_never_share_a_name() -> None:
    prompt, model, genai = new_prompt(), new_prompt(), genai_calls()

    def use() -> Any:
        client = MlflowClient()
        genai.register_prompt(prompt, "text")
        settle()
        client.create_registered_model(model)
        return [
            error_of(genai.register_prompt, model, "text"),
            error_of(client.create_registered_model, prompt),
            error_of(client.get_registered_model, prompt),
            error_of(client.get_model_version, prompt, "1"),
            error_of(load, model, version=1),
            client.get_prompt(model),
            client.get_registered_model(model).name,
        ]

    same(as_there(use)[-2:], [None, model])


def prompts_and_their_versions_are_deleted() -> None:
    name, genai = new_prompt(), genai_calls()

    def use() -> Any:
        client = MlflowClient()
        for text in ("a", "b"):
            genai.register_prompt(name, text)
        settle()
        client.delete_prompt_version(name, "1")
        left = [error_of(load, name, version=1), load(name, version=2), client.get_prompt(name).name]
        client.delete_prompt(name)
        left += [client.get_prompt(name), error_of(load, name, version=2)]
        left.append([each.name for each in genai.search_prompts(f"name = '{name}'")])
        left.append(read(genai.register_prompt(name, "anew")))
        return left

    left = as_there(use)
    same((left[1]["template"], left[-1]["version"], left[-1]["template"]), ("b", 1, "anew"))


def a_prompt_that_a_run_has_loaded_is_linked_to_it() -> None:
    name, genai = new_prompt(), genai_calls()

    def use() -> Any:
        genai.register_prompt(name, "text")
        with mlflow.start_run() as active:
            genai.load_prompt(f"prompts:/{name}/1", cache_ttl_seconds=0)
        settle()
        return mlflow.get_run(active.info.run_id).data.tags.get("mlflow.linkedPrompts")

    same(name in str(as_there(use)), expected=True)


def a_prompt_has_no_experiment_and_no_run() -> None:
    name, genai = new_prompt(), genai_calls()
    genai.register_prompt(name, "text")
    settle()
    same(MlflowClient().get_experiment_by_name(f"[model]{name}"), None)
    (version,) = MlflowClient().search_model_versions(f"name = '{name}' AND tags.`mlflow.prompt.is_prompt` = 'true'")
    same((version.run_id or "", list(version.aliases)), ("", []))
