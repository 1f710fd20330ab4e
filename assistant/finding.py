"""From a question to what the documents hold for it: understood, searched for, read."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from assistant.assigning import Signs
from assistant.conversation import Understood, understand
from assistant.conversation.ellipsis import ALONE
from assistant.framing import framed
from assistant.notice import choice_of, notice, without_courtesies
from assistant.overview import overview
from assistant.parts import in_turn, parts_of, together
from assistant.reader.reading import Reader, Reading
from assistant.whole.meant import meant, too_many, unread
from assistant.whole.reading import read_whole
from assistant.writer.model import ChatModel
from assistant.writer.questions import SHARE, in_full, other_words
from index.catalog import DocumentEntry
from index.document import Passage
from index.listing import LOOKED_AT, listed
from index.retrieval import Index, Retrieval

Found = tuple[Retrieval, Reading]
"""A search and its own reading."""


class Finding:
    """The steps up to the reading over an open index, as functions of plain values."""

    def __init__(
        self,
        index: Index,
        reader: Reader,
        passages: int,
        refuse_below: float | None,
        model: ChatModel | None = None,
        seconds: float = 0.0,
    ) -> None:
        """With a language model, it helps to understand questions and to search wider; `seconds`
        is the time that an answer may take."""
        self.index, self._reader, self._model = index, reader, model
        self._listed, self._refuse_below = passages, refuse_below
        self._seconds = seconds / SHARE

    def understand(self, state: Mapping[str, Any]) -> Signs[Understood]:
        """The question as read; small talk and questions about a whole stand by themselves.

        Where a language model puts it otherwise, that holds if more confidence comes of it. While
        the model is waited for, signs of life come.
        """
        question: str = state["plain"]
        documents: Sequence[str] = state["documents"]
        if self.notice(state) is not None or self._whole(question, documents):
            return Understood(question)
        bare = without_courtesies(question)
        understood = understand(bare, state["history"])
        if self._model is None or self._whole(ALONE.sub("", understood.asked), documents):
            return understood
        reads = self.index.embedder.languages
        put = yield from in_full(
            self._model, bare, state["history"], reads, self._seconds, state["helping"]
        )
        if put is None or put == understood.text:
            return understood
        other = Understood(put)
        surer = self._sure_of(other, documents) > self._sure_of(understood, documents)
        return other if surer else understood

    def _sure_of(self, understood: Understood, documents: Sequence[str]) -> float:
        found = self._found(understood, documents)
        return together(parts_of(understood), self._readings(found)).confidence

    def notice(self, state: Mapping[str, Any]) -> str | None:
        """The fixed reply to small talk, and to a question about more documents than one answer
        holds; None for any other question to the documents."""
        model = None if self._model is None else self._model.name
        said = notice(
            state["plain"], lambda: self._entries(state["documents"]), model, state["history"]
        )
        return said or self._too_many(state)

    def _entries(self, documents: Sequence[str]) -> list[DocumentEntry]:
        """What there is of those documents and folders, all without any."""
        scope = set(self.index.catalog.within(documents))
        return [entry for entry in self.index.entries() if not scope or entry.id in scope]

    def search(self, state: Mapping[str, Any]) -> tuple[tuple[Retrieval, ...], float, float]:
        """What the index holds for each part of the question, nothing for small talk; the seconds
        it took, and when it began."""
        began = time.perf_counter()
        if self.notice(state) is not None:
            return (), 0.0, began
        found = self._found(state["understood"], state["documents"])
        return found, time.perf_counter() - began, began

    def _found(self, understood: Understood, documents: Sequence[str]) -> tuple[Retrieval, ...]:
        limit = max(LOOKED_AT, self._listed)
        parts = parts_of(understood)
        return tuple(self.index.search(part.query, limit, documents) for part in parts)

    def passages(self, state: Mapping[str, Any]) -> tuple[Passage, ...]:
        """The passages that the answer lists."""
        found: tuple[Retrieval, ...] = state["found"][0]
        lists = [listed([hit.passage for hit in one.hits], self._listed) for one in found]
        return in_turn(lists, self._listed)

    def read(
        self, state: Mapping[str, Any], found: Sequence[Retrieval]
    ) -> Signs[tuple[Reading, list[Found]]]:
        """The reading, and the searches with their own readings that it was put together from;
        before them signs of life."""
        understood: Understood = state["understood"]
        asked = ALONE.sub("", understood.asked)  # the topic that it was given asks for no whole
        documents = self._whole(asked, state["documents"])
        if documents:
            passages = [self.index.catalog.passages_of(id) for id in documents]
            reading = read_whole(passages, asked)
            left = unread(asked, lambda: self._entries(state["documents"]), documents)
            return self._limited(replace(reading, notes=(*reading.notes, *left))), []
        readings: Sequence[Reading] = self._readings(found)
        reading = together(parts_of(understood), readings)
        if reading.refused and self._model is not None:
            model = self._model
            found, readings = yield from self._searched_wider(model, state, found, readings)
            reading = together(parts_of(understood), readings)
        return framed(understood.asked, reading), list(zip(found, readings, strict=True))

    def _readings(self, found: Sequence[Retrieval]) -> list[Reading]:
        return [self._limited(overview(one) or self._reader.read(one)) for one in found]

    def _searched_wider(
        self,
        model: ChatModel,
        state: Mapping[str, Any],
        found: Sequence[Retrieval],
        readings: Sequence[Reading],
    ) -> Signs[tuple[Sequence[Retrieval], Sequence[Reading]]]:
        """What is found with a language model's other words as well, read for the question itself;
        what was found before where that is no better."""
        understood: Understood = state["understood"]
        reads = self.index.embedder.languages
        other = yield from other_words(
            model, understood.text, reads, self._seconds, state["helping"]
        )
        if not other:
            return found, readings
        limit = max(LOOKED_AT, self._listed)
        again = [
            self.index.search(f"{one.question} {other}", limit, state["documents"]) for one in found
        ]
        wider = [replace(new, question=one.question) for new, one in zip(again, found, strict=True)]
        read = self._readings(wider)
        better = not together(parts_of(understood), read).refused
        return (wider, read) if better else (found, readings)

    def _limited(self, reading: Reading) -> Reading:
        """The reading with the limit that the user set, if any."""
        if self._refuse_below is None:
            return reading
        return replace(reading, refuse_below=self._refuse_below)

    def _whole(self, question: str, documents: Sequence[str]) -> list[str]:
        """The documents that a question about a whole means, none for any other question."""
        return meant(without_courtesies(question), lambda: self._entries(documents))

    def _too_many(self, state: Mapping[str, Any]) -> str | None:
        """What to say where the documents that a question means are too many for one answer."""
        named = too_many(
            without_courtesies(state["plain"]),
            lambda: self._entries(state["documents"]),
            opening=not state["history"],
        )
        return choice_of(named) if named else None
