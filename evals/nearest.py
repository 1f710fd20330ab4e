"""The words of a text that come nearest to a quote that it does not hold."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import accumulate, combinations_with_replacement
from math import log

# Scripts that set no space between words are compared character by character.
_UNSPACED = r"\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
_WORD = re.compile(rf"[{_UNSPACED}]|[^\W{_UNSPACED}]+")
_BEFORE = re.compile(r"[^\w\s]*\Z")
_AFTER = re.compile(r"[^\w\s]*")

NEAR = 0.6
"""The least likeness that is worth showing."""
LOOK_UPS = 20_000
"""Places of a quote's words that are looked at, those of the rarest words first."""
CANDIDATES = 5


@dataclass(frozen=True, slots=True)
class Near:
    """Words of a text, from `start`, that are like a quote.

    `likeness` is 1 where only spaces, punctuation or capitals differ: twice the letters of the
    words that both have in the same order, by the letters of both (Ratcliff and Obershelp).
    """

    start: int
    text: str
    likeness: float


class Words:
    """The words of a text, ready to be compared with quotes."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._found = list(_WORD.finditer(text))
        self._words = [found.group().casefold() for found in self._found]
        self._letters = list(accumulate(map(len, self._words), initial=0))
        self._places: dict[str, list[int]] = defaultdict(list)
        for place, word in enumerate(self._words):
            self._places[word].append(place)

    def nearest(self, quote: str) -> Near | None:
        """The words that are most like the quote, the first of equals; None where none are near."""
        words = _WORD.findall(quote.casefold())
        found = [self._compare(words, *window) for window in self._windows(words)]
        likeness, first, end = max(found, key=lambda one: (one[0], -one[1]), default=(0.0, 0, 0))
        if likeness < NEAR:
            return None
        start, stop = self._found[first].start(), self._found[end - 1].end()
        # With the punctuation around them, where the quote has some.
        if not quote[0].isalnum() and (before := _BEFORE.search(self._text, 0, start)):
            start = before.start()
        if not quote[-1].isalnum() and (after := _AFTER.match(self._text, stop)):
            stop = after.end()
        return Near(start, self._text[start:stop], likeness)

    def _windows(self, words: Sequence[str]) -> list[tuple[int, int]]:
        """Stretches of the text's words that may hold the quote, as first and end, best first.

        Each place of each word of the quote votes for the stretch where the quote would begin
        if it stood there; rare words have more weight.
        """
        width = max(len(words) // 2, 4)
        votes: dict[int, float] = defaultdict(float)
        left = LOOK_UPS
        by_rarity = sorted(
            (len(self._places[word]), index)
            for index, word in enumerate(words)
            if word in self._places
        )
        for count, index in by_rarity:
            if left < count and votes:
                break
            left -= count
            weight = log(1 + len(self._words) / count)
            for place in self._places[words[index]]:
                votes[(place - index) // width] += weight
        both = {part: score + votes.get(part + 1, 0.0) for part, score in votes.items()}
        best = sorted(both, key=lambda part: (-both[part], part))[:CANDIDATES]
        slack = len(words) // 4
        return [
            (max(part * width - slack, 0), (part + 2) * width + len(words) + slack) for part in best
        ]

    def _compare(self, words: Sequence[str], first: int, end: int) -> tuple[float, int, int]:
        """The best likeness within a stretch, and the words that have it, as first and end.

        They begin and end with runs of words that the quote has too, and as many words further
        as the quote goes on beyond these runs.
        """
        there = self._words[first:end]
        runs = SequenceMatcher(None, words, there, autojunk=False).get_matching_blocks()[:-1]
        common = list(
            accumulate((sum(map(len, words[a : a + size])) for a, _, size in runs), initial=0)
        )
        letters = sum(map(len, words))
        best = (0.0, 0, 0)
        for one, other in combinations_with_replacement(range(len(runs)), 2):
            begin = max(first + runs[one].b - runs[one].a, 0)
            stop = min(first + runs[other].b + len(words) - runs[other].a, len(self._words))
            both = letters + self._letters[stop] - self._letters[begin]
            best = max(best, (2 * (common[other + 1] - common[one]) / both, -begin, stop))
        return best[0], -best[1], best[2]
