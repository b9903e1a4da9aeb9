"""The calls about webhooks: create, list, get, update, delete."""

from collections.abc import Iterator

import pytest

from tests.mlflow_api.sending import assert_invalid, assert_refused, good
from tests.mlflow_api.webhooks import EVENT, OTHER, create, delete, patch, settled
from tests.receiving import LOOPBACK
from tests.serving import Mlflow, Running, running


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with running(tmp_path_factory.mktemp("server"), webhook_allowed_addresses=LOOPBACK) as started:
        yield started


@pytest.fixture
def maintainer(server: Running) -> Mlflow:
    people = settled(server)
    return server.client(people.maintainer, people.project.id)


def test_a_webhook_is_created_and_answered_without_its_secret(maintainer: Mlflow) -> None:
    made = create(maintainer, description="d", secret="s3cret", events=[EVENT, OTHER, EVENT])
    assert len(made.pop("webhook_id")) == 36
    assert made.pop("creation_timestamp") == made.pop("last_updated_timestamp") > 1_700_000_000_000
    assert made == {
        "name": "hook",
        "url": "http://127.0.0.1:9/",
        "description": "d",
        "events": [EVENT, OTHER],
        "status": "ACTIVE",
    }


def test_events_and_status_may_come_as_numbers_or_in_lower_case(maintainer: Mlflow) -> None:
    made = create(maintainer, events=[{"entity": 2, "action": 1}, {"entity": "prompt", "action": "created"}])
    assert made["events"] == [EVENT, {"entity": "PROMPT", "action": "CREATED"}]
    assert create(maintainer, status=2)["status"] == "DISABLED"
    assert create(maintainer, status="DISABLED")["status"] == "DISABLED"


def test_a_webhook_is_got_and_listed_the_newest_first(maintainer: Mlflow) -> None:
    assert good(maintainer.get("webhooks")) == {}
    made = [create(maintainer, name=name) for name in "abc"]
    assert good(maintainer.get(f"webhooks/{made[0]['webhook_id']}")) == {"webhook": made[0]}
    assert good(maintainer.get("webhooks")) == {"webhooks": made[::-1]}
    first = good(maintainer.get("webhooks", max_results=2))
    second = good(maintainer.get("webhooks", max_results=2, page_token=first["next_page_token"]))
    assert first["webhooks"] + second["webhooks"] == made[::-1]
    assert "next_page_token" not in second


def test_an_update_changes_what_it_names_and_leaves_the_rest(maintainer: Mlflow) -> None:
    made = create(maintainer, description="d", secret="s3cret")
    changed = good(patch(maintainer, made["webhook_id"], name="", url="", events=[], status="DISABLED"))["webhook"]
    assert changed.pop("last_updated_timestamp") >= made.pop("last_updated_timestamp")
    assert changed == made | {"status": "DISABLED"}
    changed = good(
        patch(maintainer, made["webhook_id"], name="b", url="http://127.0.0.1:8/", events=[OTHER], description="")
    )["webhook"]
    assert (changed["name"], changed["url"], changed["events"]) == ("b", "http://127.0.0.1:8/", [OTHER])
    assert "description" not in changed
    assert good(maintainer.get(f"webhooks/{made['webhook_id']}")) == {"webhook": changed}


def test_a_deleted_webhook_is_not_found_any_more(maintainer: Mlflow) -> None:
    webhook_id = create(maintainer)["webhook_id"]
    assert good(delete(maintainer, webhook_id)) == {}
    message = f"Webhook with ID {webhook_id} not found."
    for answer in (
        maintainer.get(f"webhooks/{webhook_id}"),
        patch(maintainer, webhook_id, name="b"),
        delete(maintainer, webhook_id),
        maintainer.post(f"webhooks/{webhook_id}/test"),
    ):
        assert_refused(answer, 404, "RESOURCE_DOES_NOT_EXIST", message)
    assert good(maintainer.get("webhooks")) == {}


@pytest.mark.parametrize("field", ["name", "url", "events"])
def test_a_missing_field_is_named(maintainer: Mlflow, field: str) -> None:
    fields = {"name": "hook", "url": "http://127.0.0.1:9/", "events": [EVENT]}
    del fields[field]
    message = f"Missing value for required parameter '{field}'."
    assert_refused(maintainer.post("webhooks", **fields), 400, "INVALID_PARAMETER_VALUE", message)


@pytest.mark.parametrize(
    ("fields", "part"),
    [
        ({"name": "-"}, "must start and end with a letter or digit"),
        ({"name": "x" * 64}, "at most 63 characters"),
        ({"name": 5}, "'name'"),
        ({"url": "ftp://a.example"}, "'url'"),
        ({"url": "http://user:password@127.0.0.1/"}, "user or password"),
        ({"url": "http://127.0.0.1/" + "x" * 2_000}, "'url' exceeds the maximum length"),
        ({"events": []}, "non-empty"),
        ({"events": [{"entity": "MODEL_VERSION"}]}, "action"),
        ({"events": [{"entity": "X", "action": "CREATED"}]}, "'events.entity'"),
        ({"events": [{"entity": "PROMPT", "action": 9}]}, "'events.action'"),
        ({"events": [{"entity": 0, "action": 0}]}, "'events.entity'"),
        ({"events": [{"entity": "MODEL_VERSION", "action": "SET"}]}, "Valid actions are: ['created']"),
        ({"events": [{"entity": "REGISTERED_MODEL", "action": "DELETED"}]}, "Valid actions are: ['created']"),
        ({"events": "x"}, "'events'"),
        ({"description": "x" * 1_001}, "'description' exceeds"),
        ({"secret": "x" * 1_001}, "'secret' exceeds"),
        ({"status": "ON"}, "use ACTIVE or DISABLED"),
        ({"status": 3}, "use ACTIVE or DISABLED"),
    ],
    ids=str,
)
def test_what_breaks_a_rule_is_refused_by_name_and_nothing_is_stored(
    maintainer: Mlflow, fields: dict[str, object], part: str
) -> None:
    wanted = {"name": "hook", "url": "http://127.0.0.1:9/", "events": [EVENT]} | fields
    assert_invalid(maintainer.post("webhooks", **wanted), part)
    assert good(maintainer.get("webhooks")) == {}
    if fields.get("events") != []:
        made = create(maintainer)
        assert_invalid(patch(maintainer, made["webhook_id"], **fields), part)
        assert good(maintainer.get(f"webhooks/{made['webhook_id']}")) == {"webhook": made}


@pytest.mark.parametrize("query", [{"max_results": 0}, {"max_results": 1_001}, {"page_token": "x"}])
def test_a_page_that_cannot_be_is_refused(maintainer: Mlflow, query: dict[str, object]) -> None:
    assert_invalid(maintainer.get("webhooks", **query))


def test_the_secret_is_in_no_answer_and_not_readable_in_the_database(server: Running, maintainer: Mlflow) -> None:
    made = create(maintainer, secret="very-secret-word")
    answers = [
        maintainer.get("webhooks").text,
        maintainer.get(f"webhooks/{made['webhook_id']}").text,
        patch(maintainer, made["webhook_id"], secret="another-secret-word").text,
        maintainer.post(f"webhooks/{made['webhook_id']}/test").text,
    ]
    assert not any("secret" in answer for answer in answers)
    folder = server.server.settings.data_dir
    stored = b"".join(file.read_bytes() for file in folder.glob("modelstead.db*"))
    assert b"secret-word" not in stored
