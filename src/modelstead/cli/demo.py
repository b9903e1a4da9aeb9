"""modelstead demo."""

import asyncio
import time

import click

from modelstead import clock
from modelstead.cli.options import FILES, with_settings
from modelstead.cli.options import as_json as json_option
from modelstead.cli.printing import show
from modelstead.cli.progress import progress, size_text
from modelstead.cli.store import opened_with_blobs
from modelstead.demo import bulk, live, long_series
from modelstead.demo.filling import Place, fill
from modelstead.demo.scale import Scale
from modelstead.demo.showcase import STEPS, compute
from modelstead.services import bootstrap, users
from modelstead.settings import Settings, tracking_uri

LIVE_RUN = "vision/moons:live-long-run"
METRICS, POINTS = 1_000, 1_000_000  # of the large project


@click.command()
@click.option(
    "--project",
    "path",
    metavar="GROUP/NAME",
    default="demo/showcase",
    show_default=True,
    help="Where to; it is made when it is missing.",
)
@click.option("--owner", metavar="USER", help="Who is to own a project that is made, and whose doing the runs are.")
@click.option("--seed", type=int, default=1, show_default=True, help="Another number gives other data.")
@click.option("--again", is_flag=True, help="Add to a project that is not empty.")
@click.option("--live", "seconds", metavar="SECONDS", type=click.IntRange(0), help="Let a run go on for so long.")
@click.option("--runs", metavar="N", type=click.IntRange(0), default=0, help="Add an experiment of N runs.")
@click.option(
    "--metrics", metavar="N", type=click.IntRange(0), help=f"Add a run of N metrics. [default: with --runs {METRICS}]"
)
@click.option(
    "--points", metavar="N", type=click.IntRange(0), help=f"Add a metric of N points. [default: with --runs {POINTS}]"
)
@json_option
@with_settings(*FILES, "base_url")
def command(
    configured: Settings,
    *,
    path: str,
    owner: str | None,
    seed: int,
    again: bool,
    seconds: int | None,
    runs: int,
    metrics: int | None,
    points: int | None,
    as_json: bool,
) -> None:
    """Fill a project with runs to look at.

    Three small trainings are really done: a network on two moons, boosted stumps on prices of flats, an agent on a
    grid. They give sweeps with nested runs, charts, pictures, tables, failures, a model with versions, and a run that
    is still running. The same seed gives the same data, but for its times. Nothing is sent anywhere.

    The server may run meanwhile.
    """
    metrics, points = (
        (metrics or (METRICS if runs and metrics is None else 0)),
        (points or (POINTS if runs and points is None else 0)),
    )
    began = time.monotonic()
    with opened_with_blobs(configured) as (database, blobs):
        person = None if owner is None else database.read_now(users.get, owner)
        place = Place(path, person, again)
        database.read_now(place.check)
        with progress("Training", STEPS) as told:
            showcase = compute(seed, clock.now_ms(), Scale(), told)
        names = [name for each in showcase.plan.experiments for run in each.all_runs() for name in run.files]
        with progress("Storing files", len(names)) as told:
            filled = asyncio.run(fill(database, blobs, place, showcase.plan, seed, told))
        if runs:
            with progress("Storing runs", runs) as told:
                bulk.sweep(database, place, runs, seed, told)
        if metrics or points:
            with progress("Storing points", 20 * metrics + points) as told:
                long_series.series(database, place, metrics, points, seed, told)
        took = time.monotonic() - began
        url = configured.base_url or database.read_now(bootstrap.noted_url) or configured.url
        record = {
            "project": path,
            "url": f"{url}/{path}/-/ml/experiments",
            "tracking_uri": tracking_uri(url, filled.project_id),
            "experiments": filled.experiments + bool(runs) + bool(metrics or points),
            "runs": filled.runs + runs + bool(metrics) + bool(points),
            "files": filled.files,
            "size": filled.bytes if as_json else size_text(filled.bytes),
            "seconds": round(took, 1),
        }
        show(record, as_json=as_json)
        if seconds:
            if not as_json:
                click.echo(f"{LIVE_RUN.partition(':')[2]} goes on for {seconds} seconds.")
            live.go_on(database, filled.project_id, filled.run_ids[LIVE_RUN], showcase.live, seconds)
