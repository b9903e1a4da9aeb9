"""Runs of the agent on the grid."""

import random

from modelstead.demo import pictures
from modelstead.demo.documents import csv_file
from modelstead.demo.grid_world import GRID, Agent, Settings
from modelstead.demo.planned import PlannedRun
from modelstead.demo.training import Training
from modelstead.domain.run import RunStatus

PICTURES = 8


def learn(
    source: random.Random, settings: Settings, *, name: str, start: int, episodes: int, stop_after: int | None = None
) -> PlannedRun:
    """Return a run of an agent that learns for some episodes, or is killed before they are over."""
    training = Training(
        source,
        name,
        start=start,
        pace=260,
        script="q_learning.py",
        params={**settings._asdict(), "episodes": episodes, "grid": f"{len(GRID)}x{len(GRID[0])}"},
    )
    agent = Agent(source, settings)
    rows = []
    for episode in agent.episodes(episodes):
        number = episode.number
        training.step(
            number,
            train__return=episode.total,
            train__episode_steps=float(episode.steps),
            train__epsilon=episode.epsilon,
            train__td_error=episode.td_error,
        )
        rows.append((number, round(episode.total, 4), episode.steps, round(episode.epsilon, 4)))
        if number % 10 == 0:
            training.log("eval/success_rate", agent.success_rate(20), number)
            training.machine(number)
            for (row, column), worth in agent.worth.items():
                if any(worth):
                    training.log(f"worth/row_{row}/column_{column}", round(max(worth), 5), number)
        if number % max(1, episodes // PICTURES) == 0:
            training.file(f"plots/worth/step_{number:04d}.png", pictures.worth(agent))
        if number == stop_after:
            training.tag("stopped_by", "researcher")
            return training.end(RunStatus.KILLED)
    training.file("episodes.csv", csv_file(("episode", "return", "steps", "epsilon"), rows))
    return training.end()
