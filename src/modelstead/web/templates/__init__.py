"""Render the templates of this folder; everything that is put into one is escaped."""

from functools import lru_cache
from pathlib import Path

import jinja2

from modelstead.domain import permission
from modelstead.web import urls
from modelstead.web.formats import FILTERS
from modelstead.web.static_files import static_files


@lru_cache(maxsize=1)
def _environment() -> jinja2.Environment:
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(FILTERS)
    made.globals.update(urls=urls, permissions=permission, asset=static_files().address)
    return made


def render(template: str, **values: object) -> str:
    return _environment().get_template(template).render(**values)
