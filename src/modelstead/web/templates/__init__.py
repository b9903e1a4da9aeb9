"""Render the templates of this folder; everything that is put into one is escaped."""

import sys
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

import jinja2

from modelstead.domain import permission
from modelstead.http.visit import Visit
from modelstead.web import urls
from modelstead.web.formats import FILTERS
from modelstead.web.preferences import USUAL, preferences_of
from modelstead.web.run_cells import cells_of
from modelstead.web.static_files import static_files

HERE = Path(__file__).parent


class _Compiled(jinja2.FileSystemBytecodeCache):
    """Compiled templates, kept where Python keeps compiled modules: a page takes up to 0.2 s to compile."""

    def dump_bytecode(self, bucket: jinja2.bccache.Bucket) -> None:
        if not sys.dont_write_bytecode:
            with suppress(OSError):  # the folder may belong to somebody else
                super().dump_bytecode(bucket)


@lru_cache(maxsize=1)
def _environment() -> jinja2.Environment:
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(HERE),
        bytecode_cache=_Compiled(str(HERE / "__pycache__"), "%s.template"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(FILTERS)
    made.globals.update(urls=urls, permissions=permission, asset=static_files().address, cells_of=cells_of)
    return made


def render(template: str, **values: object) -> str:
    visit = values.get("visit")
    preferences = preferences_of(visit) if isinstance(visit, Visit) else USUAL
    return _environment().get_template(template).render(preferences=preferences, **values)
