"""Webhooks: names, addresses and events."""

import pytest

from modelstead.domain.webhook import (
    KINDS,
    MODEL_CREATED,
    MODEL_UPDATED,
    VERSION_CREATED,
    Event,
    check_description,
    check_events,
    check_heard,
    check_name,
    check_secret,
    check_url,
    event_of_name,
    kind_of,
    masked,
)
from modelstead.errors import InvalidParameter


@pytest.mark.parametrize("name", ["a", "A1", "a.b_c-d", "9" * 63])
def test_a_name_has_letters_digits_and_some_signs_inside(name: str) -> None:
    assert check_name(name) == name


@pytest.mark.parametrize("name", ["", "-a", "a-", "a b", "ä", "a/b", "a\n", "9" * 64])
def test_other_names_are_refused(name: str) -> None:
    with pytest.raises(InvalidParameter, match="must start and end with a letter or digit"):
        check_name(name)


def test_lengths_are_limited() -> None:
    for check, length in ((check_description, 1_000), (check_secret, 1_000)):
        check("x" * length)
        with pytest.raises(InvalidParameter, match="exceeds the maximum length"):
            check("x" * (length + 1))
    base = "https://a.example/"
    check_url(base + "x" * (2_000 - len(base)))
    with pytest.raises(InvalidParameter, match="exceeds the maximum length"):
        check_url(base + "x" * 2_000)


def test_events_are_kept_once_each_in_their_order() -> None:
    assert check_events([VERSION_CREATED, MODEL_CREATED, VERSION_CREATED]) == (VERSION_CREATED, MODEL_CREATED)


def test_a_webhook_has_events() -> None:
    with pytest.raises(InvalidParameter, match="non-empty"):
        check_events([])


def test_an_action_that_the_entity_has_not_is_refused_with_those_it_has() -> None:
    with pytest.raises(InvalidParameter, match=r"Valid actions are: \['deleted', 'set'\]"):
        check_events([Event("model_version_tag", "created")])
    with pytest.raises(InvalidParameter, match="no entity 'pipeline'"):
        event_of_name("pipeline.created")


def test_every_event_is_found_by_its_name_and_has_an_example() -> None:
    assert len({kind.event.name for kind in KINDS}) == len(KINDS)
    for kind in KINDS:
        assert kind_of(event_of_name(kind.event.name)) is kind
        assert kind.example


def test_events_of_our_own_are_kept_from_mlflow_s_clients() -> None:
    ours = {kind.event.name for kind in KINDS if not kind.in_mlflow}
    assert ours == {
        "registered_model.updated",
        "registered_model.deleted",
        "model_version.updated",
        "model_version.deleted",
    }
    assert not kind_of(MODEL_UPDATED).in_mlflow


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://a.example/hook", "https://a.example/hook"),
        ("https://a.example:8443/hook?token=abc&env=", "https://a.example:8443/hook?token=•••&env=•••"),
        ("https://a.example/?abc", "https://a.example/?abc=•••"),
        ("https://a.example/services/T012345678/abcdEFGH1234567890", "https://a.example/services/T012345678/•••"),
        ("http://[::1]/deploy-new-model-version", "http://[::1]/deploy-new-model-version"),
    ],
)
def test_a_list_shows_an_address_without_what_may_be_secret(url: str, shown: str) -> None:
    assert masked(url) == shown


def test_what_a_webhook_hears_of_is_at_least_one_of_mlflow_s_events() -> None:
    assert check_heard([MODEL_UPDATED, VERSION_CREATED, VERSION_CREATED]) == (MODEL_UPDATED, VERSION_CREATED)
    with pytest.raises(InvalidParameter, match="one of MLflow's"):
        check_heard([MODEL_UPDATED])
