"""domain.logged_model: ids, names, params and tags, datasets of points."""

import pytest

from modelstead import ids, limits
from modelstead.domain.logged_model import ModelPoint, check_name, check_pairs, is_model_id
from modelstead.domain.param import Param
from modelstead.domain.search.fields import LOGGED_MODELS, Field, Kind
from modelstead.domain.tag import Tag
from modelstead.errors import InvalidParameter


def test_a_new_id_has_the_form_of_one() -> None:
    made = {ids.model_id() for _ in range(100)}
    assert len(made) == 100
    assert all(map(is_model_id, made))


@pytest.mark.parametrize("text", ["", "m-", "m-" + "0" * 31, "m-" + "0" * 33, "m-" + "A" * 32, "m-" + "0" * 32 + "\n"])
def test_another_text_is_no_id(text: str) -> None:
    assert not is_model_id(text)


@pytest.mark.parametrize("name", ["", "a", "a b-c_d", "ü" * limits.LOGGED_MODEL_NAME_LENGTH])
def test_a_name_is_taken(name: str) -> None:
    assert check_name(name) == name


@pytest.mark.parametrize("name", ["a/b", ":", "v1.2", "50%", '"a"', "it's", "n" * 501])
def test_a_name_is_refused(name: str) -> None:
    with pytest.raises(InvalidParameter, match="name"):
        check_name(name)


def test_keys_of_any_characters_are_taken() -> None:
    check_pairs([Param("a//b", ""), Param("(x) = 1", "v"), Param("../..", "w" * 65_535)], "params")
    check_pairs([Tag("k" * 255, "")] * 1_000, "tags")


def test_a_point_s_dataset_is_a_number_of_its_name_and_digest() -> None:
    def number(name: str, digest: str) -> int:
        return ModelPoint("k", 1.0, 1, 0, "m", name, digest).dataset

    numbers = [number("iris", "d1"), number("iris", "d2"), number("irisd", "1"), number("iris", ""), number("", "iris")]
    assert len({0, *numbers}) == 6
    assert number("", "") == 0
    assert number("iris", "d1") == numbers[0]
    assert all(limits.INT64_MIN <= each <= limits.INT64_MAX for each in numbers)


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("name", Field("attributes", "name", Kind.TEXT)),
        ("attributes.creation_time", Field("attributes", "creation_timestamp", Kind.NUMBER)),
        ("metrics.a.b/c d", Field("metrics", "a.b/c d", Kind.NUMBER)),
        ("metrics.`a b`", Field("metrics", "a b", Kind.NUMBER)),
        ('metrics."a b"', Field("metrics", "a b", Kind.NUMBER)),
        ("metrics.a`b", Field("metrics", "a`b", Kind.NUMBER)),
        ("metric.acc", Field("metrics", "acc", Kind.NUMBER)),
        ("metrics.", None),
        ("metrics", None),
        ("metrics.``", None),
        ("params.a", None),
        ("tags.a", None),
        ("nonsense", None),
        ("nonsense.a", None),
        ("attributes.nonsense", None),
        ("", None),
        (".", None),
    ],
)
def test_a_name_leads_to_a_field_that_models_are_ordered_by(name: str, field: Field | None) -> None:
    assert LOGGED_MODELS.orderable(name) == field
