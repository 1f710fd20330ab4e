"""Fitted linear predictors, as the readers' coefficients are kept."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Regression:
    """A fitted linear predictor: one weight a feature, by name."""

    intercept: float
    weights: dict[str, float]

    def parts(self, names: Iterable[str], values: Sequence[float]) -> dict[str, float]:
        """What each feature of a row adds to the predictor."""
        return {name: self.weights[name] * x for name, x in zip(names, values, strict=True)}

    def predict(self, names: Iterable[str], values: Sequence[float]) -> float:
        """The predictor for one row of features."""
        return self.intercept + sum(self.parts(names, values).values())


class Fitted(NamedTuple):
    """What a reader's features are worth: in a sentence, and in a whole search."""

    sentence: Regression
    answer: Regression


@cache
def coefficients(name: str) -> Fitted:
    """The coefficients that ship for the reader of that name."""
    stored = json.loads(files("assistant.reader").joinpath(f"{name}.json").read_text("utf-8"))
    return Fitted(*(Regression(**stored[part]) for part in Fitted._fields))
