"""An assistant whose answers can be worked out by hand: keywords choose sentences."""

import hashlib
import io
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from assistant.answer import Answer, Citation, ShortAnswer, Statement, Turn
from assistant.explanation import ChosenSentence, Explanation, FoundPassage, Search
from assistant.settings import Settings
from assistant.status import Status
from index.document import Document, Passage, Span
from index.errors import InvalidQuestion, UnknownDocument

REFUSAL = "The documents don’t say."
SYNCED = "2026-07-14T09:05:00Z"
GREETING = "Hello. Ask me about the documents."


class Entry(NamedTuple):
    id: str
    title: str
    media_type: str
    digest: str
    characters: int
    passages: int
    pages: int | None
    size: int
    indexed: str | None
    date: str | None = None


@dataclass(frozen=True)
class Cited:
    """Words of a document: the nth place where they stand, and what they are there for."""

    document: str
    words: str
    occurrence: int = 0
    role: str = "evidence"
    short: str | None = None


@dataclass(frozen=True)
class FakeAssistant:
    """Answers the questions of `answers`, greets "hello", fails "fail", refuses the rest."""

    texts: Mapping[str, str]
    answers: Mapping[str, Sequence[Cited]]
    starting: tuple[str, ...] = ()
    settings: Settings = Settings()  # noqa: RUF009
    pause: float = 0.0
    model: Any = None
    closed: bool = False
    synced: str = SYNCED
    on_unanswered: list[Any] = field(default_factory=list)

    def warm_up(self) -> None:
        """There is nothing to load."""

    def check(self) -> None:
        self.documents()

    def documents(self) -> tuple[Entry, ...]:
        return tuple(
            Entry(d.id, d.title, d.media_type, d.digest, len(d.text), 1, None, d.size, SYNCED)
            for d in map(self.document, self.texts)
        )

    def original(self, id: str) -> tuple[Entry, io.BytesIO]:
        found = self.document(id)
        (entry,) = [entry for entry in self.documents() if entry.id == id]
        return entry, io.BytesIO(found.text.encode())

    def status(self) -> Status:
        count = len(self.texts)
        return Status(count, count, self.synced, False, 0, 0, None, failed={}, skipped={})

    def sync_soon(self) -> None:
        """There is no index that could follow."""

    def document(self, id: str) -> Document:
        if id not in self.texts:
            raise UnknownDocument(f"{id}: no such document; `footnote index` lists them")
        text = self.texts[id]
        content = text.encode()
        digest = "sha256:" + hashlib.sha256(content).hexdigest()
        title = Path(id).stem.replace("-", " ").capitalize()
        return Document(id, title, text, digest, "text/plain", (), (), Path(id), len(content))

    def starters(self, documents: Sequence[str] = ()) -> tuple[str, ...]:
        return tuple(q for q in self.starting if self._is_about(q, documents))

    @property
    def suggestions_ready(self) -> bool:
        return True

    def follow_ups(
        self, answer: Answer, asked: Sequence[str] = (), documents: Sequence[str] = ()
    ) -> tuple[str, ...]:
        """The questions that it answers, less those asked."""
        known = (answer.question, *asked)
        return tuple(q for q in self.answers if q not in known and self._is_about(q, documents))[:3]

    def _is_about(self, question: str, documents: Sequence[str]) -> bool:
        """Whether a question is answered by those documents; any is, without documents."""
        cited = {one.document for one in self.answers.get(question, ())}
        return not documents or (bool(cited) and cited <= set(self._within(documents)))

    def _within(self, names: Sequence[str]) -> list[str]:
        """The ids that these ids and folders name, all without any."""
        for name in names:
            if not any(_below(id, name) for id in self.texts):
                self.document(name)
        return [id for id in self.texts if not names or any(_below(id, name) for name in names)]

    def standalone(
        self, question: str, history: Sequence[Turn] = (), documents: Sequence[str] = ()
    ) -> str:
        if history and question.startswith("And "):
            return f"{history[-1].question} {question}"
        return question

    def retrieve(
        self,
        question: str,
        history: Sequence[Turn] = (),
        documents: Sequence[str] = (),
        k: int | None = None,
    ) -> tuple[Passage, ...]:
        ids = self._within(documents)
        found = [(id, self.texts[id].partition("\n")[0]) for id in ids]
        return tuple(
            Passage(f"{id}/0", Span(id, 0, len(first)), first, "", 0, 0.4) for id, first in found
        )

    def ask(
        self, question: str, history: Sequence[Turn] = (), documents: Sequence[str] = ()
    ) -> Answer:
        for chunk in self.stream(question, history, documents):
            if "answer" in chunk:
                return chunk["answer"]
        raise AssertionError("a stream ends with its answer")

    def stream(
        self, question: str, history: Sequence[Turn] = (), documents: Sequence[str] = ()
    ) -> Iterator[dict[str, Any]]:
        if not question.strip():
            raise InvalidQuestion("the question is empty; ask in a few words")
        if len(question) > 2000:
            raise InvalidQuestion("the question is longer than 2,000 characters; shorten it")
        self._within(documents)
        if question == "fail":
            raise RuntimeError("/secret/path is broken")
        standalone = self.standalone(question, history)
        yield {"standalone_question": standalone}
        passages = self.retrieve(question, history, documents)
        yield {"passages": passages}
        cited = self.answers.get(question, ()) if self._is_about(question, documents) else ()
        citations = tuple(self._citation(m, c) for m, c in enumerate(cited, 1))
        statements = tuple(Statement(c.quote, (c.marker,)) for c in citations)
        lead = "The document says:" if question.startswith("Is ") else ""
        confidence = 0.5 if lead else 0.9
        if citations:
            yield {"lead": lead, "confidence": confidence}
        for statement, citation in zip(statements, citations, strict=True):
            time.sleep(self.pause)
            yield {"statements": (statement,), "citations": (citation,)}
        time.sleep(self.pause)
        notice = question == "hello"
        refused = not citations
        text = " ".join(f"{c.quote} [{c.marker}]" for c in citations)
        yield {
            "answer": Answer(
                question=question,
                standalone_question=standalone,
                refused=refused,
                confidence=0.1 if refused else confidence,
                text=GREETING if notice else text or REFUSAL,
                short_answer=self._short(cited, citations),
                statements=statements,
                citations=citations,
                passages=() if notice else passages,
                mode="notice" if notice else "extractive",
                model=None,
                seconds={"total": 0.0},
                lead=lead,
                explanation=None if notice else _explanation(standalone, passages, citations),
            )
        }

    def _citation(self, marker: int, cited: Cited) -> Citation:
        document = self.document(cited.document)
        start = -1
        for _ in range(cited.occurrence + 1):
            start = document.text.index(cited.words, start + 1)
        span = Span(document.id, start, start + len(cited.words))
        role = "context" if cited.role == "context" else "evidence"
        return Citation(marker, role, span, cited.words, document.title, None, document.digest)

    def _short(self, cited: Sequence[Cited], citations: Sequence[Citation]) -> ShortAnswer | None:
        for one, citation in zip(cited, citations, strict=True):
            if one.short is not None:
                start = citation.span.start + one.words.index(one.short)
                span = Span(one.document, start, start + len(one.short))
                return ShortAnswer(span, one.short)
        return None


def _below(id: str, name: str) -> bool:
    return id == name or id.startswith(name.rstrip("/") + "/")


def _explanation(
    understood: str, passages: Sequence[Passage], citations: Sequence[Citation]
) -> Explanation:
    found = tuple(
        FoundPassage(p.span.document, p.span, p.text, 0.4, 0.3, 0.5, 0.0, 1, None) for p in passages
    )
    chosen = tuple(
        ChosenSentence(c.span, c.quote, None if c.role == "context" else 0.8) for c in citations
    )
    confidence = 0.9 if citations else 0.1
    search = Search(
        query=understood,
        words=dict.fromkeys(understood.split(), 1.5),
        searched=len(passages),
        found=len(passages),
        passages=found,
        sentences=chosen,
        confidence=confidence,
        parts={"meaning of the best sentence": 2.5, "to begin with": -1.0},
    )
    return Explanation(understood, (search,), confidence, 0.25, {"encode": 0.006, "total": 0.02})
