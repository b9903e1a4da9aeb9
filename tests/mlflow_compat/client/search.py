"""search_runs and search_experiments: filters, orders, pages, view types, several experiments."""

import mlflow
from mlflow import MlflowClient
from mlflow.entities import Metric, Param, RunTag, ViewType

from .expectations import contains, new_experiment, new_name, own_tags, refused, run_ids, same


def runs_come_newest_first_in_pages() -> None:
    client, experiment_id = MlflowClient(), new_experiment()
    made = [client.create_run(experiment_id, start_time=1_000 + number).info.run_id for number in range(25)]
    pages = [client.search_runs([experiment_id], max_results=10)]
    while pages[-1].token:
        pages.append(client.search_runs([experiment_id], max_results=10, page_token=pages[-1].token))
    same([len(page) for page in pages], [10, 10, 5])
    same([run_id for page in pages for run_id in run_ids(page)], made[::-1])


def a_last_page_that_is_full_has_no_successor() -> None:
    client, experiment_id = MlflowClient(), new_experiment()
    for _ in range(2):
        client.create_run(experiment_id)
    page = client.search_runs([experiment_id], max_results=2)
    same((len(page), page.token or ""), (2, ""))


def view_types_tell_active_from_deleted() -> None:
    client, experiment_id = MlflowClient(), new_experiment()
    old, kept = (client.create_run(experiment_id, start_time=time).info.run_id for time in (1, 2))
    client.delete_run(old)
    expected = {ViewType.ACTIVE_ONLY: [kept], ViewType.DELETED_ONLY: [old], ViewType.ALL: [kept, old]}
    found = {view: run_ids(client.search_runs([experiment_id], run_view_type=view)) for view in expected}
    same(found, expected)
    same(run_ids(client.search_runs([experiment_id])), [kept])


def several_experiments_are_searched_together() -> None:
    client, first, second = MlflowClient(), new_experiment(), new_experiment()
    made = [
        client.create_run(where, start_time=time).info.run_id for time, where in enumerate((first, second, first), 1)
    ]
    new_experiment()
    same(run_ids(client.search_runs([first, second])), made[::-1])
    same(run_ids(client.search_runs([second])), [made[1]])


def an_unknown_experiment_has_no_runs() -> None:
    same(run_ids(MlflowClient().search_runs(["987654321"])), [])


def a_filter_selects_and_an_order_sorts() -> None:
    client, experiment_id = MlflowClient(), new_experiment()
    made = {}
    for place, (loss, model, team) in enumerate(
        ((0.5, "cnn", "vision"), (0.25, "rnn", "speech"), (0.75, "cnn", "speech"))
    ):
        run_id = client.create_run(experiment_id, start_time=place + 1).info.run_id
        client.log_batch(run_id, [Metric("val/loss", loss, 1, 1)], [Param("model", model)], [RunTag("team", team)])
        made[loss] = run_id

    def found(text: str, *order: str) -> list[float]:
        page = client.search_runs([experiment_id], filter_string=text, order_by=list(order))
        return [run.data.metrics["val/loss"] for run in page]

    same(found("metrics.`val/loss` < 0.6 and params.model = 'cnn'"), [0.5])
    same(found("tags.team LIKE 'sp%'", "metrics.`val/loss` DESC"), [0.75, 0.25])
    same(found("attributes.start_time >= 2", "params.model ASC", "metrics.`val/loss` ASC"), [0.75, 0.25])
    same(found(f"attributes.run_id = '{made[0.25]}'"), [0.25])
    same(found("metrics.`val/loss` != 0.5 and tags.team = 'vision'"), [])


def a_filtered_search_goes_on_page_by_page() -> None:
    client, experiment_id = MlflowClient(), new_experiment()
    for number in range(9):
        run_id = client.create_run(experiment_id, start_time=number + 1).info.run_id
        client.log_metric(run_id, "m", number % 3)
    order = ["metrics.m DESC"]
    page = client.search_runs([experiment_id], "metrics.m > 0", max_results=4, order_by=order)
    rest = client.search_runs([experiment_id], "metrics.m > 0", max_results=4, order_by=order, page_token=page.token)
    same(([run.data.metrics["m"] for run in (*page, *rest)], rest.token or ""), ([2, 2, 2, 1, 1, 1], ""))
    refused("INVALID_PARAMETER_VALUE", lambda: client.search_runs([experiment_id], page_token=page.token))


def a_filter_that_cannot_be_read_says_where() -> None:
    experiment_id = new_experiment()
    message = refused("INVALID_PARAMETER_VALUE", lambda: MlflowClient().search_runs([experiment_id], "metrics.m > 'x'"))
    contains(message, "at character 13", "a number")


def experiments_are_filtered_and_sorted() -> None:
    client, team = MlflowClient(), new_name("team")
    for name in ("b", "a", "c"):
        client.create_experiment(f"{name} {team}", tags={"team": team, "kind": name})
    found = client.search_experiments(filter_string=f"tags.team = '{team}' and name LIKE '% team %'", order_by=["name"])
    same([each.name[0] for each in found], ["a", "b", "c"])
    found = client.search_experiments(
        filter_string=f"tags.team = '{team}' and tags.kind != 'b'", order_by=["name DESC"]
    )
    same([each.name[0] for each in found], ["c", "a"])


def found_runs_carry_their_data() -> None:
    client, experiment_id = MlflowClient(), new_experiment()
    run_id = client.create_run(experiment_id, run_name="found").info.run_id
    client.log_batch(run_id, [Metric("loss", 1, 1, 1), Metric("loss", 2, 2, 2)], [Param("p", "1")], [RunTag("t", "v")])
    client.set_terminated(run_id, "KILLED")
    (found,) = client.search_runs([experiment_id])
    same((dict(found.info), found.data.to_dictionary()), (dict(client.get_run(run_id).info), _data(run_id)))
    same((found.info.run_name, found.info.status), ("found", "KILLED"))
    same((found.data.metrics, found.data.params, own_tags(run_id)), ({"loss": 2.0}, {"p": "1"}, {"t": "v"}))


def the_fluent_search_finds_the_same() -> None:
    experiment_id = mlflow.set_experiment(experiment_id=new_experiment()).experiment_id
    for number in range(3):
        MlflowClient().create_run(experiment_id, start_time=number + 1)
    fluent = mlflow.search_runs(output_format="list")
    same(run_ids(fluent), run_ids(MlflowClient().search_runs([experiment_id])))
    same(len(fluent), 3)


def a_garbled_page_token_is_refused() -> None:
    experiment_id = new_experiment()
    search = MlflowClient().search_runs
    refused("INVALID_PARAMETER_VALUE", lambda: search([experiment_id], page_token="garbled"))


def _data(run_id: str) -> dict[str, object]:
    """Read a run's metrics, params and tags."""
    data: dict[str, object] = MlflowClient().get_run(run_id).data.to_dictionary()
    return data
