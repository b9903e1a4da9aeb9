"""Each full client tries every behaviour against the running server; one behaviour is one test."""

from collections.abc import Callable

import pytest

from tests.mlflow_full.behaviours import NOT_IN_CLIENT, all_behaviours
from tests.mlflow_full.environments import CLIENTS

pytestmark = pytest.mark.timeout(
    900
)  # the first test makes three environments of some 600 MB and waits for all that the clients try

ReportOf = Callable[[str], dict[str, str]]


@pytest.mark.parametrize(
    ("client", "behaviour"),
    [
        pytest.param(client, behaviour, id=f"mlflow_{client}-{behaviour}")
        for client in CLIENTS
        for behaviour in all_behaviours()
        if behaviour not in NOT_IN_CLIENT[client]
    ],
)
def test_with_a_full_client(report_of: ReportOf, client: str, behaviour: str) -> None:
    outcome = report_of(client)[behaviour]
    assert outcome == "ok", outcome


@pytest.mark.parametrize("client", CLIENTS)
def test_a_client_tries_all_but_what_it_has_no_method_for(report_of: ReportOf, client: str) -> None:
    report = report_of(client)
    left_out = {behaviour for behaviour, outcome in report.items() if outcome == "not in this client"}
    assert (sorted(report), left_out) == (sorted(all_behaviours()), NOT_IN_CLIENT[client])
