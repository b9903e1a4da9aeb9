"""Pages of lists, as GitLab numbers them: `page` and `per_page` in, counts and links in headers out."""

from collections.abc import Sequence
from typing import Annotated, ClassVar
from urllib.parse import urlencode

import msgspec

from modelstead import limits
from modelstead.http.answer import Answer, Header

Number = Annotated[int, msgspec.Meta(ge=1, le=limits.INT64_MAX // limits.PACKAGES_PAGE_MAX)]


class Paged(msgspec.Struct, frozen=True, kw_only=True):
    """A request for a page; the first one has the number 1, and too large ones are cut."""

    path_parts: ClassVar[tuple[str, ...]] = ()  # fields that stand in the path, not in the query

    page: Number = 1
    per_page: Number = limits.PACKAGES_PAGE

    @property
    def limit(self) -> int:
        return min(self.per_page, limits.PACKAGES_PAGE_MAX)

    @property
    def offset(self) -> int:
        return (self.page - 1) * self.limit

    @property
    def query(self) -> dict[str, object]:
        """What else was asked for, so that a link to another page asks for the same."""
        held: dict[str, object] = msgspec.to_builtins(self)
        left = {"page", "per_page", *self.path_parts}
        return {
            field.encode_name: _text(held[field.encode_name])
            for field in msgspec.structs.fields(self)
            if field.name not in left and getattr(self, field.name) != field.default
        }


def _text(value: object) -> object:
    return str(value).lower() if isinstance(value, bool) else value


class Listing(msgspec.Struct, frozen=True):
    """A page of a list, and the path of all its pages."""

    rows: Sequence[object]
    total: int
    asked: Paged
    path: str


class KeysetListing(msgspec.Struct, frozen=True):
    """A page of a list by keys: `behind` are the parameters that ask for what is behind it, None on the last one."""

    rows: Sequence[object]
    asked: Paged
    path: str
    behind: dict[str, object] | None


def answer(listing: Listing | KeysetListing, url: str) -> Answer:
    """Return a page with GitLab's headers; links begin with the server's URL."""
    if isinstance(listing, KeysetListing):
        return _keyset_answer(listing, url)
    asked, total = listing.asked, listing.total
    page, size = asked.page, asked.limit
    last = max(1, -(-total // size))
    others = {"prev": page - 1 if 1 < page <= last + 1 else None, "next": page + 1 if page < last else None}

    def link(relation: str, number: int) -> str:
        query = urlencode({**asked.query, "page": number, "per_page": size}, doseq=True)
        return f'<{url}{listing.path}?{query}>; rel="{relation}"'

    links = [link(relation, number) for relation, number in others.items() if number]
    links += [link("first", 1), link("last", last)]
    headers: tuple[Header, ...] = (
        (b"x-page", b"%d" % page),
        (b"x-per-page", b"%d" % size),
        (b"x-total", b"%d" % total),
        (b"x-total-pages", b"%d" % last),
        (b"x-prev-page", b"%d" % others["prev"] if others["prev"] else b""),
        (b"x-next-page", b"%d" % others["next"] if others["next"] else b""),
        (b"link", ", ".join(links).encode()),
    )
    return Answer(200, msgspec.json.encode(listing.rows), headers=headers)


def _keyset_answer(listing: KeysetListing, url: str) -> Answer:
    headers: tuple[Header, ...] = ((b"x-per-page", b"%d" % listing.asked.limit),)
    if listing.behind is not None:
        query = urlencode({**listing.asked.query, "per_page": listing.asked.limit, **listing.behind}, doseq=True)
        headers += ((b"link", f'<{url}{listing.path}?{query}>; rel="next"'.encode()),)
    return Answer(200, msgspec.json.encode(listing.rows), headers=headers)
