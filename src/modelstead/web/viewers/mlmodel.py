"""MLmodel files: what a model is, which libraries load it, what it takes and gives.

They are YAML as MLflow writes it. No YAML library reads them: such loaders build what a file asks for.
"""

import re
from collections.abc import Mapping
from typing import Any, Union

import msgspec

from modelstead import limits
from modelstead.web.viewers.viewer import Source, Unfit, Viewer

Value = Union[str, None, "list[Value]", "dict[str, Value]"]

_LINE = re.compile(r"( *)(?:(- )\s*)?(?:([A-Za-z0-9_.\-/]{1,200}|'[^']{1,200}'):(?: +(.*))?|(.+))")
_DEPTH = 12
_INDENT = 2
_ESCAPES = {"n": "\n", "t": "\t", '"': '"', "\\": "\\", "/": "/", " ": " ", "r": "\r", "0": "\0"}
_ESCAPE = re.compile(r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.))", re.DOTALL)
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
    held = read((await source.whole()).decode("utf-8", "replace"))
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


def read(text: str) -> dict[str, Value]:
    """Return what a file says: mappings, lists and texts, None for null; raise Unfit for what MLflow would not write."""
    lines = _joined(text)
    found, at = _mapping(lines, 0, 0, 0)
    if at < len(lines) or not found:
        raise Unfit("It is not what MLflow writes.")
    return found


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
        shape = " × ".join("any" if side == -1 else str(side) for side in _list(tensor.get("shape")))
        return Field(str(given.get("name", "")), f"tensor of {tensor.get('dtype', '')}", shape)
    kind = given.get("type", given.get("dtype", ""))
    inner = given.get("items")
    if isinstance(inner, dict):
        kind = f"{kind} of {inner.get('type', '')}"
    shape = given.get("shape")
    return Field(
        str(given.get("name", "")),
        str(kind),
        "" if shape is None else str(shape),
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


def _joined(text: str) -> list[str]:
    """Return the lines of a file, those of one text in quotes as one."""
    lines: list[str] = []
    open_mark = ""
    for line in text.splitlines():
        if open_mark:
            lines[-1] += _fold(lines[-1], line)
        elif line.strip() and not line.lstrip().startswith("#"):
            lines.append(line)
        else:
            continue
        open_mark = _open_quote(lines[-1])
    if open_mark:
        raise Unfit("A text in it does not end.")
    return lines


def _fold(line: str, more: str) -> str:
    if not more.strip():
        return "\n"
    return more.strip() if line.endswith("\n") or line.endswith("\\") else " " + more.strip()


def _open_quote(line: str) -> str:
    """Return the quote of a text that this line begins and does not end, "" where it ends all."""
    found = _LINE.fullmatch(line)
    value = (found[4] or found[5] or "") if found else ""
    mark = value[:1]
    if mark not in ("'", '"') or not mark:
        return ""
    return "" if _unquoted(value) is not None else mark


def _mapping(lines: list[str], at: int, indent: int, depth: int) -> tuple[dict[str, Value], int]:
    if depth > _DEPTH:
        raise Unfit("It is too deep.")
    found: dict[str, Value] = {}
    while at < len(lines):
        match = _LINE.fullmatch(lines[at])
        if match is None or (len(match[1]) == indent and (match[2] or match[3] is None)) or len(match[1]) > indent:
            raise Unfit("It is not what MLflow writes.")
        if len(match[1]) < indent:
            break
        at += 1
        value = (match[4] or "").strip()
        if value:
            found[match[3].strip("'")] = _scalar(value)
        else:
            found[match[3].strip("'")], at = _block(lines, at, indent, depth)
    return found, at


def _block(lines: list[str], at: int, indent: int, depth: int) -> tuple[Value, int]:
    """Return what stands below a key: a list at its own indent or deeper, a mapping deeper, or nothing."""
    match = _LINE.fullmatch(lines[at]) if at < len(lines) else None
    if match is None or len(match[1]) < indent or (len(match[1]) == indent and not match[2]):
        return None, at
    if not match[2]:
        return _mapping(lines, at, len(match[1]), depth + 1)
    deep, held = len(match[1]), list[Value]()
    while at < len(lines):
        match = _LINE.fullmatch(lines[at])
        if match is None or len(match[1]) < deep or (len(match[1]) == deep and not match[2]):
            break
        if len(match[1]) == deep:
            held.append(_scalar(match[5]) if match[5] else lines[at].strip()[_INDENT:])
        at += 1  # what is deeper belongs to an entry that is a mapping, which is not shown
    return held, at


def _scalar(value: str) -> Value:
    if value[0] in "'\"":
        unquoted = _unquoted(value)
        if unquoted is None:
            raise Unfit("A text in it does not end.")
        return unquoted
    if value[0] in "&*!|>%@`":
        raise Unfit("It is not what MLflow writes.")
    return None if value in ("null", "~", "{}", "[]") else value


def _unquoted(value: str) -> str | None:
    """Return the text between quotes, None when they do not match."""
    mark, inner = value[0], value[1:-1]
    if len(value) < len("''") or value[-1] != mark:
        return None
    if mark == "'":
        return inner.replace("''", "'") if "'" not in inner.replace("''", "") else None
    if re.search(r'(?<!\\)(?:\\\\)*"', inner) or re.search(r"(?<!\\)(?:\\\\)*\\$", inner):
        return None
    return _ESCAPE.sub(_escaped, inner)


def _escaped(found: re.Match[str]) -> str:
    digits = found[1] or found[2] or found[3]
    if digits is None:
        return _ESCAPES.get(found[4], found[4])
    number = int(digits, 16)
    return chr(number) if number < 0xD800 or 0xDFFF < number <= 0x10FFFF else "\N{REPLACEMENT CHARACTER}"  # noqa: PLR2004


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
