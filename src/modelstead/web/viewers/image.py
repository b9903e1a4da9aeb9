"""Images; where others beside one differ from it by a number alone, one can step through them."""

import re

import msgspec

from modelstead import limits
from modelstead.web.viewers.viewer import Source, Viewer

_NUMBER = re.compile(r"\d{1,15}")
_MLFLOW = re.compile(r"(.+)%step%(\d{1,15})%timestamp%\d+%[^%.]+(\.[a-z]+)")  # as mlflow.log_image names them


class Step(msgspec.Struct, frozen=True):
    """One image of a series."""

    step: int
    name: str
    page: str
    raw: str


class ImagePreview(msgspec.Struct, frozen=True):
    """An image, and the series that it is in; `place` is its own in that, from 0."""

    raw: str
    fits: tuple[tuple[str, str, bool], ...]  # label, address, is chosen
    steps: tuple[Step, ...] = ()
    place: int = 0

    @property
    def previous(self) -> str:
        return self.steps[self.place - 1].page if self.place > 0 else ""

    @property
    def next(self) -> str:
        return self.steps[self.place + 1].page if self.place + 1 < len(self.steps) else ""


_FITS = (("fit", "Fit"), ("full", "100 %"), ("pixels", "Pixels"))


async def show(source: Source) -> ImagePreview:
    state = source.state
    fits = tuple((label, source.here(fit=fit), fit == state.fit) for fit, label in _FITS)
    number = _NUMBER.search(source.name)
    if number is None:
        return ImagePreview(source.raw(source.path), fits)
    found = series(source.name, await source.names_beside(source.name[: number.start()]))
    kept = state.query(fit=state.fit, anyway=state.anyway)
    steps = tuple(
        Step(step, name, source.page(source.beside(name)) + kept, source.raw(source.beside(name)))
        for step, name in found
    )
    place = next((at for at, each in enumerate(steps) if each.name == source.name), 0)
    return ImagePreview(source.raw(source.path), fits, steps, place)


def series(name: str, names: list[str]) -> list[tuple[int, str]]:
    """Return the names that differ from this one by one number alone, and those numbers, in their order.

    The last number of the name that any others differ by is meant. Nothing is a series of one.
    """
    logged = _MLFLOW.fullmatch(name)
    if logged:
        matches = [(found, each) for each in names if (found := _MLFLOW.fullmatch(each))]
        steps = [(int(found[2]), each) for found, each in matches if (found[1], found[3]) == (logged[1], logged[3])]
        return sorted(steps) if len(steps) > 1 else []
    for number in reversed(list(_NUMBER.finditer(name))):
        head, tail = name[: number.start()], name[number.end() :]
        steps = []
        for each in names:
            middle = each[len(head) : len(each) - len(tail)] if len(each) > len(head) + len(tail) else ""
            if each.startswith(head) and each.endswith(tail) and _NUMBER.fullmatch(middle) and middle.isascii():
                steps.append((int(middle), each))
        if len(steps) > 1:
            return sorted(steps)
    return []


IMAGE = Viewer(
    "image",
    "Image",
    "image",
    frozenset({"png", "jpg", "jpeg", "gif", "webp", "bmp", "avif", "ico", "svg"}),
    show,
    at_once=limits.VIEW_IMAGE_BYTES,
    has_text=False,
)
