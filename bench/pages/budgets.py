"""The budgets of pages: what is measured, and what it may be."""

import gzip
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from bench.pages.browser import Browser
from bench.pages.site import Loaded, Site

ROUNDS = 40
WARM_UP = 3
KIB = 1024
JSON = "application/json"


@dataclass(frozen=True)
class Budget:
    """A line of the table; `measured` is None where this machine has no browser."""

    name: str
    goal: float
    unit: str
    measured: float | None

    @property
    def is_met(self) -> bool:
        return self.measured is not None and self.measured <= self.goal


def of_server(site: Site) -> Iterator[Budget]:
    """Measure the server's pages: 95th percentiles over a connection that stays open, and compressed sizes."""
    large = f"/{site.project}/-/ml/experiments"
    listed = site.get(large, JSON).body.decode()
    sweep, series = _iid(listed, "large/sweep"), _iid(listed, "large/series")
    runs = f"{large}/{sweep}"
    pages = {
        "runs, page 1": f"{runs}",
        "runs, page 500": f"{runs}?page=500",
        "runs, page 5 by a metric": f"{runs}?sort=-metrics.val/accuracy&page=5",
        "runs, page 500 by a metric": f"{runs}?sort=-metrics.val/accuracy&page=500",
        "runs, filtered": f"{runs}?q=metrics.%60val%2Faccuracy%60+%3E+0.9+AND+params.optimizer+%3D+%27adam%27",
        "runs of 1,000 metrics": f"{large}/{series}",
        "experiments": large,
        "charts": f"{runs}?view=charts",
        "parallel": f"{runs}?view=parallel",
        "project": f"/{site.project}",
        "home": "/",
    }
    for name, path in pages.items():
        yield Budget(f"{name}: server", 50, "ms p95", _p95(partial(site.get, path)) * 1000)
    for name in ("runs, page 1", "experiments", "charts", "home"):
        yield Budget(f"{name}: HTML", 60, "KiB gzip", site.get(pages[name]).compressed / KIB)
    yield Budget("window of 200 rows: server", 50, "ms p95", _p95(_window(site, runs)) * 1000)
    assets = set(re.findall(r'(?:src|href)="(/-/assets/[^"]+\.(?:js|css)[^"]*)"', site.get(runs).body.decode()))
    styles = [len(site.get(each).body) for each in assets if ".css" in each]
    yield Budget("styles of the runs table", 40, "KiB", sum(styles) / KIB)
    yield Budget("script of every page", 60, "KiB gzip", sum(_zipped(site, each) for each in assets if ".js" in each))


def of_browser(site: Site, browser: Browser) -> Iterator[Budget]:
    """Measure what a browser does: the first chart, a series of a million points, rows far below."""
    large = f"/{site.project}/-/ml/experiments"
    listed = site.get(large, JSON).body.decode()
    sweep, series = _iid(listed, "large/sweep"), _iid(listed, "large/series")
    yield Budget("script of the table, charts and plots", 60, "KiB gzip", browser.script_kib(f"{large}/{sweep}"))
    yield Budget("first chart after its data", 300, "ms", browser.first_chart(f"{large}/{sweep}?view=charts"))
    long_run = _run(site, f"{large}/{series}")
    opened, whole, zoomed = browser.long_series(f"/{site.project}/-/ml/runs/{long_run}?view=metrics")
    yield Budget("1,000,000 points: a line in sight", 1000, "ms", opened)
    yield Budget("1,000,000 points: all of them", 1000, "ms", whole)
    yield Budget("1,000,000 points: zoom", 150, "ms", zoomed)
    yield Budget("jump in 100,000 rows", 50, "ms after data", browser.jump(f"{large}/{sweep}"))


def _window(site: Site, runs: str) -> Callable[[], Loaded]:
    return partial(site.get, f"{runs}?first=57000&size=200", JSON)


def _p95(load: Callable[[], Loaded]) -> float:
    for _ in range(WARM_UP):
        load()
    taken = sorted(load().seconds for _ in range(ROUNDS))
    return float(taken[int(len(taken) * 0.95) - 1])


def _zipped(site: Site, path: str) -> float:
    return len(gzip.compress(site.get(path).body, 9)) / KIB


def _run(site: Site, experiment: str) -> int:
    """Return the number of the run with the long metric."""
    found = re.search(r'"iid":(\d+),"run_id":"\w+","name":"\d+ points"', site.get(experiment, JSON).body.decode())
    assert found is not None, "there is no run with a long metric"
    return int(found[1])


def _iid(listed: str, name: str) -> int:
    """Return the number of an experiment of the list, whatever else stands in it."""
    found = re.search(rf'"iid":(\d+),"name":"{re.escape(name)}"', listed)
    assert found is not None, f"{name} is not in the list of experiments"
    return int(found[1])
