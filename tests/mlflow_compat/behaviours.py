"""Which behaviours there are, and which of them a client has no method for."""

import ast
from pathlib import Path

CLIENT_FILES = Path(__file__).parent / "client"
NOT_BEHAVIOURS = {"__main__.py", "expectations.py", "outcomes.py", "registry.py"}


def all_behaviours() -> list[str]:
    """List `file.behaviour` of every public function; MLflow, which the files import, is not installed here."""
    return [
        f"{path.stem}.{function.name}"
        for path in sorted(CLIENT_FILES.glob("*.py"))
        if path.name not in NOT_BEHAVIOURS
        for function in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(function, ast.FunctionDef) and not function.name.startswith("_")
    ]


LISTS = {  # gone in 2.0
    "experiments.list_experiments_lists_every_page",
    "registered_models.list_registered_models_lists_every_page",
}
ALIASES = {  # since 2.3
    *(each for each in all_behaviours() if each.startswith("aliases.")),
    "model_addresses.a_moved_alias_leads_to_another_version",
    "model_versions.model_versions_are_searched_in_order_and_pages",
}
COPY = {"model_addresses.a_version_is_copied"}  # since 2.8
DATASETS = {  # since 2.4
    "inputs.a_dataset_is_read_back_from_the_run",
    "inputs.a_dataset_keeps_its_schema_and_profile",
    "inputs.the_same_dataset_twice_is_one_input",
    "inputs.two_runs_share_a_dataset",
}
PARENT_RUN = {"runs.a_parent_is_found_from_its_child"}  # since 2.3
ASYNCHRONOUS = {  # since 2.8
    "batches.a_batch_logged_asynchronously_arrives",
    "metrics.metrics_logged_asynchronously_arrive",
}
PRINTED_LINK = {"runs.ending_a_run_prints_where_to_see_it"}  # since 2.15
OUTPUTS = {"inputs.models_are_read_back_from_the_run_s_outputs"}  # since 3.0
LOGGED_MODELS = {each for each in all_behaviours() if each.startswith("logged_models.")}  # since 3.0
MULTIPART = {each for each in all_behaviours() if each.startswith("multipart.")}  # since 2.9
MULTIPART_OFFERED = {  # since 3.11
    "multipart.a_large_file_comes_in_ranges_from_a_presigned_address",
    "multipart.the_server_offers_parts_for_large_files",
}
WEBHOOKS = {each for each in all_behaviours() if each.startswith("webhooks.")}  # since 3.3
DELETE_EXPERIMENT_TAG = {"experiments.an_experiment_tag_is_deleted"}  # since 3.2

NOT_IN_CLIENT = {
    "1.30": DATASETS
    | PARENT_RUN
    | ASYNCHRONOUS
    | PRINTED_LINK
    | OUTPUTS
    | LOGGED_MODELS
    | MULTIPART
    | WEBHOOKS
    | DELETE_EXPERIMENT_TAG
    | ALIASES
    | COPY,
    "2.7": LISTS
    | ASYNCHRONOUS
    | PRINTED_LINK
    | OUTPUTS
    | LOGGED_MODELS
    | MULTIPART
    | WEBHOOKS
    | DELETE_EXPERIMENT_TAG
    | COPY,
    "2.22": LISTS | OUTPUTS | LOGGED_MODELS | MULTIPART_OFFERED | WEBHOOKS | DELETE_EXPERIMENT_TAG,
    "3": LISTS,
}
