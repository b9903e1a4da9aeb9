"""A training script as people write them: no experiment, no address, nothing but MLflow."""

import json
import math
import sys

import mlflow

with mlflow.start_run():
    mlflow.log_params({"rate": 0.1, "epochs": 5})
    for epoch in range(5):
        mlflow.log_metric("loss", math.exp(-epoch), step=epoch)
    mlflow.log_metrics({"accuracy": 0.875, "recall": 1})
    mlflow.set_tag("team", "vision")

last = mlflow.last_active_run()
run = mlflow.get_run(last.info.run_id)
history = mlflow.MlflowClient().get_metric_history(run.info.run_id, "loss")
seen = {
    "version": mlflow.__version__,
    "experiment_id": run.info.experiment_id,
    "experiment": mlflow.get_experiment(run.info.experiment_id).name,
    "status": run.info.status,
    "params": run.data.params,
    "metrics": run.data.metrics,
    "team": run.data.tags["team"],
    "losses": [[point.step, point.value] for point in history],
}
sys.stdout.write("\n" + json.dumps(seen) + "\n")
