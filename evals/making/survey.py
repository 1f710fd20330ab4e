"""One pass over the whole folder: what it holds, and what else could answer a question."""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

from evals.making.candidates import Candidate
from index.document import Document
from index.sentences import blocks, sentences
from index.words import stem, words

FITS = 0.75
"""A sentence that holds this much of what a question's own sentence does fits it as well."""
RARE = 1 / 2000
"""The share of a folder's sentences that hold a rare word, at most."""
ECHOES = 0.5
"""A paragraph that holds this much of a question, and its answer, may answer it."""
YEAR = re.compile(r"\b(?:1[0-9]|20)\d\d\b")
STRETCH = re.compile(r"\b(\d{4})\s*(?:[-–—/]|to|and|until|through)\s*(\d{4}|\d\d)\b")


class Survey:
    """What is known of a folder, and of the candidates drawn from it, after every document.

    `vocabulary` counts the documents that hold a word (folded), `sentences` all sentences.
    """

    def __init__(self, candidates: Sequence[Candidate], watched: Iterable[str] = ()) -> None:
        self.vocabulary: Counter[str] = Counter()
        self.documents = self.sentences = 0
        self.years: dict[str, tuple[frozenset[int], frozenset[tuple[int, int]]]] = {}
        """By name that a question is about: the years that its documents name, and stretches of
        them (1914 to 1918)."""
        self._candidates = candidates
        self._names = {one.draft.about for one in candidates if one.draft.about}
        self._by_stem: dict[str, list[int]] = defaultdict(list)
        for number, candidate in enumerate(candidates):
            for key in candidate.keys:
                self._by_stem[key].append(number)
        self._watched = frozenset(self._by_stem) | frozenset(watched)
        self._holding: Counter[str] = Counter()
        self._rivals: dict[int, set[frozenset[str]]] = defaultdict(set)
        self._echoes: dict[int, set[frozenset[str]]] = defaultdict(set)
        self._defined: Counter[int] = Counter()

    def add(self, document: Document) -> None:
        """Takes in one more document."""
        self.documents += 1
        held = set(words(document.text))
        self.vocabulary.update(held)
        self._note_years(document.text)
        near = self._near({stem(word) for word in held})
        for start, end in blocks(document.text, document.headings):
            paragraph: set[str] = set()
            for first, last in sentences(document.text, start, end):
                found = {stem(word) for word in words(document.text[first:last])}
                self.sentences += 1
                self._holding.update(found & self._watched)
                paragraph |= found
                for number, common in self._common(near, found):
                    own = self._candidates[number].span
                    if (own.document, own.start) != (document.id, first):
                        self._rivals[number].add(common)
            for number, common in self._common(near, paragraph):
                if self._answers(number, document.id, paragraph, common):
                    self._echoes[number].add(common)
        for number in near:
            self._count_definitions(number, document.text)

    def weight(self, stems: Iterable[str]) -> float:
        """How telling stems are together: the sum of their inverse sentence frequencies."""
        return sum(math.log1p(self.sentences / max(1, self._holding[one])) for one in stems)

    def holding(self, one: str) -> int:
        """The number of sentences that hold a watched stem."""
        return self._holding[one]

    def is_telling(self, number: int) -> bool:
        """True where the question names something, or holds a word that is rare in the folder."""
        question = self._candidates[number].draft.question
        rare = min(self._holding[key] for key in self._candidates[number].keys)
        names = bool(re.search(r"\s\W*(?:the )?[A-Z]", question))
        return names or self.documents == 1 or rare <= max(1, RARE * self.sentences)

    def is_ambiguous(self, number: int) -> bool:
        """True where something else in the folder fits the question as well as its evidence."""
        candidate = self._candidates[number]
        if candidate.draft.kind == "definition":
            return self._defined[number] > len(defining(candidate).findall(candidate.sentence))
        own = {stem(word) for word in words(candidate.sentence)} & candidate.keys
        bar = FITS * self.weight(own)
        return any(self.weight(rival) >= bar for rival in self._rivals[number])

    def is_echoed(self, number: int) -> bool:
        """True where another document may answer the question."""
        bar = ECHOES * self.weight(self._candidates[number].keys)
        return any(self.weight(echo) >= bar for echo in self._echoes[number])

    def _near(self, stems: set[str]) -> frozenset[int]:
        """The candidates of which a document holds at least a third."""
        found = Counter(n for one in stems & self._by_stem.keys() for n in self._by_stem[one])
        return frozenset(n for n, k in found.items() if 3 * k >= len(self._candidates[n].keys))

    def _common(
        self, near: frozenset[int], found: set[str]
    ) -> Iterator[tuple[int, frozenset[str]]]:
        """What the candidates nearby have in common with a stretch of text."""
        common: dict[int, set[str]] = defaultdict(set)
        for one in found & self._by_stem.keys():
            for number in self._by_stem[one]:
                if number in near:
                    common[number].add(one)
        yield from ((number, frozenset(keys)) for number, keys in common.items())

    def _answers(self, number: int, id: str, found: set[str], common: frozenset[str]) -> bool:
        """True for a paragraph of another document that may answer the question."""
        candidate = self._candidates[number]
        told = candidate.answer_stems <= found or common == candidate.keys
        return told and candidate.span.document != id

    def _count_definitions(self, number: int, text: str) -> None:
        candidate = self._candidates[number]
        if candidate.draft.kind == "definition":
            self._defined[number] += len(defining(candidate).findall(text))

    def _note_years(self, text: str) -> None:
        named = [name for name in self._names if name in text]
        if not named:
            return
        years = frozenset(int(year) for year in YEAR.findall(text))
        stretches = frozenset(
            (int(first), int(first[: 4 - len(last)] + last))
            for first, last in STRETCH.findall(text)
        )
        for name in named:
            before = self.years.get(name, (frozenset(), frozenset()))
            self.years[name] = before[0] | years, before[1] | stretches


def defining(candidate: Candidate) -> re.Pattern[str]:
    """Where the term of a definition is explained, in whichever words."""
    question = candidate.draft.question.rstrip("?")
    if question.endswith(" stand for"):
        letters = question.removeprefix("What does ").removesuffix(" stand for")
        return re.compile(rf"\({re.escape(letters)}\)|\b{re.escape(letters)} stands for")
    term = re.split(r" (?:is|was) ", question, maxsplit=1)[1]
    spaced = r"\s+".join(re.escape(word) for word in term.split())
    told = r"(?:\s*\([^()]*\))?,?\s+(?:is|was|are|were)\s+(?:\w+ly\s+)?(?:a|an|the|one)\b"
    named = r"(?:such\s+as|like)\s+"
    return re.compile(
        rf"\b{spaced}(?:{told}|(?:\s*\([^()]*\))?,\s+(?:a|an|the)\s)|{named}{spaced}\b",
        re.IGNORECASE,
    )
