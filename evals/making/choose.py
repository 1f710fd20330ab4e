"""Which candidates become cases: evenly over kinds, documents, and places in a document."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from assistant.questions.making.turning import Kind
from evals.making.blanks import BLANK
from evals.making.candidates import Candidate

SHARES: Mapping[Kind, float] = {"cloze": 0.3, "number": 0.25, "name": 0.25, "definition": 0.2}
PLACES = 8
"""Parts of a document that are drawn from in turn."""
MOST_OF_A_SENTENCE = 3
"""Questions that one sentence may give where there are too few sentences."""


def thinned(candidates: Sequence[Candidate], most: int) -> list[Candidate]:
    """At most that many candidates of a document, evenly over it; blanks only to fill up."""
    questions = [one for one in candidates if BLANK not in one.draft.question]
    blanks = [one for one in candidates if BLANK in one.draft.question]
    return _evenly(questions, most) + _evenly(blanks, max(0, most - len(questions)))


def _evenly(candidates: Sequence[Candidate], most: int) -> list[Candidate]:
    count = len(candidates)
    return [candidates[at * count // most] for at in range(most)] if count > most else [*candidates]


def choose(candidates: Sequence[Candidate], usable: Sequence[int], most: int) -> list[int]:
    """The places of at most that many of the usable candidates, in the order of the documents."""
    chosen: list[int] = []
    left = dict.fromkeys(by_lot(candidates, usable))
    drawn = _Drawn()
    for limit in range(1, MOST_OF_A_SENTENCE + 1):
        kinds = {kind: round(share * most) for kind, share in SHARES.items()}
        for quota in (kinds, dict.fromkeys(kinds, most)):
            while len(chosen) < most:
                taken = Counter(candidates[n].draft.kind for n in chosen)
                open_kinds = [kind for kind in quota if taken[kind] < quota[kind]]
                options = [
                    n
                    for n in left
                    if candidates[n].draft.kind in open_kinds and drawn.fits(candidates[n], limit)
                ]
                if not options:
                    break
                # The kind that lacks most of its share comes first.
                number = min(
                    options,
                    key=lambda n: (
                        BLANK in candidates[n].draft.question,
                        taken[candidates[n].draft.kind] / kinds[candidates[n].draft.kind],
                        drawn.crowding(candidates[n]),
                    ),
                )
                chosen.append(number)
                drawn.note(candidates[number])
                del left[number]
    spans = {n: candidates[n].span for n in chosen}
    return sorted(chosen, key=lambda n: (spans[n].document, spans[n].start))


class _Drawn:
    """What has been chosen so far."""

    def __init__(self) -> None:
        self._documents: Counter[str] = Counter()
        self._places: Counter[tuple[str, int]] = Counter()
        self._sentences: Counter[tuple[str, int]] = Counter()
        self._told: set[tuple[str, int, frozenset[str]]] = set()
        self._questions: set[str] = set()

    def fits(self, one: Candidate, limit: int) -> bool:
        sentence = one.span.document, one.span.start
        if BLANK in one.draft.question:
            limit = 1
        return (
            self._sentences[sentence] < limit
            and (*sentence, one.answer_stems) not in self._told
            and one.draft.question not in self._questions
        )

    def crowding(self, one: Candidate) -> tuple[int, int]:
        id = one.span.document
        return self._documents[id], self._places[id, int(one.position * PLACES)]

    def note(self, one: Candidate) -> None:
        id = one.span.document
        self._documents[id] += 1
        self._places[id, int(one.position * PLACES)] += 1
        self._sentences[id, one.span.start] += 1
        self._told.add((id, one.span.start, one.answer_stems))
        self._questions.add(one.draft.question)


def by_lot(candidates: Sequence[Candidate], numbers: Iterable[int]) -> list[int]:
    """The places in an order that looks random and follows from the content alone."""
    return sorted(numbers, key=lambda n: (_lot(candidates[n]), n))


def _lot(one: Candidate) -> bytes:
    return hashlib.sha256(f"{one.span.document}\0{one.draft.question}".encode()).digest()
