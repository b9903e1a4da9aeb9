"""The fields that can be searched, as tables: what may stand before an operator, and which operators it has.

`operators` are MLflow's; `beyond` are those that this server adds.
"""

from enum import Enum

import msgspec

from modelstead.domain.search.operators import Operator

_EQUALITY = (Operator.EQUAL, Operator.UNEQUAL)
_NUMERIC = (*_EQUALITY, Operator.LESS, Operator.AT_MOST, Operator.MORE, Operator.AT_LEAST)
_PATTERN = (*_EQUALITY, Operator.LIKE, Operator.ILIKE)
_LIST = (Operator.IN, Operator.NOT_IN)
_NULL = (Operator.IS_NULL, Operator.IS_NOT_NULL)


class Kind(Enum):
    """What a field's values are: the kind of literal that it is compared with."""

    NUMBER = "number"
    TEXT = "text"


class Column(msgspec.Struct, frozen=True):
    """A field's row. A name of "" stands for any key that was logged."""

    name: str
    kind: Kind
    operators: tuple[Operator, ...]
    beyond: tuple[Operator, ...] = ()
    aliases: tuple[str, ...] = ()
    ours: bool = False  # MLflow has no such field
    is_number_in_quotes: bool = False
    may_have_quotes: bool = False  # a number that MLflow also reads from a text


class Entity(msgspec.Struct, frozen=True):
    """What stands before the dot: its name, other ways to write it, and its fields."""

    name: str
    columns: tuple[Column, ...]
    aliases: tuple[str, ...] = ()
    orderable: bool = True

    @property
    def has_any_key(self) -> bool:
        return not self.columns[0].name

    def column(self, key: str) -> Column | None:
        """Return the field of a key, by its name or another way to write it."""
        if self.has_any_key:
            return self.columns[0]
        return next((each for each in self.columns if key == each.name or key in each.aliases), None)


class Language(msgspec.Struct, frozen=True):
    """What can be said about one noun; its first entity is meant where none is named."""

    noun: str
    entities: tuple[Entity, ...]

    def entity(self, name: str) -> Entity | None:
        return next((each for each in self.entities if name == each.name or name in each.aliases), None)

    def orderable(self, name: str) -> "Field | None":
        """Return the field of a name that holds nothing else, so that its key needs no quotes and may have them."""
        before, dot, key = name.partition(".")
        entity = self.entity(before) if dot else self.entities[0]
        if dot and key[0:1] in ("`", '"') and key[-1:] == key[0]:
            key = key[1:-1]
        column = entity.column(key if dot else name) if entity and entity.orderable else None
        if entity is None or column is None or (dot and not key):
            return None
        return Field(entity.name, column.name or key, column.kind)


class Field(msgspec.Struct, frozen=True):
    """A field as it is meant, whichever way it was written."""

    entity: str
    key: str
    kind: Kind

    def __str__(self) -> str:
        return f"{self.entity}.{self.key}"


METRICS, PARAMS, TAGS, ATTRIBUTES, DATASETS = "metrics", "params", "tags", "attributes", "datasets"
CI = "ci"  # the CI job of a run

_TAG = Column("", Kind.TEXT, (*_PATTERN, *_NULL), _LIST)
_REGISTRY_TAG = Column("", Kind.TEXT, _PATTERN, (*_LIST, *_NULL))

RUNS = Language(
    "runs",
    (
        Entity(
            ATTRIBUTES,
            (
                Column("run_id", Kind.TEXT, (*_PATTERN, *_LIST)),
                Column("run_name", Kind.TEXT, _PATTERN, _LIST, ("run name", "Run name", "Run Name")),
                Column("status", Kind.TEXT, _PATTERN, _LIST),
                Column("user_id", Kind.TEXT, _PATTERN, _LIST),
                Column("artifact_uri", Kind.TEXT, _PATTERN, _LIST),
                Column("start_time", Kind.NUMBER, _NUMERIC, aliases=("created", "Created")),
                Column("end_time", Kind.NUMBER, _NUMERIC, _NULL),
                Column("experiment_id", Kind.TEXT, (), (*_EQUALITY, *_LIST), ours=True, is_number_in_quotes=True),
            ),
            ("attribute", "attr", "run"),
        ),
        Entity(METRICS, (Column("", Kind.NUMBER, _NUMERIC, _NULL),), ("metric",)),
        Entity(PARAMS, (Column("", Kind.TEXT, (*_PATTERN, *_NULL), _LIST),), ("param", "parameter", "parameters")),
        Entity(TAGS, (_TAG,), ("tag",)),
        Entity(
            DATASETS,
            tuple(Column(name, Kind.TEXT, (*_PATTERN, *_LIST)) for name in ("name", "digest", "context")),
            ("dataset",),
            orderable=False,
        ),
        Entity(
            CI,
            tuple(
                Column(name, Kind.TEXT, (), (*_PATTERN, *_LIST, *_NULL), ours=True)
                for name in ("job", "name", "stage", "status", "ref", "pipeline", "commit", "user", "project")
            ),
            orderable=False,
        ),
    ),
)

EXPERIMENTS = Language(
    "experiments",
    (
        Entity(
            ATTRIBUTES,
            (
                Column("name", Kind.TEXT, _PATTERN, _LIST),
                Column("experiment_id", Kind.TEXT, (*_EQUALITY, *_LIST), is_number_in_quotes=True),
                Column("creation_time", Kind.NUMBER, _NUMERIC),
                Column("last_update_time", Kind.NUMBER, _NUMERIC),
            ),
            ("attribute", "attr"),
        ),
        Entity(TAGS, (_TAG,), ("tag",), orderable=False),
    ),
)

LOGGED_MODELS = Language(
    "logged models",
    (
        Entity(
            ATTRIBUTES,
            (
                Column("model_id", Kind.TEXT, (*_PATTERN, *_LIST)),
                Column("name", Kind.TEXT, (*_PATTERN, *_LIST)),
                Column("model_type", Kind.TEXT, (*_PATTERN, *_LIST), _NULL),
                Column("status", Kind.TEXT, (*_PATTERN, *_LIST)),
                Column("source_run_id", Kind.TEXT, (*_PATTERN, *_LIST), _NULL),
                Column("artifact_location", Kind.TEXT, (*_PATTERN, *_LIST), aliases=("artifact_uri",)),
                Column("creation_timestamp", Kind.NUMBER, _NUMERIC, aliases=("creation_timestamp_ms", "creation_time")),
                Column(
                    "last_updated_timestamp",
                    Kind.NUMBER,
                    _NUMERIC,
                    aliases=("last_updated_timestamp_ms", "last_updated_time"),
                ),
                Column("experiment_id", Kind.TEXT, (*_EQUALITY, *_LIST), is_number_in_quotes=True),
            ),
            ("attribute", "attr"),
        ),
        Entity(METRICS, (Column("", Kind.NUMBER, _NUMERIC, _NULL),), ("metric",)),
        Entity(
            PARAMS,
            (Column("", Kind.TEXT, (*_PATTERN, *_LIST), _NULL),),
            ("param", "parameter", "parameters"),
            orderable=False,
        ),
        Entity(TAGS, (Column("", Kind.TEXT, (*_PATTERN, *_LIST), _NULL),), ("tag",), orderable=False),
    ),
)

REGISTERED_MODELS = Language(
    "registered models",
    (
        Entity(
            ATTRIBUTES,
            (
                Column("name", Kind.TEXT, (*_PATTERN, *_LIST)),
                Column("last_updated_timestamp", Kind.NUMBER, (), _NUMERIC, ("timestamp",)),
                Column("creation_timestamp", Kind.NUMBER, (), _NUMERIC, ours=True),
            ),
            ("attribute",),
        ),
        Entity(TAGS, (_REGISTRY_TAG,), ("tag",), orderable=False),
    ),
)

MODEL_VERSIONS = Language(
    "model versions",
    (
        Entity(
            ATTRIBUTES,
            (
                Column("name", Kind.TEXT, (*_PATTERN, *_LIST)),
                Column("version_number", Kind.NUMBER, _NUMERIC, may_have_quotes=True),
                Column("run_id", Kind.TEXT, (*_PATTERN, *_LIST), _NULL),
                Column("source_path", Kind.TEXT, _PATTERN, _LIST),
                Column("creation_timestamp", Kind.NUMBER, (), _NUMERIC),
                Column("last_updated_timestamp", Kind.NUMBER, (), _NUMERIC),
                Column("semantic_version", Kind.TEXT, (), (*_PATTERN, *_LIST), ours=True),
                Column("stage", Kind.TEXT, (), (*_PATTERN, *_LIST), ours=True),
            ),
            ("attribute",),
        ),
        Entity(TAGS, (_REGISTRY_TAG,), ("tag",), orderable=False),
    ),
)
