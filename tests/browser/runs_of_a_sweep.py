"""An experiment with many runs, as browsers see it."""

import pytest

from modelstead.domain.actor import Access
from modelstead.domain.metric import MetricPoint
from modelstead.domain.param import Param
from modelstead.domain.project import Project
from modelstead.services import batches
from modelstead.store.transaction import Transaction
from tests.browser.visiting import Visitor
from tests.factories import actor, batch, run
from tests.signing_in import person
from tests.web.audit_log import project_of

RUNS = 1_200
LIGHT = pytest.mark.parametrize("visitor", ["light"], indirect=True)


def sweep(visitor: Visitor, size: int = RUNS) -> str:
    """Make runs that are named from run-0000 on, the last one the newest; sign in, and return the page's path."""
    owner = person(visitor.site)
    project: Project = project_of(visitor.site, owner)

    def work(tx: Transaction) -> None:
        access = Access(actor(owner), project, None)
        logged = []
        for number in range(size):
            made = run(tx, access, name=f"run-{number:04}", start_time=1_700_000_000_000 + number * 1_000)
            loss = MetricPoint("loss", 1 / (1 + number), 1_700_000_000_000, 0)
            params = [Param("optimizer", ("adam", "sgd")[number % 2]), Param("batch size", str(2 ** (number % 5)))]
            logged.append(batch(access, made.run.run_id, metrics=[loss], params=params))
        assert not any(batches.log(tx, logged))

    visitor.site.server.database.write_now(work)
    visitor.sign_in(owner)
    return f"/{project.path}/-/ml/experiments/0"
