"""What is shown of a model."""

import pytest

from modelstead.web.viewers.mlmodel import MLMODEL, Field, fields
from modelstead.web.viewers.viewer import Unfit
from tests.unit.web.viewers.sources import shown

CONTENT = b"""artifact_path: model
flavors:
  python_function:
    env:
      conda: conda.yaml
    loader_module: mlflow.sklearn
  sklearn:
    code: null
    sklearn_version: 1.5.0
mlflow_version: 2.20.0
model_size_bytes: 1234
model_uuid: 0a1b
signature:
  inputs: '[{"type": "double", "name": "it''s wide", "required": true}, {"type":
    "long", "name": "n", "required": false}]'
  outputs: '[{"type": "tensor", "tensor-spec": {"dtype": "int64", "shape": [-1, 3]}}]'
  params: null
utc_time_created: '2027-01-01 00:00:00.000000'
"""


def test_flavors_signature_and_requirements_are_shown() -> None:
    view = shown(MLMODEL, "model/MLmodel", CONTENT, {"requirements.txt": b"mlflow\n", "conda.yaml": b""})
    assert dict(view.facts)["utc_time_created"] == "2027-01-01 00:00:00.000000"
    assert view.size == 1234
    assert view.flavors == (
        ("python_function", (("env.conda", "conda.yaml"), ("loader_module", "mlflow.sklearn"))),
        ("sklearn", (("sklearn_version", "1.5.0"),)),
    )
    assert view.signature == (
        ("inputs", (Field("it's wide", "double"), Field("n", "long", is_required=False))),
        ("outputs", (Field("", "tensor of int64", "any by 3"),)),
    )
    assert view.requirements == "mlflow"
    assert view.files == (
        ("requirements.txt", "/files/model/requirements.txt"),
        ("conda.yaml", "/files/model/conda.yaml"),
    )
    assert view.load == "model"


@pytest.mark.parametrize("text", [None, "", "{", "{}", "[1]", '"x"', '[{"tensor-spec": 1}]', '[{"items": {}}]'])
def test_a_signature_of_another_form_breaks_nothing(text: str | None) -> None:
    assert all(isinstance(each, Field) for each in fields(text))


@pytest.mark.parametrize("content", [b"flavors: none\n", b"a: 1\n", b"flavors:\n", b"\xff\xfe", b"{}"])
def test_other_files_of_that_name_are_refused(content: bytes) -> None:
    with pytest.raises(Unfit):
        shown(MLMODEL, "MLmodel", content)
