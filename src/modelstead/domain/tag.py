"""Tags: a name and a text that may be overwritten, and the tags that mean something to MLflow."""

from collections.abc import Iterable

import msgspec

from modelstead import limits
from modelstead.domain.key import check_key, check_length

RUN_NAME = "mlflow.runName"
MODEL_HISTORY = "mlflow.log-model.history"


class Tag(msgspec.Struct, frozen=True, gc=False):
    """A tag of a run, an experiment or a dataset input."""

    key: str
    value: str


def check_tags(tags: Iterable[Tag], path: str = "tags") -> None:
    """Raise InvalidParameter that names the first tag with an illegal key or a value that is too long."""
    for index, tag in enumerate(tags):
        check_tag(tag, f"{path}[{index}].")


def check_tag(tag: Tag, path: str = "") -> None:
    """Raise InvalidParameter for an illegal key or too long a value; the tag mlflow.runName is a run's name."""
    check_key(tag.key, f"{path}key")
    limit = limits.RUN_NAME_LENGTH if tag.key == RUN_NAME else limits.TAG_VALUE_LENGTH
    check_length(tag.value, f"{path}value", limit)
