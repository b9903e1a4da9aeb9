"""The servers that the bench measures, ours first."""

from bench.target import Target
from bench.targets import fasttrackml, mlflow, modelstead

TARGETS: tuple[Target, ...] = (modelstead.TARGET, mlflow.TARGET, fasttrackml.TARGET)
OURS = modelstead.TARGET.name
