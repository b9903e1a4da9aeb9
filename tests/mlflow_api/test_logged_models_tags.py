"""PATCH logged-models/{model_id}/tags, DELETE logged-models/{model_id}/tags/{tag_key}."""

from urllib.parse import quote

import pytest

from tests.mlflow_api.logged_models import UNKNOWN, delete, get, new_id, pairs, patch
from tests.mlflow_api.sending import assert_invalid, assert_refused, good
from tests.serving import Mlflow


def test_tags_are_set_and_overwritten(developer: Mlflow) -> None:
    model_id = new_id(developer, tags=pairs(a="1", b="2"))
    model = good(patch(developer, f"{model_id}/tags", tags=[*pairs(b="x"), *pairs(b="3", c="")]))["model"]
    assert model["info"]["tags"] == pairs(a="1", b="3", c="")
    assert get(developer, model_id) == model


@pytest.mark.parametrize("key", ["t", "a/b", "a b", "ü", "mlflow.x", "100%", "a//b", "?#", "x" * 255, "'", "𝄞"])
def test_a_tag_is_deleted_by_its_exact_name(developer: Mlflow, key: str) -> None:
    model_id = new_id(developer, tags=[{"key": key, "value": "v"}, *pairs(kept="1")])
    path = f"{model_id}/tags/{quote(key, safe='/')}"
    assert good(delete(developer, path)) == {}
    assert get(developer, model_id)["info"]["tags"] == pairs(kept="1")
    message = f"No tag with key {repr(key) if len(key) <= 60 else repr(key[:60] + '…')} found for model with ID "
    if key != "'":
        assert_refused(delete(developer, path), 404, "RESOURCE_DOES_NOT_EXIST", f"{message}'{model_id}'.")


@pytest.mark.parametrize("part", ["%00", "%ff", "%ed%a0%80"])
def test_a_name_that_is_no_text_is_refused(developer: Mlflow, part: str) -> None:
    model_id = new_id(developer, tags=pairs(t="v"))
    assert_invalid(delete(developer, f"{model_id}/tags/{part}"), "Invalid path")
    assert get(developer, model_id)["info"]["tags"] == pairs(t="v")


@pytest.mark.parametrize(
    ("tags", "part"),
    [
        ([{"key": "", "value": "v"}], "'tags[0].key'"),
        ([*pairs(good="1"), {"key": "k" * 256, "value": "v"}], "'tags[1].key' exceeds"),
        ([*pairs(good="1"), {"key": "k", "value": "v" * 65_536}], "'tags[1].value' exceeds"),
        (pairs(a="b") * 1_001, "'tags' has at most 1000"),
        ([{"key": 1, "value": "v"}], "'tags[0].key'"),
        ("x", "'tags'"),
    ],
)
def test_bad_tags_are_named_and_none_is_set(developer: Mlflow, tags: object, part: str) -> None:
    model_id = new_id(developer)
    assert_invalid(patch(developer, f"{model_id}/tags", tags=tags), part)
    assert "tags" not in get(developer, model_id)["info"]


def test_unknown_and_deleted_models_are_refused(developer: Mlflow) -> None:
    model_id = new_id(developer, tags=pairs(t="v"))
    good(delete(developer, model_id))
    for answer in (patch(developer, f"{model_id}/tags", tags=pairs(a="b")), delete(developer, f"{model_id}/tags/t")):
        assert_invalid(answer, "is deleted")
    for answer in (patch(developer, f"{UNKNOWN}/tags", tags=pairs(a="b")), delete(developer, f"{UNKNOWN}/tags/t")):
        assert_refused(answer, 404, "RESOURCE_DOES_NOT_EXIST", f"Logged model with ID '{UNKNOWN}' not found.")
