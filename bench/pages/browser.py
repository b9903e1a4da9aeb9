"""What a browser does with pages: bytes of scripts, times from data to a picture."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import BrowserContext, Page, sync_playwright

from bench.pages.site import Site

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
KIB = 1024
ROUNDS = 5
WIDE = {"width": 1440, "height": 900}

# Notes when the first chart is there, and when it is whole: two frames after its legend and its note say so.
_WATCH = """
window.firstChart = 0;
window.wholeChart = 0;
const note = (name) => {
  window[name] = -1;
  requestAnimationFrame(() => requestAnimationFrame(() => { window[name] = performance.now(); }));
};
new MutationObserver(() => {
  const card = document.querySelector(".chart-card:has(.chart-legend li)");
  if (!card) return;
  if (!window.firstChart) note("firstChart");
  if (!window.wholeChart && !card.textContent.includes("reading all points")) note("wholeChart");
}).observe(document, { childList: true, subtree: true, characterData: true });
"""
_SERIES = "performance.getEntriesByType('resource').filter((each) => each.name.includes('/ml/series'))"
# Notes how long it takes from letting go of the mouse to the second frame after the finer points have come.
_ZOOM = f"""
window.zoomed = 0;
addEventListener("pointerup", () => {{
  const began = performance.now();
  const known = {_SERIES}.length;
  const look = () => {{
    if ({_SERIES}.length === known) requestAnimationFrame(look);
    else requestAnimationFrame(() => requestAnimationFrame(() => {{ window.zoomed = performance.now() - began; }}));
  }};
  look();
}}, {{ capture: true, once: true }});
"""


class Browser:
    """Chromium with the session of a site; every figure is the median of some rounds, each on a fresh page."""

    def __init__(self, context: BrowserContext, site: Site) -> None:
        self._context = context
        self._site = site

    def script_kib(self, path: str) -> float:
        """Return the compressed size of every script that the table, charts and plots of an experiment load."""
        sizes: dict[str, float] = {}
        for view in ("table", "charts", "parallel", "scatter"):
            with self._page(f"{path}?view={view}") as page:
                page.wait_for_load_state("networkidle")
                found = page.evaluate(
                    "performance.getEntriesByType('resource').filter((each) => each.name.includes('.js'))"
                    ".map((each) => [each.name, each.encodedBodySize])"
                )
                sizes |= dict(found)
        return sum(sizes.values()) / KIB

    def first_chart(self, path: str) -> float:
        """Return the milliseconds from the arrival of the first series to the first chart."""
        return _median(self._first_chart(path) for _ in range(ROUNDS))

    def long_series(self, path: str) -> tuple[float, float, float]:
        """Return the milliseconds from the navigation to a chart, to its last point, and from a zoom to its picture.

        The navigation is the first since the server started; it has read none of the points.
        """
        first, whole, _ = self._long_series(path)
        return first, whole, _median(self._long_series(path)[2] for _ in range(ROUNDS))

    def jump(self, path: str) -> float:
        """Return the milliseconds from the arrival of rows far below to their sight."""
        return _median(self._jump(path) for _ in range(ROUNDS))

    def _first_chart(self, path: str) -> float:
        with self._page(path) as page:
            page.wait_for_function("window.firstChart > 0")
            return float(page.evaluate(f"window.firstChart - {_SERIES}[0].responseEnd"))

    def _long_series(self, path: str) -> tuple[float, float, float]:
        with self._page(path) as page:
            page.wait_for_function("window.wholeChart > 0")
            first, whole = page.evaluate("[window.firstChart, window.wholeChart]")
            page.wait_for_load_state("networkidle")
            box = page.locator(".plot-area").first.bounding_box()
            assert box is not None
            middle = box["y"] + box["height"] / 2
            page.mouse.move(box["x"] + box["width"] * 0.4, middle)
            page.mouse.down()
            page.mouse.move(box["x"] + box["width"] * 0.5, middle, steps=4)
            page.evaluate(_ZOOM)
            page.mouse.up()
            page.wait_for_function("window.zoomed > 0")
            return float(first), float(whole), float(page.evaluate("window.zoomed"))

    def _jump(self, path: str) -> float:
        with self._page(path) as page:
            page.wait_for_load_state("networkidle")
            return float(
                page.evaluate(
                    """async () => {
                      const scroller = document.querySelector("table.runs-table").closest(".scroll");
                      const known = performance.getEntriesByType("resource").length;
                      scroller.scrollTop = scroller.scrollHeight * 0.6;
                      for (;;) {
                        await new Promise(requestAnimationFrame);
                        const loaded = performance.getEntriesByType("resource").slice(known);
                        const box = scroller.getBoundingClientRect();
                        const there = document.elementFromPoint(box.left + 120, box.top + box.height / 2);
                        if (loaded.length && there?.closest("tr[data-run-id]")) {
                          return Math.max(performance.now() - loaded.at(-1).responseEnd, 0);
                        }
                        if (performance.now() > 30000) throw new Error("no rows came");
                      }
                    }"""
                )
            )

    @contextmanager
    def _page(self, path: str) -> Iterator[Page]:
        page = self._context.new_page()
        page.add_init_script(_WATCH)
        page.goto(self._site.url + path)
        try:
            yield page
        finally:
            page.close()


@contextmanager
def browser_of(site: Site) -> Iterator[Browser | None]:
    """Start Chromium with the site's session; None where there is none on this machine."""
    program = shutil.which("chromium")
    if program is None:
        yield None
        return
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=FLAGS)
        # The bench waits by expressions, which the policy of the pages forbids to evaluate.
        context = chromium.new_context(viewport={"width": WIDE["width"], "height": WIDE["height"]}, bypass_csp=True)
        name, _, value = site.cookie.partition("=")
        context.add_cookies([{"name": name, "value": value, "url": site.url}])
        yield Browser(context, site)
        chromium.close()


def _median(values: Iterator[float]) -> float:
    found = sorted(values)
    return found[len(found) // 2]
