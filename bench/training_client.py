"""One training run with the real MLflow client; run by the Python of the client's environment.

It takes the experiment, the number of params and the number of metric points, prints `ready` once the client is
imported, waits for a line, trains and prints the id of its run.
"""

import sys

import mlflow


def train(experiment: str, params: int, points: int) -> str:
    """Log one run, each call waiting for its answer, and return the run's id."""
    with mlflow.start_run(experiment_id=experiment) as run:
        for number in range(params):
            mlflow.log_param(f"param_{number}", number)
        for step in range(points):
            mlflow.log_metric("loss", 1 / (step + 1), step=step)
    return str(run.info.run_id)


if __name__ == "__main__":
    print("ready", flush=True)
    sys.stdin.readline()
    print(train(sys.argv[1], int(sys.argv[2]), int(sys.argv[3])), flush=True)
