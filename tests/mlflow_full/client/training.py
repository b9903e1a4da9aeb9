"""Data and models that are the same each time."""

from typing import Any

import xgboost  # type: ignore[import-not-found] # it is in the clients' environments only
from sklearn.datasets import load_iris  # type: ignore[import-not-found]
from sklearn.linear_model import LogisticRegression  # type: ignore[import-not-found]

# One thread, so that sums are added in the same order each time.
PARAMS = {"objective": "multi:softprob", "num_class": 3, "max_depth": 2, "seed": 7, "nthread": 1}
ROUNDS = 5


def flowers() -> tuple[Any, Any]:
    """Return the measures of 150 flowers as a table, and their kinds."""
    measures, kinds = load_iris(return_X_y=True, as_frame=True)
    return measures, kinds


def fit_scikit_learn() -> Any:
    """Return a trained classifier."""
    measures, kinds = flowers()
    return LogisticRegression(max_iter=500).fit(measures, kinds)


def fit_xgboost() -> Any:
    """Return a trained booster."""
    data = matrix()
    return xgboost.train(PARAMS, data, ROUNDS, evals=[(data, "train")], verbose_eval=False)


def matrix() -> Any:
    """Return the flowers the way a booster takes them."""
    measures, kinds = flowers()
    return xgboost.DMatrix(measures, label=kinds)
