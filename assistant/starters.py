"""Starting questions made from the documents themselves, and kept only if they are answered."""

from collections import Counter
from collections.abc import Callable, Iterator

from assistant.answer import Answer
from assistant.conversation import names
from index.retrieval import Index

MOST = 4
DOCUMENTS_READ = 20
"""Documents from which questions are made; more would only take time."""


def starting_questions(index: Index, ask: Callable[[str], Answer]) -> tuple[str, ...]:
    """Up to four questions, each of which the documents answer with confidence."""
    chosen: list[str] = []
    for question in _ideas(index):
        if len(chosen) == MOST:
            break
        if not ask(question).refused:
            chosen.append(question)
    return tuple(chosen)


def _ideas(index: Index) -> Iterator[str]:
    entries = index.entries()
    if len(entries) == 1:
        yield "What are the main points?"
    mentioned: Counter[str] = Counter()
    headings: dict[str, None] = {}
    for entry in entries[:DOCUMENTS_READ]:
        for stored in index.catalog.passages_of(entry.id):
            heading = stored.passage.heading.rsplit(" › ", 1)[-1]
            if heading and heading != entry.title:
                headings[heading] = None
            for sentence in stored.sentences:
                mentioned.update(set(names(sentence.text)))
    for heading in list(headings)[:2]:
        yield heading if heading.endswith("?") else f"What does it say about “{heading}”?"
    often = [name for name, n in mentioned.most_common() if n > 1 and len(name) > 2]
    rare = [name for name, n in mentioned.items() if n == 1 and " " in name]
    for name in [*often[1:3], *rare[:4], *often[3:6], *often[:1]]:
        yield f"What is said about {name}?"
