"""The command line of the bench."""

import shutil
import signal
import sys
import tempfile
from pathlib import Path
from types import FrameType

import click

from bench.ceilings import measure_ceilings
from bench.environments import CACHE, LOGS, MLFLOW, BusyError, InstallError, alone
from bench.load import LoadGenerator
from bench.machine import OtherWork, describe_machine
from bench.measure import Plan, measure
from bench.report import render, write_json
from bench.result import Result, summarize
from bench.rows import FAMILIES, OPTIONAL_FAMILIES, ROWS
from bench.target import Target
from bench.targets import TARGETS

LATEST = CACHE / "latest.json"
TARGET_NAMES = tuple(target.name for target in TARGETS)
DEFAULT_FAMILIES = tuple(family for family in FAMILIES if family not in OPTIONAL_FAMILIES)


class Names(click.ParamType[tuple[str, ...]]):
    """Take a comma-separated list of known names."""

    name = "names"

    def __init__(self, known: tuple[str, ...]) -> None:
        self._known = known

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, ...]:
        names = tuple(part.strip() for part in str(value).split(",") if part.strip())
        if unknown := [name for name in names if name not in self._known]:
            self.fail(f"{', '.join(unknown)}: not among {', '.join(self._known)}", param, ctx)
        return names or self.fail("at least one name is needed", param, ctx)


@click.command(context_settings={"max_content_width": 120})
@click.option(
    "--targets",
    type=Names(TARGET_NAMES),
    default=",".join(TARGET_NAMES),
    show_default=True,
    help="Servers to measure, in this order.",
)
@click.option(
    "--rows",
    type=Names(FAMILIES),
    default=",".join(DEFAULT_FAMILIES),
    help=f"Families of rows: {', '.join(FAMILIES)}.  [default: all but {', '.join(OPTIONAL_FAMILIES)}]",
)
@click.option("--repetitions", type=click.IntRange(1), default=3, show_default=True, help="Rounds on fresh stores.")
@click.option(
    "--seconds",
    type=click.FloatRange(0.1),
    default=3.0,
    show_default=True,
    help="Length of a load; a server that answers too rarely gets up to four times as long.",
)
@click.option("--warm-up", type=click.FloatRange(0), default=0.5, show_default=True, help="Seconds before each load.")
@click.option("--quick", is_flag=True, help="One repetition and loads of 1 s, whatever else is said.")
@click.option("--json", "json_file", type=click.Path(dir_okay=False, path_type=Path), help="Write the JSON here too.")
@click.option(
    "--folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=tempfile.gettempdir,
    help="Where the stores are made; its file system decides what a sync costs.  [default: the temporary folder]",
)
def main(
    *,
    targets: tuple[str, ...],
    rows: tuple[str, ...],
    repetitions: int,
    seconds: float,
    warm_up: float,
    quick: bool,
    json_file: Path | None,
    folder: Path,
) -> None:
    """Measure Modelstead side by side with mlflow and fasttrackml.

    Every server runs on loopback with its own store: empty, or for search and mixed with the same runs on each. The
    rows are measured in turn on each server, repeated, and the medians are printed as one table with our ratio to each
    peer (above 1: ours is better) and our goals. What a load wrote is read back through the server's API, and what a
    search finds is compared with what there is to find; a row with errors says so, and the exit code is 1.

    The peers are installed below .cache/bench at their first use. The whole result is written to
    .cache/bench/latest.json. Progress goes to standard error.
    """
    signal.signal(signal.SIGTERM, _end)
    if quick:
        repetitions, seconds = 1, 1.0
    chosen = [target for name in targets for target in TARGETS if target.name == name]
    try:
        with alone():
            _make_ready(chosen, with_client="training" in rows)
            with tempfile.TemporaryDirectory(prefix="bench-", dir=folder) as stores:
                plan = Plan(
                    [row for row in ROWS if row.family in rows],
                    chosen,
                    repetitions,
                    seconds,
                    warm_up,
                    Path(stores),
                    MLFLOW.programs / "python",
                )
                result = _run(plan, rows)
    except (BusyError, InstallError) as error:
        raise click.ClickException(str(error)) from error
    for path in filter(None, (LATEST, json_file)):
        write_json(result, path)
    click.echo(render(result))
    sys.exit(1 if result.complaints else 0)


def _run(plan: Plan, families: tuple[str, ...]) -> Result:
    shutil.rmtree(LOGS, ignore_errors=True)
    LOGS.mkdir()
    machine = describe_machine(plan.folder)
    others = OtherWork()
    with LoadGenerator() as generator:
        _say("measuring the ceilings")
        ceilings = measure_ceilings(families, generator, plan.client_python, plan.folder)
        measured = measure(plan, generator, _say)
    return summarize(plan, machine, others.share(), ceilings, measured)


def _make_ready(targets: list[Target], *, with_client: bool) -> None:
    environments = {target.environment for target in targets} | ({MLFLOW} if with_client else set())
    for environment in environments:
        if environment is not None and not environment.is_installed:
            _say(f"installing {environment.requirement}")
            environment.install()
    for target in targets:
        if not target.program().exists():
            raise click.UsageError(f"{target.program()} is missing; leave {target.name} out with --targets")


def _say(line: str) -> None:
    click.echo(line, err=True)


def _end(_signal: int, _frame: FrameType | None) -> None:
    # Leaves every `with` block, and so stops every server.
    sys.exit(143)


if __name__ == "__main__":
    main()
