"""What the cross reader looks at: what its model says of a sentence, and how the light reader sees
the same."""

from collections.abc import Mapping
from dataclasses import replace

from assistant.reader.candidate import Candidate
from assistant.reader.light_features import LightFeatures
from assistant.reader.model import Judged, ReaderModel
from assistant.reader.regression import coefficients
from assistant.reader.selection import rank
from assistant.reader.windows import ReadWindow, windows
from index.document import Span
from index.retrieval import Retrieval

ANSWER_FEATURES = {
    "span": "the model: a short answer stands in it",
    "window": "the model: the text around it answers",
    "light": "meaning and words, as the light reader sees them",
}

SURE = 0.3
LEAST_SPAN = -2.0
"""A short answer is marked only where the reader is as sure as `SURE`, and where the model's log
odds for these words rather than none are at least this. Of those marked so in squad2, three in four
of the words are right."""


class CrossFeatures:
    """Looks with a model that reads question and text together."""

    name = "cross"
    sentence: tuple[str, ...] = ("answers", "span", "window", "light")
    answer: Mapping[str, str] = ANSWER_FEATURES

    def __init__(self, model: ReaderModel) -> None:
        self._model = model
        self._light = LightFeatures()

    def candidates(self, retrieval: Retrieval) -> list[Candidate]:
        """The sentences of the windows that look best to the light reader."""
        ranked = self._seen_lightly(retrieval)
        read = windows(retrieval.question, ranked)
        judged = self._model.judge([one.window for one in read])
        found = [
            self._candidate(number, one, judged[row])
            for row, one in enumerate(read)
            for number in range(len(one.candidates))
        ]
        order = {id(hit): rank for rank, hit in enumerate(retrieval.hits)}
        return sorted(found, key=lambda c: (order[id(c.hit)], c.position))

    def _seen_lightly(self, retrieval: Retrieval) -> list[Candidate]:
        light = self._light
        fitted = coefficients(light.name).sentence
        return [c for _, c in rank(light.candidates(retrieval), light.sentence, fitted)]

    def _candidate(self, number: int, read: ReadWindow, judged: list[Judged]) -> Candidate:
        candidate = read.candidates[number]
        said = judged[read.place + number]
        seen = coefficients("light").sentence.predict(self._light.sentence, candidate.values)
        return replace(
            candidate,
            values=(said.answers, said.span, said.window, seen),
            short=_short(candidate, read, number, said),
        )

    def whole(self, retrieval: Retrieval, ranked: list[Candidate]) -> tuple[float, ...]:
        """What the model says of the best sentence, and what the light reader would say."""
        _, span, window, _ = ranked[0].values
        light = self._light
        values = light.whole(retrieval, self._seen_lightly(retrieval))
        seen = coefficients(light.name).answer.predict(light.answer, values)
        return span, window, seen

    def short(self, retrieval: Retrieval, candidate: Candidate, sure: float) -> Span | None:
        """The words that the model points at."""
        told = sure >= SURE and candidate.values[1] >= LEAST_SPAN
        return candidate.short if told else None


def _short(candidate: Candidate, read: ReadWindow, number: int, said: Judged) -> Span:
    offsets = read.pieces[number].offsets
    first, last = said.short
    span = candidate.sentence.span
    return Span(span.document, span.start + offsets[first][0], span.start + offsets[last][1])
