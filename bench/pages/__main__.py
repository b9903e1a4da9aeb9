"""The budgets of pages: python -m bench.pages."""

import json
import tempfile
from dataclasses import asdict
from pathlib import Path

import click

from bench.environments import CACHE
from bench.machine import describe_machine
from bench.pages.browser import browser_of
from bench.pages.budgets import Budget, of_browser, of_server
from bench.pages.site import large_site

LATEST = CACHE / "pages.json"


@click.command()
@click.option("--runs", default=100_000, show_default=True, help="Runs of the large experiment.")
@click.option("--points", default=1_000_000, show_default=True, help="Points of the long metric.")
def main(*, runs: int, points: int) -> None:
    """Measure pages of a project with very many runs, and print what they may cost beside what they do."""
    machine = describe_machine(Path(tempfile.gettempdir()))
    click.echo(f"{machine.date}, {machine.cores} cores")
    found: list[Budget] = []
    with tempfile.TemporaryDirectory(prefix="bench-pages-") as folder, large_site(Path(folder), runs, points) as site:
        click.echo(f"\n{'budget of pages':44}{'may be':>10}{'is':>10}  unit")
        found += map(_told, of_server(site))
        with browser_of(site) as browser:
            if browser is None:
                click.echo("There is no chromium: what a browser does was not measured.")
            else:
                found += map(_told, of_browser(site, browser))
    LATEST.parent.mkdir(parents=True, exist_ok=True)
    LATEST.write_text(json.dumps([asdict(budget) for budget in found], indent=2) + "\n")
    click.echo(f"\n{sum(budget.is_met for budget in found)} of {len(found)} budgets are met. Figures: {LATEST}")


def _told(budget: Budget) -> Budget:
    is_now = "-" if budget.measured is None else f"{budget.measured:.1f}"
    mark = "" if budget.is_met else "  over"
    click.echo(f"{budget.name:44}{budget.goal:>10g}{is_now:>10}  {budget.unit}{mark}")
    return budget


if __name__ == "__main__":
    main()
