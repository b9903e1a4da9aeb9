"""The request that searches logged models; field names are MLflow's."""

from typing import Annotated

import msgspec

from modelstead import limits
from modelstead.domain.key import quoted
from modelstead.domain.logged_model import DatasetFilter, ModelOrder
from modelstead.domain.search.fields import LOGGED_MODELS, METRICS
from modelstead.errors import InvalidParameter


class WireDatasetFilter(msgspec.Struct, frozen=True):
    """A dataset that metrics must be on."""

    dataset_name: str = ""
    dataset_digest: str = ""


class WireOrder(msgspec.Struct, frozen=True):
    """A field to order by; of a metric perhaps only the values on a dataset."""

    field_name: str
    ascending: bool = True
    dataset_name: str = ""
    dataset_digest: str = ""


class SearchLoggedModels(msgspec.Struct, frozen=True):
    """POST logged-models/search."""

    experiment_ids: Annotated[list[str], msgspec.Meta(min_length=1, max_length=limits.SEARCH_EXPERIMENTS)]
    filter: str = ""
    datasets: Annotated[list[WireDatasetFilter], msgspec.Meta(max_length=limits.SEARCH_DATASETS)] = []
    max_results: Annotated[int, msgspec.Meta(ge=0, le=limits.INT64_MAX)] = 0
    order_by: Annotated[list[WireOrder], msgspec.Meta(max_length=limits.ORDER_TERMS)] = []
    page_token: str | None = None

    @property
    def on(self) -> list[DatasetFilter]:
        """The datasets; raise InvalidParameter for one without a name."""
        for index, each in enumerate(self.datasets):
            if not each.dataset_name:
                raise InvalidParameter(
                    f"`dataset_name` in the `datasets` clause must be specified; datasets[{index}] has none."
                )
        return [DatasetFilter(each.dataset_name, each.dataset_digest) for each in self.datasets]

    @property
    def order(self) -> list[ModelOrder]:
        return [_order(each, f"order_by[{index}]") for index, each in enumerate(self.order_by)]


def _order(order: WireOrder, path: str) -> ModelOrder:
    """Return an entry of order_by; raise InvalidParameter for a field that models cannot be ordered by."""
    field = LOGGED_MODELS.orderable(order.field_name)
    if field is None:
        raise InvalidParameter(
            f"Invalid order by field name: {quoted(order.field_name)} in '{path}.field_name'. Models are ordered by an "
            "attribute, such as creation_timestamp or name, or by a metric, such as metrics.accuracy."
        )
    dataset = DatasetFilter(order.dataset_name, order.dataset_digest)
    if dataset.digest and not dataset.name:
        raise InvalidParameter(f"'{path}.dataset_digest' needs a dataset_name beside it.")
    if dataset.name and field.entity != METRICS:
        raise InvalidParameter(f"'{path}.dataset_name' is for metrics alone, and {field} is none.")
    return ModelOrder(field, order.ascending, dataset if dataset.name else None)
