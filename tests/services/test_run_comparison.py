"""services.run_comparison: what runs differ in; on each engine."""

import math
from collections.abc import Sequence

from modelstead import limits
from modelstead.domain.actor import Access
from modelstead.domain.key import KeyKind
from modelstead.domain.metric import MetricPoint
from modelstead.domain.param import Param
from modelstead.domain.tag import Tag
from modelstead.services import run_comparison, runs
from modelstead.services.run_comparison import Comparison
from modelstead.store.database import Database
from tests import factories

ALL = tuple(KeyKind)


def run(
    database: Database,
    access: Access,
    metrics: dict[str, float] | None = None,
    params: dict[str, str] | None = None,
    experiment: str = "0",
    name: str = "",
) -> int:
    made = database.write_now(factories.run, access, experiment, name=name).run
    batch = factories.batch(
        access,
        made.run_id,
        metrics=[MetricPoint(key, value, 1) for key, value in (metrics or {}).items()],
        params=[Param(*each) for each in (params or {}).items()],
    )
    database.write_now(factories.log_one, batch)
    return made.iid


def compare(database: Database, access: Access, iids: Sequence[int], **options: object) -> Comparison:
    kinds = (KeyKind.METRIC, KeyKind.PARAM)
    found: Comparison = database.read_now(
        run_comparison.compare,
        access,
        iids,
        **({"kinds": kinds} | options),  # type: ignore[arg-type]
    )
    return found


def rows(found: Comparison) -> dict[str, list[float | str | None]]:
    return {row.key: row.values for row in found.rows}


def test_what_differs_is_shown_and_what_is_the_same_is_counted(database: Database, access: Access) -> None:
    first = run(database, access, {"same": 1.0, "loss": 2.0}, {"p": "a", "q": "x"})
    second = run(database, access, {"same": 1.0, "loss": 3.0, "more": 0.0}, {"p": "b", "q": "x"})
    found = compare(database, access, [second, first])
    assert rows(found) == {"loss": [3.0, 2.0], "more": [0.0, None], "p": ["b", "a"]}
    assert (found.total, found.hidden) == (3, 2)
    every = compare(database, access, [second, first], is_every=True)
    assert {row.key: row.differs for row in every.rows} == {
        "loss": True, "more": True, "same": False, "p": True, "q": False,
    }  # fmt: skip
    assert [row.kind for row in every.rows] == ["metrics"] * 3 + ["params"] * 2


def test_runs_of_several_experiments_are_compared_by_name(database: Database, access: Access) -> None:
    other = database.write_now(factories.experiment, access, "other")
    here = run(database, access, {"same": 1.0, "loss": 2.0}, {"p": "a"})
    there = run(database, access, {"same": 1.0, "loss": 5.0}, {"p": "a"}, experiment=other)
    found = compare(database, access, [here, there])
    assert (rows(found), found.hidden) == ({"loss": [2.0, 5.0]}, 2)
    assert [each.experiment_name for each in found.runs] == ["Default", "other"]


def test_nan_differs_from_zero_wherever_it_is(database: Database, access: Access) -> None:
    other = database.write_now(factories.experiment, access, "other")
    for experiment in ("0", other):
        first = run(database, access, {"m": math.nan})
        second = run(database, access, {"m": 0.0}, experiment=experiment)
        (values,) = rows(compare(database, access, [first, second])).values()
        assert math.isnan(float(values[0] or 0))
        assert values[1] == 0.0


def test_long_values_that_differ_at_their_end_differ(database: Database, access: Access) -> None:
    iids = [run(database, access, params={"p": "x" * 5_000 + end}) for end in "ab"]
    (values,) = rows(compare(database, access, iids)).values()
    assert [len(str(value)) for value in values] == [limits.COMPARED_VALUE_LENGTH] * 2


def test_numbers_that_lead_to_no_run_are_named(database: Database, access: Access, elsewhere: Access) -> None:
    foreign = run(database, elsewhere)
    foreign = foreign if foreign > 2 else foreign + 100
    own = [run(database, access), run(database, access)]
    found = compare(database, access, [own[1], 99, own[0], foreign])
    assert ([each.iid for each in found.runs], found.missing) == ([own[1], own[0]], [99, foreign])


def test_runs_in_the_trash_are_marked(database: Database, access: Access) -> None:
    iid = run(database, access)
    run_id = compare(database, access, [iid]).runs[0].run_id
    database.write_now(runs.delete, access, run_id)
    assert compare(database, access, [iid]).runs[0].is_deleted


def test_rows_come_in_pages(database: Database, access: Access) -> None:
    iids = [run(database, access, {f"m{n:03}": float(n * k) for n in range(1, 250)}) for k in (1, 2)]
    first = compare(database, access, iids)
    second = compare(database, access, iids, first=limits.COMPARED_ROWS)
    assert (len(first.rows), first.total, len(second.rows)) == (limits.COMPARED_ROWS, 249, 49)
    assert second.rows[0].key == "m201"
    assert [row.key for row in compare(database, access, iids, find="M24").rows] == [f"m24{n}" for n in range(10)]
    assert run_comparison.rows_of_page(200) * 200 <= limits.COMPARED_CELLS


def test_clients_own_names_come_last(database: Database, access: Access) -> None:
    iids = [run(database, access, {"a": float(n), "system/x": float(n), "z": float(n)}) for n in range(2)]
    assert list(rows(compare(database, access, iids))) == ["a", "z", "system/x"]
    found = compare(database, access, iids, kinds=(KeyKind.TAG,))
    assert [row.key for row in found.rows] == ["mlflow.runName"]


def test_nothing_compares_with_nothing(database: Database, access: Access) -> None:
    found = compare(database, access, [], kinds=ALL)
    assert (found.runs, found.rows, found.total, found.hidden) == ([], [], 0, 0)


def test_more_runs_are_found_by_name_id_or_filter(database: Database, access: Access, elsewhere: Access) -> None:
    other = database.write_now(factories.experiment, access, "other")
    one = run(database, access, {"loss": 0.5}, name="first 100%")
    two = run(database, access, {"loss": 2.0}, name="second", experiment=other)
    run(database, elsewhere, {"loss": 0.1}, name="first")

    def search(text: str) -> list[int]:
        return [each.iid for each in database.read_now(run_comparison.search, access, text, 10).runs]

    assert search("") == [two, one]
    assert search("FIRST") == [one]
    assert search("100%") == [one]
    assert search("other") == [two]
    assert search("metrics.loss < 1") == [one]
    assert search("metrics.loss > 0") == [one, two] or search("metrics.loss > 0") == [two, one]
    assert search("nothing") == []
    refused = database.read_now(run_comparison.search, access, "metrics.loss <", 10)
    assert refused.error
    assert refused.runs == []


def test_tags_are_compared_when_asked_for(database: Database, access: Access) -> None:
    iids = [
        database.write_now(factories.run, access, "0", Tag("team", team), name="n").run.iid for team in ("red", "blue")
    ]
    found = compare(database, access, iids, kinds=(KeyKind.TAG,))
    assert (rows(found), found.hidden) == ({"team": ["red", "blue"]}, 1)
