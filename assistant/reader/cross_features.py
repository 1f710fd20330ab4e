"""What the cross reader looks at: what its model says of a sentence, and how the light reader sees
the same."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from assistant.reader.candidate import Candidate, Width
from assistant.reader.light_features import LightFeatures
from assistant.reader.model import Judged, ReaderModel
from assistant.reader.quantity import lacks_quantity
from assistant.reader.regression import coefficients
from assistant.reader.selection import rank
from assistant.reader.windows import ReadWindow, windows
from index.document import Span
from index.retrieval import Retrieval

ANSWER_FEATURES = {
    "span": "the model: a short answer stands in it",
    "window": "the model: the text around it answers",
    "light": "meaning and words, as the light reader sees them",
    "no_quantity": "a number is asked for, and the model points at none",
}

GIVEN = {"no_quantity": -2.0}
"""Set by hand, as the suites have too few such questions to fit it: the words that answer are
without a number for one question in fifty, those that the model points at where nothing answers
for about every second one, which makes log odds of about -3."""

SURE = 0.3
LEAST_SPAN = -2.0
"""A short answer is marked only where the reader is as sure as `SURE`, and where the model's log
odds for these words rather than none are at least this. Of words that are marked so, three in four
are right, as measured on one question set."""


class CrossFeatures:
    """Looks with a model that reads question and text together."""

    name = "cross"
    sentence: tuple[str, ...] = ("answers", "span", "window", "light")
    answer: Mapping[str, str] = ANSWER_FEATURES
    given: Mapping[str, float] = GIVEN
    width = Width(near=1.6, beside=2.6, most=6)

    def __init__(self, model: ReaderModel) -> None:
        self._model = model
        self._light = LightFeatures()
        self._seen = coefficients(self._light.name)

    def candidates(self, retrieval: Retrieval) -> list[Candidate]:
        """The sentences of the windows that look best to the light reader."""
        light = self._light
        ranked = rank(light.candidates(retrieval), light.sentence, self._seen.sentence)
        read = windows(retrieval.question, [candidate for _, candidate in ranked])
        judged = self._model.judge([one.window for one in read])
        found = [
            self._candidate(number, one, said)
            for one, sentences in zip(read, judged, strict=True)
            for number, said in enumerate(sentences[one.place :])
        ]
        order = {id(hit): rank for rank, hit in enumerate(retrieval.hits)}
        return sorted(found, key=lambda c: (order[id(c.hit)], c.position))

    def _candidate(self, number: int, read: ReadWindow, said: Judged) -> Candidate:
        candidate = read.candidates[number]
        seen = self._seen.sentence.predict(self._light.sentence, candidate.values)
        return replace(
            candidate,
            values=(said.answers, said.span, said.window, seen),
            lightly=candidate.values,
            short=_short(candidate, read.pieces[number].offsets, said),
        )

    def whole(self, retrieval: Retrieval, ranked: list[Candidate]) -> tuple[float, ...]:
        """What the model says of the best sentence, and what the light reader would say."""
        first = ranked[0]
        _, span, window, _ = first.values
        best = max(ranked, key=lambda candidate: candidate.values[-1])
        values = self._light.whole(retrieval, [replace(best, values=best.lightly)])
        light = self._seen.answer.predict(self._light.answer, values)
        lacking = lacks_quantity(retrieval.question, _words(first))
        return span, window, light, float(lacking)

    def short(self, retrieval: Retrieval, candidate: Candidate, sure: float) -> Span | None:
        """The words that the model points at."""
        told = sure >= SURE and candidate.values[1] >= LEAST_SPAN
        return candidate.short if told else None


def _words(candidate: Candidate) -> str:
    """What the model points at in a sentence."""
    start, short = candidate.sentence.span.start, candidate.short
    return candidate.sentence.text[short.start - start : short.end - start] if short else ""


def _short(candidate: Candidate, offsets: Sequence[tuple[int, int]], said: Judged) -> Span:
    first, last = said.short
    span = candidate.sentence.span
    return Span(span.document, span.start + offsets[first][0], span.start + offsets[last][1])
