"""The readers that there are, by name."""

from assistant.reader.candidate import Features
from assistant.reader.cross_features import CrossFeatures
from assistant.reader.fallback import FallbackReader
from assistant.reader.feature_reader import FeatureReader
from assistant.reader.light_features import LightFeatures
from assistant.reader.model import shipped
from assistant.reader.reading import Reader
from assistant.reader.regression import coefficients

REFUSE_BELOW = {"cross": 0.35, "light": 0.25}
"""The confidence under which each reader's answer is a refusal, unless the user sets another. That
of the cross reader is the least multiple of 0.05 at which no question about something else is
answered from the article that ships; so that figure of its evaluation is no proof."""
READERS = tuple(REFUSE_BELOW)


def features(name: str) -> Features:
    """What the reader of that name looks at; raises `ModelUnusable` where it needs a model that
    cannot be loaded."""
    if name == "light":
        return LightFeatures()
    return CrossFeatures(shipped())


def open_reader(name: str) -> Reader:
    """The reader of that name; raises `ModelUnusable` as `features` does.

    What the cross reader's model can't read, other languages and very long questions, the light
    one reads.
    """
    light = _reader("light")
    return light if name == light.name else FallbackReader(_reader(name), light)


def _reader(name: str) -> FeatureReader:
    return FeatureReader(features(name), coefficients(name), REFUSE_BELOW[name])
