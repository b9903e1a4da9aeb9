"""MLmodel files: what a model is, which libraries load it, what it takes and gives.

See mlmodel_text for how they are read.
"""

import asyncio
from collections.abc import Mapping
from typing import Any

import msgspec

from modelstead import limits
from modelstead.web.mlmodel_text import NotWritten, Value, read
from modelstead.web.viewers.viewer import Source, Unfit, Viewer

_ENVIRONMENTS = (
    "requirements.txt",
    "conda.yaml",
    "python_env.yaml",
    "input_example.json",
    "serving_input_example.json",
)
_SHOWN = ("model_uuid", "model_id", "run_id", "utc_time_created", "mlflow_version", "model_size_bytes", "artifact_path")
_LIST = 16 * 1024  # bytes of requirements that are shown


class Field(msgspec.Struct, frozen=True):
    """One input, output or param of a model, as its signature says."""

    name: str
    type: str
    shape: str = ""
    is_required: bool = True


class ModelPreview(msgspec.Struct, frozen=True):
    """A model in short. `files` are the names and addresses of what stands beside it."""

    facts: tuple[tuple[str, str], ...]
    size: int | None
    flavors: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    signature: tuple[tuple[str, tuple[Field, ...]], ...]
    requirements: str
    files: tuple[tuple[str, str], ...]
    load: str


async def show(source: Source) -> ModelPreview:
    try:
        held = await asyncio.to_thread(read, (await source.whole()).decode("utf-8", "replace"))
    except NotWritten as error:
        raise Unfit(str(error)) from error
    flavors = held.get("flavors")
    if not isinstance(flavors, dict):
        raise Unfit("It names no flavors.")
    beside = set(await source.names_beside(""))
    wanted = await source.read_beside("requirements.txt", _LIST) if "requirements.txt" in beside else None
    size = str(held.get("model_size_bytes") or "")
    return ModelPreview(
        facts=tuple((name, value) for name in _SHOWN if isinstance(value := held.get(name), str) and value),
        size=int(size) if size.isascii() and size.isdigit() and len(size) < 19 else None,  # noqa: PLR2004 - 64 bits
        flavors=tuple((name, _flat(value)) for name, value in flavors.items()),
        signature=_signature(held.get("signature")),
        requirements=(wanted or b"").decode("utf-8", "replace").strip(),
        files=tuple((name, source.page(source.beside(name))) for name in _ENVIRONMENTS if name in beside),
        load=source.folder,
    )


def fields(text: Value) -> tuple[Field, ...]:
    """Return the fields of one part of a signature, which is JSON; nothing where it is none."""
    try:
        given = msgspec.json.decode(text) if isinstance(text, str) else None
    except (msgspec.DecodeError, RecursionError, ValueError):
        return ()
    if not isinstance(given, list):
        return ()
    return tuple(_field(each) for each in given[: limits.VIEW_TABLE_ROWS] if isinstance(each, dict))


def _field(given: Mapping[str, Any]) -> Field:
    tensor = given.get("tensor-spec")
    if isinstance(tensor, dict):
        shape = " by ".join("any" if side == -1 else str(side) for side in _list(tensor.get("shape")))
        return Field(str(given.get("name", "")), f"tensor of {tensor.get('dtype', '')}", shape)
    kind = given.get("type", given.get("dtype", ""))
    inner = given.get("items")
    if isinstance(inner, dict):
        kind = f"{kind} of {inner.get('type', '')}"
    side = given.get("shape")
    return Field(
        str(given.get("name", "")),
        str(kind),
        "" if side is None else str(side),
        given.get("required", True) is not False and not given.get("optional", False),
    )


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _signature(given: Value) -> tuple[tuple[str, tuple[Field, ...]], ...]:
    if not isinstance(given, dict):
        return ()
    return tuple((name, found) for name in ("inputs", "outputs", "params") if (found := fields(given.get(name))))


def _flat(value: Value, before: str = "") -> tuple[tuple[str, str], ...]:
    if isinstance(value, dict):
        return tuple(
            pair for name, each in value.items() for pair in _flat(each, f"{before}.{name}" if before else name)
        )
    if isinstance(value, list):
        return ((before, ", ".join(each for each in value if isinstance(each, str))),)
    return ((before, value),) if value else ()


MLMODEL = Viewer(
    "mlmodel",
    "Model",
    "model",
    frozenset(),
    show,
    names=frozenset({"MLmodel"}),
    at_once=limits.VIEW_PARSED_BYTES,
    at_most=limits.VIEW_PARSED_BYTES,
)
