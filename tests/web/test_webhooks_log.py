"""A webhook's page: its test, what was sent, and sending it once more."""

from collections.abc import Iterator

import pytest

from modelstead import limits
from modelstead.domain.delivery import DeliveryState
from modelstead.store import webhook_deliveries, webhooks
from modelstead.store.transaction import Transaction
from modelstead.store.webhook_deliveries import NewDelivery, Settled
from tests.receiving import Answer, receiver
from tests.serving import Running
from tests.web.webhook_settings import EVENT, created, data, delivery, make_model, settled, site_with_hooks


@pytest.fixture(scope="module")
def hooked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with site_with_hooks(tmp_path_factory.mktemp("hooks")) as site:
        yield site


def test_a_test_shows_what_the_receiver_answered(hooked: Running) -> None:
    project, browser = settled(hooked)
    with receiver([Answer(418, body=b"<b>short and stout</b>")]) as other:
        page = created(browser, project, url=other.url)
        answer = browser.send(f"{page}/test", event=EVENT)
        assert answer.status_code == 200
        for part in ("It did not arrive.", ">418<", "&lt;b&gt;short and stout&lt;/b&gt;"):
            assert part in answer.text, part
        assert other.next().headers["x-mlflow-delivery-id"]
    gone = browser.send(f"{page}/test", event=EVENT)
    assert "could not be connected to" in gone.text
    assert data(browser, page)["deliveries"] == []


def test_a_delivery_is_shown_with_what_was_sent_and_answered_and_is_sent_again(hooked: Running) -> None:
    project, browser = settled(hooked)
    with receiver([Answer(400, body=b"no, thanks"), Answer(200, body=b"well")]) as other:
        page = created(browser, project, url=other.url)
        make_model(hooked, project)
        failed = delivery(browser, page, "failed")
        assert (failed["event"], failed["attempts"], failed["status"], failed["answer"]) == (
            EVENT,
            1,
            400,
            "no, thanks",
        )
        assert '"name": "iris"' in failed["body"]
        (listed,) = data(browser, page.rpartition("/")[0])["webhooks"]
        assert (listed["last"]["state"], listed["last"]["status"], listed["last"]["body"]) == ("failed", 400, "")
        assert "Send again" in browser.get(page).text
        assert browser.send(f"{page}/redeliver", delivery_id=failed["delivery_id"]).status_code == 303
        delivered = delivery(browser, page, "delivered")
        assert (delivered["delivery_id"], delivered["answer"]) == (failed["delivery_id"], "well")


def test_nothing_is_sent_again_to_a_webhook_that_is_off(hooked: Running) -> None:
    project, browser = settled(hooked)
    with receiver() as other:
        page = created(browser, project, url=other.url)
        make_model(hooked, project)
        made = delivery(browser, page, "delivered")
        browser.send(f"{page}/edit", name="hook", url=other.url, events=EVENT)
        assert "Send again" not in browser.get(page).text
        answer = browser.send(f"{page}/redeliver", delivery_id=made["delivery_id"])
        assert (answer.status_code, "The webhook is off" in answer.text) == (400, True)


def test_the_log_has_pages_and_is_narrowed_to_a_state(hooked: Running) -> None:
    project, browser = settled(hooked)
    page = created(browser, project, url="http://127.0.0.1:9/", active="0")
    webhook_id = page.rpartition("/")[2]

    def fill(tx: Transaction) -> None:
        hook = webhooks.by_id(tx, webhook_id)
        assert hook is not None
        new = [NewDelivery(project.id, hook.id, f"{webhook_id}-{each}", EVENT, "{}", 1) for each in range(30)]
        webhook_deliveries.insert(tx, new)
        for each in webhook_deliveries.log(tx, hook.id, 100):
            state = DeliveryState.FAILED if each.id % 10 == 0 else DeliveryState.DELIVERED
            assert webhook_deliveries.settle(tx, Settled(each.id, 0, state, 1, None, "", "It broke.", 1))

    hooked.server.database.write_now(fill)
    first = data(browser, page)
    assert (len(first["deliveries"]), first["total"], first["last_page"]) == (limits.WEBHOOK_LOG_ROWS, 30, 2)
    assert len(data(browser, f"{page}?page=2")["deliveries"]) == 30 - limits.WEBHOOK_LOG_ROWS
    failed = data(browser, f"{page}?state=failed")
    assert {each["state"] for each in failed["deliveries"]} == {"failed"}
    assert failed["total"] == failed["counts"]["failed"] == 3
    assert "nothing this far back" in browser.get(f"{page}?page=9").text
    assert "No delivery is in that state" in browser.get(f"{page}?state=waiting").text
    assert browser.get(f"{page}?state=other").status_code == 400


def test_a_long_body_is_cut_and_says_so(hooked: Running) -> None:
    project, browser = settled(hooked)
    with receiver() as other:
        page = created(browser, project, url=other.url)
        from_clients = "x" * limits.WEBHOOK_SHOWN_LENGTH
        make_model(hooked, project, description=from_clients)
        shown = delivery(browser, page, "delivered")
    assert len(shown["body"]) == limits.WEBHOOK_SHOWN_LENGTH < shown["body_length"]
    assert f"The first {limits.WEBHOOK_SHOWN_LENGTH:,} of" in browser.get(page).text
