"""How an answer was found: what was searched for, what that gave, and what the reader made of it.

It holds places and first words rather than whole texts, so that it can go along with an answer.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from index.document import Span
from index.retrieval import STEPS, Hit, Retrieval
from index.words import content_words, stem

if TYPE_CHECKING:
    from assistant.answer import Evidence
    from assistant.reader.reading import Reading

SHOWN = 10
"""Passages of a search that are told of, best first."""
BEGINNING = 120
"""Characters of a passage or sentence that are told of."""


@dataclass(frozen=True, slots=True)
class FoundPassage:
    """A passage with what each way of searching made of it.

    `similarity` and `best_sentence` are cosines with the question, `lexical` is the BM25 score as
    a share of the best one found; ranks count from 1 and are None where that way missed it.
    """

    title: str
    span: Span
    beginning: str
    score: float
    similarity: float
    best_sentence: float
    lexical: float
    dense_rank: int | None
    lexical_rank: int | None


@dataclass(frozen=True, slots=True)
class ChosenSentence:
    """A sentence that the reader chose.

    `share` is its part of the probability that some sentence found answers; None for one that is
    there for context.
    """

    span: Span
    beginning: str
    share: float | None


@dataclass(frozen=True, slots=True)
class Search:
    """One search and its reading; a question of several parts has one for each.

    `words` are the words searched for with their weights (inverse document frequencies); `parts`
    is what adds up to the confidence, in log odds, the largest first; what adds nothing is left
    out.
    """

    query: str
    words: Mapping[str, float]
    searched: int
    found: int
    passages: tuple[FoundPassage, ...]
    sentences: tuple[ChosenSentence, ...]
    confidence: float
    parts: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Explanation:
    """How an answer or a refusal came about.

    There are no searches where documents were read whole. `seconds` is the time of each step;
    the steps of the search are parts of `retrieve`.
    """

    understood: str
    searches: tuple[Search, ...]
    confidence: float
    refuse_below: float
    seconds: Mapping[str, float]

    def to_json(self) -> dict[str, Any]:
        """The explanation as plain values; places as everywhere: document, start, end."""
        value = asdict(self)
        for search in value["searches"]:
            for row in (*search["passages"], *search["sentences"]):
                row.update(row.pop("span"))
        return value


def explain(
    understood: str,
    reading: "Reading",
    searches: Sequence[tuple[Retrieval, "Reading"]],
    seconds: Mapping[str, float],
) -> Explanation:
    """The explanation of a reading that was put together from these searches and readings."""
    steps = {
        step: round(sum(found.seconds.get(step, 0.0) for found, _ in searches), 4)
        for step in STEPS
        if any(step in found.seconds for found, _ in searches)
    }
    return Explanation(
        understood=understood,
        searches=tuple(_search(found, read) for found, read in searches),
        confidence=reading.confidence,
        refuse_below=reading.refuse_below,
        seconds={**steps, **seconds},
    )


def _search(found: Retrieval, reading: "Reading") -> Search:
    parts = sorted(reading.parts.items(), key=lambda part: -abs(part[1]))
    return Search(
        query=found.question,
        words=_words(found),
        searched=found.searched,
        found=len(found.hits),
        passages=tuple(_passage(hit) for hit in found.hits[:SHOWN]),
        sentences=tuple(_sentence(evidence) for evidence in reading.evidence),
        confidence=reading.confidence,
        parts={name: round(value, 3) for name, value in parts if round(value, 3)},
    )


def _words(found: Retrieval) -> dict[str, float]:
    """The weights by the question's own words, the most telling first.

    A word that was taken for a misspelling goes by the stem that was searched for instead.
    """
    spelled = {stem(word): word for word in reversed(content_words(found.question))}
    weights = sorted(found.weights.items(), key=lambda weight: (-weight[1], weight[0]))
    return {spelled.get(term, term): round(weight, 2) for term, weight in weights}


def _passage(hit: Hit) -> FoundPassage:
    return FoundPassage(
        title=hit.title,
        span=hit.passage.span,
        beginning=beginning(hit.passage.text),
        score=round(hit.passage.score or 0.0, 3),
        similarity=round(hit.similarity, 3),
        best_sentence=round(max(hit.similarities, default=0.0), 3),
        lexical=round(hit.lexical, 3),
        dense_rank=hit.dense_rank,
        lexical_rank=hit.lexical_rank,
    )


def _sentence(evidence: "Evidence") -> ChosenSentence:
    return ChosenSentence(
        span=evidence.sentence.span,
        beginning=beginning(evidence.sentence.text),
        share=None if evidence.role == "context" else round(evidence.score, 3),
    )


def beginning(text: str, length: int = BEGINNING) -> str:
    """The first words of a text on one line, at most `length` characters."""
    words = " ".join(text.split())
    return words if len(words) <= length else words[: length - 1].rstrip() + "…"
