"""Lines of code for stock MLflow clients, made out for a project, an experiment or a model."""

import json

import msgspec

from modelstead.settings import tracking_uri


class Snippet(msgspec.Struct, frozen=True):
    """Some code, and what it does."""

    title: str
    code: str
    says: str = ""


def literal(text: str) -> str:
    """Return a text as Python's source has it."""
    return json.dumps(text, ensure_ascii=False)


def log_runs(experiment: str) -> Snippet:
    return Snippet(
        "Log a run",
        "import mlflow\n\n"
        f"mlflow.set_experiment({literal(experiment)})\n"
        "with mlflow.start_run():\n"
        '    mlflow.log_param("learning_rate", 0.01)\n'
        '    mlflow.log_metric("loss", 0.25, step=1)',
    )


def upload_file() -> Snippet:
    return Snippet(
        "Upload a file",
        'with mlflow.start_run():\n    mlflow.log_artifact("plot.png", artifact_path="plots")',
        "Folders go with mlflow.log_artifacts.",
    )


def in_ci() -> Snippet:
    return Snippet(
        "Say which CI job it was",
        "import os\n\n"
        "with mlflow.start_run():\n"
        '    if os.getenv("GITLAB_CI"):\n'
        '        mlflow.set_tag("gitlab.CI_JOB_ID", os.getenv("CI_JOB_ID"))',
        "The job stands on the run's page, and with the versions that are made of it.",
    )


def create_model(name: str = "my-model") -> Snippet:
    return Snippet(
        "Register a model",
        "from mlflow import MlflowClient\n\n"
        "client = MlflowClient()\n"
        f'client.create_registered_model({literal(name)}, description="What it is good for")',
    )


def create_version(name: str, semantic_version: str) -> Snippet:
    return Snippet(
        "Create a version",
        "from mlflow import MlflowClient\n\n"
        "client = MlflowClient()\n"
        "version = client.create_model_version(\n"
        f"    {literal(name)},\n"
        '    source="",  # or of a run: f"runs:/{run_id}/model"\n'
        '    description="What is new",\n'
        f'    tags={{"gitlab.version": {literal(semantic_version)}}},\n'
        ")",
        "Without the tag the number after the highest one is taken.",
    )


def log_to_version() -> Snippet:
    return Snippet(
        "Log to the version, and upload its files",
        'client.log_metric(version.run_id, "accuracy", 0.97)\n'
        'client.log_artifact(version.run_id, "model.pkl", artifact_path="")',
        "A version made without a source has a run of its own.",
    )


def log_candidate(name: str) -> Snippet:
    return Snippet(
        "Log a candidate to the model",
        "import mlflow\n\n"
        f"mlflow.set_experiment({literal(f'[model]{name}')})\n"
        "with mlflow.start_run():\n"
        '    mlflow.log_metric("accuracy", 0.97)',
    )


def load_version(name: str, behind: str) -> Snippet:
    """Return how a version is loaded; `behind` is what follows the name: an alias with its @, or / and a number."""
    address = literal(f"models:/{name}{behind}")
    return Snippet(
        "Load a version",
        f"import mlflow\n\nmodel = mlflow.pyfunc.load_model({address})",
        "An alias can be moved to another version; a number, or a semantic version as an alias (@1.2.0), never moves.",
    )


def download_files(name: str, behind: str) -> Snippet:
    address = literal(f"models:/{name}{behind}")
    return Snippet("Download its files", f"import mlflow\n\nfolder = mlflow.artifacts.download_artifacts({address})")


def with_uri(url: str, project_id: int, snippet: Snippet) -> str:
    """Return code that works where no variable is set: it names the tracking URI itself."""
    imports, _, rest = snippet.code.partition("\n\n")
    line = f'mlflow.set_tracking_uri("{tracking_uri(url, project_id)}")'
    imports = imports if "import mlflow" in imports else f"import mlflow\n{imports}"
    return f"{imports}\n\n{line}\n{rest}"
