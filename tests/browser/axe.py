"""What axe-core finds on a page that somebody with a disability could not use."""

from functools import lru_cache
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

AXE = Path(__file__).parents[2] / "frontend" / "node_modules" / "axe-core" / "axe.min.js"


CONTRAST = ("color-contrast",)  # the rules whose answer depends on the theme


def check_accessible(page: Page, rules: tuple[str, ...] = ()) -> None:
    """Fail with a readable list of what axe-core objects to on a page as it stands; the page's scripts have to run.

    Where rules are named, only those are asked.
    """
    if not page.evaluate("'axe' in window"):
        page.evaluate(_source())
    options: dict[str, object] = {"resultTypes": ["violations"]}
    if rules:
        options["runOnly"] = list(rules)
    found = page.evaluate("async (options) => (await axe.run(document, options)).violations", options)
    assert not found, f"{page.url}\n" + "\n".join(_told(each) for each in found)


def check_in_both_themes(page: Page) -> None:
    """Do the same with a page in the light theme, and then ask in the dark one what depends on it."""
    check_accessible(page)
    page.emulate_media(color_scheme="dark")
    check_accessible(page, CONTRAST)
    page.emulate_media(color_scheme="light")


@lru_cache(maxsize=1)
def _source() -> str:
    assert AXE.exists(), "axe-core is not installed; run: python hatch_build.py ci"
    return AXE.read_text()


def _told(violation: dict[str, Any]) -> str:
    places = "\n".join(f"    {node['target']}: {node['html'][:200]}" for node in violation["nodes"][:5])
    more = len(violation["nodes"]) - 5
    return f"{violation['id']} ({violation['impact']}): {violation['help']}\n{places}" + (
        f"\n    and {more} more" if more > 0 else ""
    )
