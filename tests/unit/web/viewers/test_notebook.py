"""Notebooks: what a cell has, and its images."""

import base64

import msgspec
import pytest

from modelstead.errors import NotFound
from modelstead.web.viewers.notebook import NOTEBOOK, picture
from modelstead.web.viewers.viewer import Unfit
from tests.unit.web.viewers.sources import shown

PNG = b"\x89PNG\r\n\x1a\n"
ENCODED = base64.b64encode(PNG).decode()
BOOK = {
    "nbformat": 4,
    "metadata": {"kernelspec": {"display_name": "Python 3"}},
    "cells": [
        {"cell_type": "markdown", "source": ["# One\n", "two"]},
        {
            "cell_type": "code",
            "execution_count": 7,
            "source": "plot()",
            "outputs": [
                {"output_type": "stream", "name": "stdout", "text": ["a\n", "\u001b[31mb\u001b[0m"]},
                {"output_type": "display_data", "data": {"image/png": ENCODED, "text/plain": "fig"}},
                {"output_type": "error", "ename": "E", "evalue": "v", "traceback": []},
                {"output_type": "execute_result", "data": {"text/html": "<b>x</b>", "text/plain": "x"}},
                {"output_type": "execute_result", "data": {"application/x": "?"}},
            ],
        },
    ],
}  # fmt: skip
CONTENT = msgspec.json.encode(BOOK)


def test_cells_are_shown_with_what_they_gave() -> None:
    view = shown(NOTEBOOK, "a/b.ipynb", CONTENT)
    assert view.language == "Python 3"
    first, second = view.cells
    assert (first.kind, first.source) == ("markdown", "# One\ntwo")
    assert second.count == 7
    assert [(each.kind, each.text, each.image) for each in second.outputs] == [
        ("text", "a\nb", ""),
        ("image", "fig", "/raw/a/b.ipynb?cell=1&output=1"),
        ("error", "E: v", ""),
        ("html", "<b>x</b>", ""),
    ]


def test_the_image_of_an_output_is_its_bytes() -> None:
    assert picture(CONTENT, 1, 1) == (PNG, b"image/png")
    for cell, output in ((0, 0), (1, 0), (1, 9), (9, 9)):
        with pytest.raises(NotFound):
            picture(CONTENT, cell, output)


@pytest.mark.parametrize("content", [b"{}", b"[]", b'{"cells": 1}', b'{"cells": [{"source": 1}]}', b"{"])
def test_what_is_no_notebook_is_refused(content: bytes) -> None:
    with pytest.raises(Unfit):
        shown(NOTEBOOK, "a.ipynb", content)
