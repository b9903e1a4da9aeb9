"""Runs are found by their CI job, whichever way a page is found; on each engine."""

import pytest

from modelstead.errors import InvalidParameter
from modelstead.services import run_search
from tests.search import data
from tests.search.loading import Loaded

NUMBERS = {run.run_id: run.number for run in data.RUNS}
EVERY = {run.number for run in data.RUNS if not run.deleted and run.experiment in (0, 1, 2)}
COMMIT = data.TRAINING["gitlab.CI_COMMIT_SHA"]

CASES: tuple[tuple[str, set[int]], ...] = (
    ("ci.job = '77'", {1}),
    ("ci.job = '7'", {4}),
    ("ci.job IN ('77', '79', 'none')", {1, 3}),
    ("ci.job = '900-1'", {37}),
    ("ci.job LIKE '7_'", {1, 2, 3}),
    ("ci.job IS NULL", EVERY - {1, 2, 3, 4, 37}),
    ("ci.job IS NOT NULL", {1, 2, 3, 4, 37}),
    ("ci.name = 'train'", {1, 37}),
    ("ci.name ILIKE 'TRAIN'", {1, 2, 37}),
    ("ci.name != 'train'", {2}),
    ("NOT ci.name = 'train'", EVERY - {1, 37}),
    ("ci.name NOT IN ('Train')", {1, 37}),
    ("ci.name IS NULL", EVERY - {1, 2, 37}),
    ("ci.stage = 'test'", {2}),
    ("ci.status = 'success'", {1}),
    ("ci.ref = 'main'", {1, 2, 37}),
    ("ci.ref = ''", set()),
    ("ci.ref LIKE '100%%_x'", {4}),
    ("ci.pipeline = '900'", {1, 2, 37}),
    ("ci.pipeline = ''", set()),
    (f"ci.commit LIKE '{COMMIT[:8]}%'", {1, 2}),
    ("ci.user = 'developer'", {1, 2}),
    ("ci.project = 'group/it''s'", {1, 2}),
    ("ci.pipeline = '900' AND metrics.loss < 0.4", {2, 37}),
    ("ci.pipeline = '900' AND ci.job = '78'", {2}),
    ("ci.job = '77' OR params.lr = '0.01'", {1, 2}),
)


@pytest.mark.usefixtures("way")
@pytest.mark.parametrize(("text", "numbers"), CASES, ids=[text for text, _ in CASES])
def test_runs_are_found_by_what_is_known_of_their_job(loaded: Loaded, text: str, numbers: set[int]) -> None:
    found, _ = loaded.database.read_now(run_search.search, loaded.access, ["0", "1", "2"], filter_text=text)
    assert {NUMBERS[each.run.run_id] for each in found} == numbers


@pytest.mark.parametrize("text", ["ci.nothing = 'x'", "ci.job > '7'", "ci.job = 7", "ci = 'x'"])
def test_what_a_job_does_not_have_is_refused(loaded: Loaded, text: str) -> None:
    with pytest.raises(InvalidParameter):
        loaded.database.read_now(run_search.search, loaded.access, ["1"], filter_text=text)


def test_runs_have_no_order_by_their_job(loaded: Loaded) -> None:
    with pytest.raises(InvalidParameter):
        loaded.database.read_now(run_search.search, loaded.access, ["1"], order_by=["ci.job"])
