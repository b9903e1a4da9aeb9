"""Files that people look at: tables, notebooks, reports, drawings, a sound."""

import base64
import csv
import html
import io
import json
import math
import struct
from collections.abc import Iterable, Mapping, Sequence

SAMPLE_RATE = 8_000


def csv_file(head: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """Return a table as CSV."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(head)
    writer.writerows(rows)
    return text.getvalue().encode()


def json_file(value: object) -> bytes:
    return json.dumps(value, indent=2, ensure_ascii=False).encode() + b"\n"


def text_file(lines: Iterable[str]) -> bytes:
    return "".join(f"{line}\n" for line in lines).encode()


def notebook(title: str, text: str, code: str, printed: str, picture: bytes) -> bytes:
    """Return a Jupyter notebook of a text, and code with what it printed and drew."""
    outputs = [
        {"output_type": "stream", "name": "stdout", "text": printed.splitlines(keepends=True)},
        {
            "output_type": "display_data",
            "data": {"image/png": base64.b64encode(picture).decode(), "text/plain": ["<Figure>"]},
            "metadata": {},
        },
    ]
    cells = [
        {"cell_type": "markdown", "id": "title", "metadata": {}, "source": [f"# {title}\n", "\n", text]},
        {
            "cell_type": "code",
            "id": "code",
            "metadata": {},
            "execution_count": 1,
            "source": code.splitlines(keepends=True),
            "outputs": outputs,
        },
    ]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3"}, "language_info": {"name": "python"}}
    return json_file({"nbformat": 4, "nbformat_minor": 5, "metadata": kernel, "cells": cells})


def html_report(title: str, facts: Mapping[str, object]) -> bytes:
    """Return a page with its own style and script, which only a sandbox may run."""
    rows = "".join(
        f"<tr><th>{html.escape(name)}</th><td>{html.escape(str(text))}</td></tr>" for name, text in facts.items()
    )
    return (
        f"<!doctype html><html lang='en'><meta charset='utf-8'><title>{html.escape(title)}</title>"
        "<style>body{font:15px/1.5 sans-serif;margin:2rem;max-width:40rem}th{text-align:left;padding-right:2rem}"
        "td{font-variant-numeric:tabular-nums}</style>"
        f"<h1>{html.escape(title)}</h1><table>{rows}</table>"
        "<p id='told'>Scripts did not run.</p>"
        "<script>document.getElementById('told').textContent = 'Scripts ran, with no way out of this frame.'</script>"
        "</html>"
    ).encode()


def bars(title: str, shares: Mapping[str, float]) -> bytes:
    """Return a bar chart as SVG."""
    most = max(shares.values()) or 1.0
    height = 28 * len(shares) + 48
    lines = [
        f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 520 {height}' font-family='sans-serif' font-size='13'>",
        f"<rect width='520' height='{height}' fill='#ffffff'/>",
        f"<text x='16' y='28' font-weight='bold'>{html.escape(title)}</text>",
    ]
    for place, (name, share) in enumerate(sorted(shares.items(), key=lambda each: -each[1])):
        y = 44 + 28 * place
        lines.append(f"<text x='16' y='{y + 14}'>{html.escape(name)}</text>")
        lines.append(f"<rect x='190' y='{y}' width='{270 * share / most:.1f}' height='18' rx='2' fill='#0072b2'/>")
        lines.append(f"<text x='{198 + 270 * share / most:.1f}' y='{y + 14}'>{share:.2f}</text>")
    return "\n".join([*lines, "</svg>\n"]).encode()


def sound(values: Sequence[float], seconds: float = 2.0) -> bytes:
    """Return values as a tone that goes up and down with them: 16-bit mono WAV."""
    low, high = min(values), max(values)
    count, phase, samples = int(seconds * SAMPLE_RATE), 0.0, bytearray()
    for number in range(count):
        value = values[number * len(values) // count]
        phase += 2 * math.pi * (220 + 660 * (value - low) / ((high - low) or 1)) / SAMPLE_RATE
        fade = min(1.0, number / 400, (count - number) / 400)
        samples += struct.pack("<h", int(9_000 * fade * math.sin(phase)))
    form = struct.pack("<4sIHHIIHH", b"fmt ", 16, 1, 1, SAMPLE_RATE, 2 * SAMPLE_RATE, 2, 16)
    body = b"WAVE" + form + struct.pack("<4sI", b"data", len(samples)) + bytes(samples)
    return struct.pack("<4sI", b"RIFF", len(body)) + body


def model_folder(folder: str, flavour: str, weights: object, inputs: Sequence[str], output: str) -> dict[str, bytes]:
    """Return the files of a model as MLflow keeps one: a description, the requirements, the weights."""
    signature_in = json.dumps([{"name": name, "type": "double", "required": True} for name in inputs])
    signature_out = json.dumps([{"name": output, "type": "double", "required": True}])
    described = (
        f"artifact_path: {folder}\n"
        "flavors:\n"
        "  python_function:\n"
        "    env:\n      conda: conda.yaml\n      virtualenv: python_env.yaml\n"
        f"    loader_module: {flavour}\n"
        "    python_version: 3.12.4\n"
        f"  {flavour}:\n"
        "    data: weights.json\n"
        "    version: 1.4.0\n"
        "mlflow_version: 3.4.0\n"
        f"model_size_bytes: {len(json.dumps(weights))}\n"
        "signature:\n"
        f"  inputs: '{signature_in}'\n"
        f"  outputs: '{signature_out}'\n"
    )
    return {
        f"{folder}/MLmodel": described.encode(),
        f"{folder}/requirements.txt": b"mlflow==3.4.0\n",
        f"{folder}/python_env.yaml": b"python: 3.12.4\ndependencies:\n- -r requirements.txt\n",
        f"{folder}/conda.yaml": b"channels:\n- conda-forge\ndependencies:\n- python=3.12.4\n- pip: [mlflow==3.4.0]\n",
        f"{folder}/weights.json": json_file(weights),
    }
