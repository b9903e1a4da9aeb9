"""Help: how to search, and which keys do something."""

import msgspec

from modelstead.http.answer import Answer
from modelstead.http.health import Nothing
from modelstead.http.visit import Visit
from modelstead.web.dialect import show
from modelstead.web.keys import CLOSE, SECTIONS, Key, Section
from modelstead.web.search_help import search_help


class KeysView(msgspec.Struct, frozen=True):
    """The keys of pages."""

    sections: tuple[Section, ...]
    close: Key


async def help_search(visit: Visit, _: Nothing) -> Answer:
    return show(visit, "help_search.html", search_help())


async def help_keys(visit: Visit, _: Nothing) -> Answer:
    return show(visit, "help_keys.html", KeysView(SECTIONS, CLOSE))
