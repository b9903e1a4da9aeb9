"""Each stock client tries every behaviour against the running server; one behaviour is one test."""

from collections.abc import Callable

import pytest

from tests.mlflow_compat.behaviours import NOT_IN_CLIENT, all_behaviours
from tests.mlflow_compat.environments import CLIENTS

pytestmark = pytest.mark.timeout(
    900
)  # the first test of a client makes its environment and waits for all that the client tries

ReportOf = Callable[[str], dict[str, str]]


@pytest.mark.parametrize(
    ("client", "behaviour"),
    [
        pytest.param(client, behaviour, id=f"mlflow_{client}-{behaviour}")
        for behaviour in all_behaviours()
        for client in CLIENTS  # the inner loop, so that test processes begin with different clients
        if behaviour not in NOT_IN_CLIENT[client]
    ],
)
def test_with_a_stock_client(report_of: ReportOf, client: str, behaviour: str) -> None:
    outcome = report_of(client)[behaviour]
    assert outcome == "ok", outcome


@pytest.mark.parametrize("client", CLIENTS)
def test_a_client_tries_all_but_what_it_has_no_method_for(report_of: ReportOf, client: str) -> None:
    report = report_of(client)
    assert sorted(report) == sorted(all_behaviours())
    assert {behaviour for behaviour, outcome in report.items() if outcome == "not in this client"} == NOT_IN_CLIENT[
        client
    ]


def test_every_behaviour_is_tried_by_some_client() -> None:
    assert set.intersection(*NOT_IN_CLIENT.values()) == set()
