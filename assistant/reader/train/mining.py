"""Hard negatives: passages that share a question's telling words, weighed as our search does.

The score is the sum of inverse document frequencies of the shared stems (`index.full_text.idf`),
over all passages of one article, or of one set where articles are not told.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from assistant.reader.train.rows import Passage, Range
from index.full_text import idf
from index.words import content_stems

COMMON = 400
"""A stem in more passages of a group than this finds nothing: it tells nothing either."""


class Mine:
    """The passages of all sets by their words."""

    def __init__(self, passages: Iterable[Passage]) -> None:
        self._groups: dict[tuple[str, str], list[Passage]] = defaultdict(list)
        self._holding: dict[tuple[str, str, str], list[int]] = defaultdict(list)
        for passage in passages:
            group = self._groups[passage.source, passage.group]
            for stem in content_stems(passage.text):
                self._holding[passage.source, passage.group, stem].append(len(group))
            group.append(passage)

    def weights(self, question: str, passage: Passage) -> dict[str, float]:
        """How telling each stem of a question is among the passages beside this one."""
        total = len(self._groups[passage.source, passage.group])
        return {  # sorted, as the order of a set differs between runs
            stem: idf(total, len(self._holding.get((passage.source, passage.group, stem), ())))
            for stem in sorted(content_stems(question))
        }

    def near(
        self, weights: Mapping[str, float], passage: Passage, answers: Sequence[str], most: int
    ) -> list[Passage]:
        """The best other passages of the group that hold none of the answers."""
        place = passage.source, passage.group
        scores: dict[int, float] = defaultdict(float)
        for stem, weight in weights.items():
            holding = self._holding.get((*place, stem), ())
            if len(holding) <= COMMON:
                for number in holding:
                    scores[number] += weight
        found = []
        for number in sorted(scores, key=lambda n: (-scores[n], n))[: most + 5]:
            other = self._groups[place][number]
            held = other.text.casefold()
            if other.text != passage.text and not any(a.casefold() in held for a in answers):
                found.append(other)
        return found[:most]


def overlaps(passage: Passage, weights: Mapping[str, float]) -> list[float]:
    """How much of the question's words each sentence of a passage holds."""
    held = [content_stems(passage.text[start:end]) for start, end in passage.sentences]
    return [sum(w for stem, w in weights.items() if stem in stems) for stems in held]


def answering(sentences: Sequence[Range], answers: Sequence[Range]) -> list[bool]:
    """Which sentences overlap an answer."""
    return [any(s < end and start < e for start, end in answers) for s, e in sentences]


def holding(passage: Passage, answers: Sequence[Range]) -> list[bool]:
    """Which sentences overlap an answer, or hold the words of one."""
    texts = [passage.text[start:end].casefold() for start, end in answers]
    return [
        overlapping or any(text in passage.text[start:end].casefold() for text in texts)
        for overlapping, (start, end) in zip(
            answering(passage.sentences, answers), passage.sentences, strict=True
        )
    ]
