"""What every run of a demo has: who ran what code when, how the machine did, and the log."""

import datetime
import hashlib
import json
import random
from collections.abc import Mapping

from modelstead.demo.documents import json_file, text_file
from modelstead.demo.planned import NOTE, PlannedRun
from modelstead.domain.dataset import Dataset, DatasetInput
from modelstead.domain.metric import MetricPoint
from modelstead.domain.run import RunStatus
from modelstead.domain.tag import Tag

PEOPLE = ("researcher", "engineer", "analyst", "scientist")
REPOSITORY = "https://git.example.com/research/showcase.git"


class Training:
    """Plans one run as a training script would log it, a step every `pace` milliseconds."""

    def __init__(
        self, source: random.Random, name: str, *, start: int, pace: int, script: str, params: Mapping[str, object]
    ) -> None:
        self.source = source
        self.now = start
        self.run = PlannedRun(name, source.choice(PEOPLE), start, params={key: str(it) for key, it in params.items()})
        self._pace = pace
        self._log: list[str] = []
        self._history: list[dict[str, object]] = []
        self._use = source.uniform(35, 75)
        self._memory = source.uniform(900, 2_400)
        commit = f"{source.getrandbits(160):040x}"
        self.tag("mlflow.user", self.run.user)
        self.tag("mlflow.source.name", script)
        self.tag("mlflow.source.type", "LOCAL")
        self.tag("mlflow.source.git.commit", commit)
        self.tag("mlflow.source.git.branch", source.choice(("main", "main", "feature/augment", "tune")))
        self.tag("mlflow.source.git.repoURL", REPOSITORY)
        self.say(f"start {script} at commit {commit[:8]}")
        for key, value in sorted(params.items()):
            self.say(f"  {key} = {value}")

    def tag(self, key: str, value: str) -> None:
        self.run.tags[key] = value

    def by_ci(self) -> None:
        """Let the run be that of a CI job."""
        self.tag("gitlab.CI_JOB_ID", str(self.source.randint(4_000, 9_999)))
        self.tag("mlflow.source.type", "JOB")

    def say(self, line: str) -> None:
        stamp = datetime.datetime.fromtimestamp(self.now / 1000, datetime.UTC)
        self._log.append(f"{stamp:%Y-%m-%d %H:%M:%S} {line}")

    def step(self, number: int, **metrics: float) -> None:
        """Log metrics at a step, whose names have _ for /; time goes on."""
        self.now += int(self._pace * self.source.uniform(0.9, 1.15))
        values = {name.replace("__", "/"): value for name, value in metrics.items()}
        self.run.points += [MetricPoint(key, value, self.now, number) for key, value in values.items()]
        self._history.append({"step": number, **values})
        self.say(f"step {number:4d}  " + "  ".join(f"{key}={value:.5g}" for key, value in values.items()))

    def log(self, key: str, value: float, step: int = 0) -> None:
        """Log one metric by its full name."""
        self.run.points.append(MetricPoint(key, value, self.now, step))

    def machine(self, number: int) -> None:
        """Log how busy the machine is, as MLflow's clients do."""
        self._use = min(max(self._use + self.source.gauss(0, 6), 4), 99)
        self._memory += abs(self.source.gauss(0, 9))
        self.log("system/cpu_utilization_percentage", round(self._use, 1), number)
        self.log("system/system_memory_usage_megabytes", round(self._memory, 1), number)
        self.log("system/network_receive_megabytes", round(0.4 * number + self.source.random(), 3), number)

    def reads(self, name: str, rows: int, columns: Mapping[str, str], context: str) -> None:
        """Note a dataset that the run reads."""
        digest = hashlib.sha256(f"{name} {rows}".encode()).hexdigest()[:8]
        schema = {
            "mlflow_colspec": [{"type": kind, "name": column, "required": True} for column, kind in columns.items()]
        }
        profile = {"num_rows": rows, "num_elements": rows * len(columns)}
        path = {"uri": f"s3://datasets.example.com/{name}.csv"}
        dataset = Dataset(name, digest, "s3", json.dumps(path), json.dumps(schema), json.dumps(profile))
        self.run.datasets.append(DatasetInput(dataset, (Tag("mlflow.data.context", context),)))

    def note(self, text: str) -> None:
        self.tag(NOTE, text)

    def file(self, path: str, data: bytes) -> None:
        self.run.files[path] = data

    def end(self, status: RunStatus = RunStatus.FINISHED) -> PlannedRun:
        """Finish the run, with its log, its configuration and its history as files."""
        self.say(f"{status.name.lower()}")
        self.run.status = status
        self.run.end_time = None if status in (RunStatus.RUNNING, RunStatus.SCHEDULED) else self.now + 400
        self.file("train.log", text_file(self._log))
        self.file("config.json", json_file(self.run.params))
        self.file("history.json", json_file(_finite(self._history)))
        return self.run


def _finite(history: list[dict[str, object]]) -> list[dict[str, object]]:
    """Return a history that JSON can hold: None for what is no number."""
    return [{k: v if not isinstance(v, float) or v - v == 0 else None for k, v in each.items()} for each in history]
