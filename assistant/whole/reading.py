"""From a question about a whole to the reading that answers it."""

from collections.abc import Sequence

from assistant.reader.reading import Reading
from assistant.whole.intent import STRUCTURE, kind_mentioned
from assistant.whole.mentioned import mentioned
from assistant.whole.structure import structure
from assistant.whole.summary import summarise
from index.stored import Stored


def read_whole(documents: Sequence[Sequence[Stored]], question: str) -> Reading:
    """The answer to a question about these documents as a whole; of each all passages, in order."""
    if kind := kind_mentioned(question):
        return mentioned(documents, kind)
    return structure(documents) if STRUCTURE.search(question) else summarise(documents, question)
