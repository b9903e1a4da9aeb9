"""A webhook, or a delivery, of another project is as if it were not there, on every page about one."""

from collections.abc import Iterator

import pytest

from modelstead.services import webhooks
from tests.receiving import receiver
from tests.serving import Running
from tests.web.webhook_settings import EVENT, address, created, data, delivery, make_model, settled, site_with_hooks

FORMS = ("edit", "delete", "test", "redeliver")


@pytest.fixture(scope="module")
def hooked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with site_with_hooks(tmp_path_factory.mktemp("hooks")) as site:
        yield site


def test_a_foreign_webhook_is_not_found_and_stays_as_it_is(hooked: Running) -> None:
    theirs, owner = settled(hooked)
    mine, browser = settled(hooked)
    page = created(owner, theirs, url="http://127.0.0.1:9/", secret="theirs")
    before = data(owner, page)
    foreign = f"{address(mine)}/{page.rpartition('/')[2]}"
    missing = f"{address(mine)}/{'0' * 8}-0000-4000-8000-{'0' * 12}"
    for path in ("", "/edit", "/delete"):
        answers = [browser.get(f"{each}{path}") for each in (foreign, missing)]
        assert [each.status_code for each in answers] == [404, 404], path
    form = {"name": "mine", "url": "http://127.0.0.1:9/", "events": EVENT, "event": EVENT, "delivery_id": "x"}
    for action in FORMS:
        assert browser.send(f"{foreign}/{action}", **form).status_code == 404, action
        assert browser.send(f"{page}/{action}", **form).status_code == 404, action  # the project itself is hidden
    assert data(owner, page) == before


def test_a_foreign_delivery_is_not_sent_again(hooked: Running) -> None:
    theirs, owner = settled(hooked)
    mine, browser = settled(hooked)
    with receiver() as other:
        page, own = created(owner, theirs, url=other.url), created(browser, mine, url=other.url)
        make_model(hooked, theirs)
        made = delivery(owner, page, "delivered")
        answer = browser.send(f"{own}/redeliver", delivery_id=made["delivery_id"])
        missing = browser.send(f"{own}/redeliver", delivery_id="0" * 36)
    assert (answer.status_code, missing.status_code) == (404, 404)
    assert delivery(owner, page, "delivered") == made
    assert len(other.received) == 1


def test_services_about_webhooks_take_the_standing_of_who_asks() -> None:
    for call in (webhooks.deliveries, webhooks.redeliver, webhooks.listen, webhooks.get, webhooks.delete):
        assert "access" in call.__annotations__, call.__name__
