"""Train as a job of CI whose MLFLOW_TRACKING_TOKEN is its ID token; no line tells of CI."""

import json
import sys

import mlflow
from mlflow.exceptions import MlflowException

try:
    with mlflow.start_run() as run:
        mlflow.log_param("depth", 3)
        mlflow.log_metric("accuracy", 0.9)
        mlflow.log_dict({"classes": 2}, "facts.json")
except MlflowException as error:
    sys.stdout.write(json.dumps({"error": str(error)}) + "\n")
else:
    client = mlflow.MlflowClient()
    client.create_registered_model("defects")
    client.create_model_version("defects", f"runs:/{run.info.run_id}/facts.json", run.info.run_id)
    sys.stdout.write(json.dumps({"run": run.info.run_id}) + "\n")
