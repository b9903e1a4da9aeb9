"""Write a result as text for people and as JSON for programs."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from bench.environments import LOGS
from bench.result import Line, Result
from bench.targets import OURS

NOTHING = "-"
# On a quiet machine other processes take less than this part of the cores.
QUIET_SHARE = 0.05
ANSWERS = {True: "yes", False: "no", None: ""}


def write_json(result: Result, path: Path) -> None:
    """Write the whole result, with the figure of every repetition."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(msgspec.json.format(msgspec.json.encode(result), indent=2) + b"\n")


def render(result: Result) -> str:
    """Return the report: what was measured on what, one Markdown table, what went wrong."""
    return "\n".join([*_preamble(result), "", *_table(result), *_notes(result)])


def _preamble(result: Result) -> Iterator[str]:
    machine = result.machine
    disk = (
        f"{machine.file_system}, where a sync costs nothing" if machine.file_system == "tmpfs" else machine.file_system
    )
    yield f"Measured on {machine.date}: {machine.cores} cores ({machine.cpu}), {machine.kernel}, {disk}"
    yield f"Python {machine.python}, SQLite {machine.sqlite}, load average at the start {machine.load_average:.2f}"
    busy = ": too much, neither figures nor ratios hold" if result.other_work > QUIET_SHARE else ""
    yield f"Other processes used {result.other_work:.0%} of the cores meanwhile{busy}"
    for target in result.targets:
        durability = "; ".join(target.durability.values()) or "not measured"
        yield f"{target.name} {target.version}: {durability}"
    for ceiling in result.ceilings:
        yield f"Ceiling of the {ceiling.title}: {_number(ceiling.value)} {ceiling.unit}"
    yield f"Medians of {result.repetitions}, loads of {result.seconds:g} s. A ratio above 1: ours is better."
    yield "Spread is between the best and the worst repetition, of the target where it is widest."


def _table(result: Result) -> list[str]:
    names = [target.name for target in result.targets]
    peers = [name for name in names if name != OURS]
    head = ["row", "unit", *names, *(f"vs {peer}" for peer in peers), "spread", "goal", "met"]
    rows = [head]
    title = ""
    for line in result.lines:
        rows.append(["" if line.row == title else line.row, *_cells(line, names, peers)])
        title = line.row
    widths = [max(len(cells[column]) for cells in rows) for column in range(len(head))]
    ruler = ["-" * width for width in widths]
    return [_aligned(cells, widths) for cells in (head, ruler, *rows[1:])]


def _cells(line: Line, names: Sequence[str], peers: Sequence[str]) -> list[str]:
    sign = "≥" if line.better == "higher" else "≤"
    return [
        line.unit,
        *(_figure(line, name) for name in names),
        *(f"{line.ratios[peer]:.1f}" if peer in line.ratios else NOTHING for peer in peers),
        f"{line.spread:.0%}",
        f"{sign} {line.goal:,.10g}" if line.goal is not None else "",
        ANSWERS[line.goal_met],
    ]


def _figure(line: Line, name: str) -> str:
    number = _number(line.medians[name]) if name in line.medians else NOTHING
    return f"{number} (!)" if name in line.faulty else number


def _aligned(cells: Sequence[str], widths: Sequence[int]) -> str:
    # Names to the left, numbers to the right.
    left = [cell.ljust(width) for cell, width in zip(cells[:2], widths, strict=False)]
    right = [cell.rjust(width) for cell, width in zip(cells[2:], widths[2:], strict=True)]
    return f"| {' | '.join(left + right)} |"


def _notes(result: Result) -> Iterator[str]:
    if result.remarks:
        yield from ("", "Remarks:", *(f"- {remark}" for remark in result.remarks))
    if result.complaints:
        yield from ("", "(!) Errors; the figures of these rows are not to be trusted:")
        yield from (f"- {complaint}" for complaint in result.complaints)
        yield f"What the servers printed is in {LOGS}."


def _number(value: float) -> str:
    digits = 0 if value >= 100 else 1 if value >= 10 else 2
    return f"{value:,.{digits}f}"
