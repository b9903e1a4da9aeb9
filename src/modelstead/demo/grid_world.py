"""A grid with walls and a pit, and an agent that learns by Q-learning to walk to the goal."""

import random
from collections.abc import Iterator
from typing import NamedTuple

GRID = (
    "S...#...",
    ".##...#.",
    ".#..#...",
    "...##.#.",
    ".#....O.",
    "...#...G",
)
ROWS, COLUMNS = len(GRID), len(GRID[0])
MOVES = ((-1, 0), (0, 1), (1, 0), (0, -1))
STEPS_MAX = 120

Cell = tuple[int, int]


class Settings(NamedTuple):
    """How the agent learns."""

    alpha: float = 0.3
    gamma: float = 0.95
    epsilon_decay: float = 0.985
    slip: float = 0.1


class Episode(NamedTuple):
    """What is known after an episode."""

    number: int
    total: float
    steps: int
    epsilon: float
    td_error: float


class Agent:
    """The worth of each move in each cell."""

    def __init__(self, source: random.Random, settings: Settings) -> None:
        self.settings = settings
        self.worth = {(row, column): [0.0] * 4 for row in range(ROWS) for column in range(COLUMNS)}
        self.epsilon = 1.0
        self._source = source

    def best(self, cell: Cell) -> int:
        worth = self.worth[cell]
        return worth.index(max(worth))

    def episodes(self, count: int) -> Iterator[Episode]:
        """Yield each episode, from 1."""
        for number in range(1, count + 1):
            yield self._episode(number)
            self.epsilon = max(self.epsilon * self.settings.epsilon_decay, 0.02)

    def success_rate(self, tries: int) -> float:
        """Return how often the agent reaches the goal when it does what it holds best."""
        reached = 0
        for _ in range(tries):
            cell = (0, 0)
            for _ in range(STEPS_MAX):
                cell, _, is_over = self._move(cell, self.best(cell))
                if is_over:
                    reached += GRID[cell[0]][cell[1]] == "G"
                    break
        return reached / tries

    def _episode(self, number: int) -> Episode:
        cell, total, off = (0, 0), 0.0, 0.0
        steps = 0
        for steps in range(1, STEPS_MAX + 1):  # noqa: B007 - how many there were
            explores = self._source.random() < self.epsilon
            move = self._source.randrange(4) if explores else self.best(cell)
            target, reward, is_over = self._move(cell, move)
            goal = reward if is_over else reward + self.settings.gamma * max(self.worth[target])
            error = goal - self.worth[cell][move]
            self.worth[cell][move] += self.settings.alpha * error
            total, off, cell = total + reward, off + abs(error), target
            if is_over:
                break
        return Episode(number, total, steps, self.epsilon, off / steps)

    def _move(self, cell: Cell, move: int) -> tuple[Cell, float, bool]:
        """Return where a move leads, what it gives, and whether the episode is over."""
        if self._source.random() < self.settings.slip:
            move = self._source.randrange(4)
        row, column = cell[0] + MOVES[move][0], cell[1] + MOVES[move][1]
        if not (0 <= row < ROWS and 0 <= column < COLUMNS) or GRID[row][column] == "#":
            return cell, -0.05, False
        kind = GRID[row][column]
        return (row, column), {"G": 1.0, "O": -1.0}.get(kind, -0.02), kind in "GO"
