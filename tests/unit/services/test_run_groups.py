"""services.run_groups: groups of runs by their values, and what a metric goes along with."""

from modelstead.services.run_groups import groups, importances
from modelstead.services.run_values import RunValues, Values

RUNS = RunValues([1, 2, 3, 4, 5], ["a", "b", "c", "d", "e"], ["finished"] * 5, [], is_more=False)
OPTIMIZER = Values("params.optimizer", is_numeric=False, values=["sgd", "adam", "sgd", "adam", None])
DEPTH = Values("params.depth", is_numeric=True, values=[1.0, 2.0, 3.0, 4.0, None])
LOSS = Values("metrics.loss", is_numeric=True, values=[1.0, 2.0, 3.0, 4.0, None])


def test_runs_with_the_same_values_are_a_group_the_highest_mean_first() -> None:
    found = groups(RUNS, [OPTIMIZER], LOSS)
    assert [(each.labels, each.iids, each.summary.mean) for each in found] == [
        (["adam"], [2, 4], 3.0),
        (["sgd"], [1, 3], 2.0),
    ]


def test_two_fields_make_a_group_of_each_pair() -> None:
    assert [each.labels for each in groups(RUNS, [OPTIMIZER, DEPTH], LOSS)] == [
        ["adam", 4.0],
        ["sgd", 3.0],
        ["adam", 2.0],
        ["sgd", 1.0],
    ]


def test_what_goes_along_with_a_metric_comes_strongest_first() -> None:
    found = importances([OPTIMIZER, DEPTH, LOSS], LOSS)
    assert [(each.name, each.direction) for each in found] == [("params.depth", 1.0), ("params.optimizer", None)]
    assert found[0].runs == 4


def test_a_field_of_one_value_or_of_one_for_each_run_explains_nothing() -> None:
    same = Values("params.a", is_numeric=False, values=["x"] * 5)
    each = Values("params.b", is_numeric=False, values=list("vwxyz"))
    assert importances([same, each], LOSS) == []
