"""Pictures of what was learnt."""

import math

from modelstead.demo.grid_world import COLUMNS, GRID, ROWS, Agent
from modelstead.demo.moons import Moons, Network
from modelstead.demo.png import INK, WHITE, Colour, Picture, blend

_FIRST: Colour = (0, 114, 178)
_SECOND: Colour = (213, 94, 0)
_CELLS = 56  # of a boundary's picture, across and up
_REACH = 2.0  # how far from the middle it looks


def boundary(network: Network, data: Moons) -> bytes:
    """Draw which side of the plane a network gives to which moon, and the points."""
    picture = Picture(_CELLS, _CELLS, scale=5)
    half = _CELLS / 2
    for row in range(_CELLS):
        for column in range(_CELLS):
            odds = network.log_odds((column + 0.5 - half) / half * _REACH, (half - row - 0.5) / half * _REACH)
            colour = _FIRST if odds < 0 else _SECOND
            picture.dot(column, row, blend(WHITE, colour, 0.08 + 0.3 * math.tanh(abs(odds) / 3)))
    for (x, y), label in zip(data.points, data.labels, strict=True):
        picture.dot(int(half + x / _REACH * half), int(half - y / _REACH * half), _SECOND if label else _FIRST)
    return picture.png()


def confusion(counts: list[list[int]]) -> bytes:
    """Draw how often each label (a row) was taken for which (a column)."""
    size, gap = 40, 2
    most = max(max(row) for row in counts) or 1
    picture = Picture(len(counts) * (size + gap) + gap, len(counts) * (size + gap) + gap, scale=3)
    for row, line in enumerate(counts):
        for column, count in enumerate(line):
            x, y = gap + column * (size + gap), gap + row * (size + gap)
            picture.box(x, y, size, size, blend((235, 241, 250), _FIRST, count / most))
            picture.number(x + size // 2, y + size // 2, count, WHITE if count > most / 2 else INK, size=2)
    return picture.png()


def worth(agent: Agent) -> bytes:
    """Draw what an agent thinks each cell is worth, and which way it goes from there."""
    size = 9
    picture = Picture(COLUMNS * size, ROWS * size, scale=5)
    middle = size // 2
    for (row, column), moves in agent.worth.items():
        x, y, kind = column * size, row * size, GRID[row][column]
        if kind == "#":
            picture.box(x, y, size, size, (96, 99, 104))
            continue
        best = max(moves)
        low, high = ((255, 255, 255), (0, 158, 115)) if best >= 0 else ((255, 255, 255), _SECOND)
        colour = {"G": (0, 158, 115), "O": _SECOND}.get(kind) or blend(low, high, abs(best) * 0.8)
        picture.box(x, y, size - 1, size - 1, colour)
        if kind not in "GO" and any(moves):
            down, across = ((-1, 0), (0, 1), (1, 0), (0, -1))[agent.best((row, column))]
            for far in range(3):
                picture.dot(x + middle + across * far, y + middle + down * far, INK)
            picture.box(x + middle - 1, y + middle - 1, 2, 2, INK)
    return picture.png()
