"""Which behaviours there are, and which of them a client has no method for."""

import ast
from pathlib import Path

CLIENT_FILES = Path(__file__).parent / "client"
FLOWS = ("models", "versions", "tables_and_pictures", "trees", "prompts", "autologging")


def all_behaviours() -> list[str]:
    """List `flow.behaviour` of every public function; MLflow, which the files import, is not installed here."""
    return [
        f"{flow}.{function.name}"
        for flow in FLOWS
        for function in ast.parse((CLIENT_FILES / f"{flow}.py").read_text(encoding="utf-8")).body
        if isinstance(function, ast.FunctionDef) and not function.name.startswith("_")
    ]


IMAGES_OF_STEPS = {  # since 2.13
    "tables_and_pictures.images_of_several_steps_keep_their_steps_and_pixels",
}
LOGGED_MODELS = {  # since 3.0
    "models.a_scikit_learn_model_is_loaded_by_its_own_id",
    "models.a_model_is_logged_outside_any_run",
    "versions.a_logged_model_is_registered_by_its_id",
}
PROMPTS = {each for each in all_behaviours() if each.startswith("prompts.")}  # since 3.0
COPY = {"versions.a_version_is_copied_with_its_model"}  # since 2.8

NOT_IN_CLIENT: dict[str, set[str]] = {
    "2.7": IMAGES_OF_STEPS | LOGGED_MODELS | COPY | PROMPTS,
    "2.22": LOGGED_MODELS | PROMPTS,
    "3": set(),
}
