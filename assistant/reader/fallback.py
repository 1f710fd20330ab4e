"""A reader for what its model can read, and another for the rest."""

from assistant.language import language_of
from assistant.reader.pieces import LONGEST_QUESTION, asked, split
from assistant.reader.reading import Reader, Reading
from index.retrieval import Retrieval


class FallbackReader:
    """Reads with the first reader a question of usual length where question and text are in
    English, so far as can be told; anything else with the second, whose reading tells so by its
    parts."""

    def __init__(self, first: Reader, second: Reader) -> None:
        self.name = first.name
        self._first, self._second = first, second

    def read(self, retrieval: Retrieval) -> Reading:
        """The reading of the one that can read it."""
        return (self._first if _readable(retrieval) else self._second).read(retrieval)


def _readable(retrieval: Retrieval) -> bool:
    texts = [retrieval.question, *(hit.passage.text for hit in retrieval.hits[:1])]
    [question] = split([asked(retrieval.question)])
    return len(question.ids) <= LONGEST_QUESTION and all(language_of(t) is None for t in texts)
