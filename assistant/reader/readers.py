"""The readers that there are, by name."""

from assistant.reader.candidate import Features
from assistant.reader.fallback import FallbackReader
from assistant.reader.feature_reader import FeatureReader
from assistant.reader.light_features import LightFeatures
from assistant.reader.reading import Reader
from assistant.reader.regression import coefficients

READERS = ("cross", "light")
REFUSE_BELOW = {"cross": 0.35, "light": 0.25}
"""The confidence under which each reader's answer is a refusal, unless the user sets another: the
least multiple of 0.05 that refuses what the documents don't touch at all."""


def features(name: str) -> Features:
    """What the reader of that name looks at; raises `ModelUnusable` where it needs a model that
    cannot be loaded."""
    if name == "light":
        return LightFeatures()
    from assistant.reader.cross_features import CrossFeatures
    from assistant.reader.model import shipped

    return CrossFeatures(shipped())


def open_reader(name: str) -> Reader:
    """The reader of that name; raises `ModelUnusable` as `features` does.

    What the cross reader's model can't read, other languages and very long questions, the light
    one reads.
    """
    light = FeatureReader(features("light"), coefficients("light"))
    if name == light.name:
        return light
    return FallbackReader(FeatureReader(features(name), coefficients(name)), light)
