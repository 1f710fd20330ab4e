"""Which sentences a language model is given, and how those without room are counted."""

from assistant.answer import Evidence
from assistant.reader.reading import Reading
from assistant.writer.material import material
from index.document import Passage, Sentence, Span
from index.retrieval import Hit

WORDS = ("The bridge opened in 1932. ", "A car paid a toll of 6 pence.")


def hit() -> Hit:
    sentences, at = [], 0
    for words in WORDS:
        sentences.append(Sentence(Span("a.txt", at, at + len(words)), words))
        at += len(words)
    span = Span("a.txt", 0, at)
    passage = Passage("1", span, "".join(WORDS), "", 0)
    return Hit(passage, "A", "sha256:0", (), 0.5, (), tuple(sentences), (0.5, 0.5), 1, 1)


def test_sentence_without_room_is_counted_once_though_reader_and_passage_name_it() -> None:
    found = hit()
    reading = Reading(tuple(Evidence(one, found, 0.9) for one in found.sentences), 0.9)
    counts = [material(reading, [found], room) for room in (0, 20, 1000)]
    assert [(len(one.given), one.trimmed) for one in counts] == [(0, 2), (1, 1), (2, 0)]
