"""The assistant: an index, a reader and a chain, wired once and asked from everywhere."""

from collections.abc import Callable, Generator, Iterator, Sequence
from threading import Event
from typing import IO, Any, cast

from assistant.answer import Answer, Turn
from assistant.assigning import waited
from assistant.chain import build_chain, request
from assistant.chroma import server_of
from assistant.conversation import Understood
from assistant.finding import Finding
from assistant.following import Following, Interruptible
from assistant.questions import choosing
from assistant.questions.bank import Bank
from assistant.questions.idea import Kept
from assistant.questions.own import own_questions
from assistant.reader.readers import open_reader
from assistant.retriever import PassageRetriever
from assistant.settings import Settings
from assistant.status import Status
from assistant.support.verdict import judge
from assistant.syncing import place_of, sync_with
from assistant.writer.asking import Helping
from assistant.writer.model import ChatModel, open_model
from assistant.writer.writing import Writer
from index.catalog import DocumentEntry
from index.document import Document, Passage
from index.embedding import open_embedder
from index.errors import IndexBusy
from index.intake import Progress
from index.listing import LOOKED_AT, listed
from index.originals import original
from index.pages import Pages
from index.recipe import is_whole
from index.retrieval import Index
from index.steady import RACY

AT_FIRST = 1.0
"""Seconds to wait for the first starting questions."""
WARM_UP = "Who said when it begins?"


class Assistant:
    """Answers questions from an index. Safe to use from several threads; close it when done."""

    def __init__(
        self,
        index: Index,
        settings: Settings,
        unread: int = 0,
        model: ChatModel | None = None,
    ) -> None:
        self.settings = settings
        self.unread = unread
        """How many files of the folder could not be read."""
        self.closed = False
        self.index = index
        reader = open_reader(settings.reader)
        self.model = model
        """The language model that writes the answers, if the user named one."""
        self.on_unanswered: list[Callable[[int, int], None]] = []
        """To be told what a model read and wrote, in tokens, for a question that was given up or
        failed: no answer tells."""
        limits = settings.passages, settings.refuse_below
        self._quoting = build_chain(Finding(index, reader, *limits))
        self._finding = Finding(index, reader, *limits, model, settings.model_seconds)
        told = settings.model_seconds, settings.unsupported
        self.chain = build_chain(self._finding, Writer(model, *told) if model else None)
        own = own_questions(settings.questions) if settings.questions else ()
        self.bank = Bank(
            index,
            self.quote,  # it asks a hundred questions that nobody put
            index.catalog.path.parent,
            made_by(settings),
            own,
            settings.questions,
        )
        """The questions that the documents are known to answer."""
        self._following = Following(self._sync)
        self.pages = Pages(settings.documents, self.entry)
        """The pages of the documents, to be looked at."""

    def ask(
        self, question: str, history: Sequence[Turn] = (), documents: Sequence[str] = ()
    ) -> Answer:
        """One answer. `history` is oldest first; `documents` limits it to those ids.

        Raises `InvalidQuestion` and `UnknownDocument`.
        """
        answer: Answer = self.chain.invoke(_asked(question, history, documents))["answer"]
        return answer

    def quote(
        self, question: str, history: Sequence[Turn] = (), documents: Sequence[str] = ()
    ) -> Answer:
        """The same in the documents' own words, whichever model would write."""
        asked = _asked(question, history, documents)
        answer: Answer = self._quoting.invoke(asked)["answer"]
        return answer

    def stream(
        self, question: str, history: Sequence[Turn] = (), documents: Sequence[str] = ()
    ) -> Iterator[dict[str, Any]]:
        """The same as parts, each as soon as it is known; see `assistant.chain`. Closing it ends
        all work on the question."""
        left, helping, answered = Event(), Helping(), False
        asked = {**_asked(question, history, documents), "left": left, "helping": helping}
        parts = cast("Generator[dict[str, Any]]", self.chain.stream(asked))
        try:
            for part in parts:
                answered = answered or "answer" in part
                yield part
        finally:
            left.set()  # before the chain is closed
            parts.close()
            for tell in () if answered else self.on_unanswered:
                tell(*helping.tokens)

    def standalone(
        self, question: str, history: Sequence[Turn] = (), documents: Sequence[str] = ()
    ) -> str:
        """The question as it reads without the conversation before it; raises `InvalidQuestion`
        and `UnknownDocument`."""
        return self._understood(_asked(question, history, documents)).text

    def retrieve(
        self,
        question: str,
        history: Sequence[Turn] = (),
        documents: Sequence[str] = (),
        k: int | None = None,
    ) -> tuple[Passage, ...]:
        """The passages for a question in rank order, at most `k` (default: as answers list)."""
        understood = self._understood(_asked(question, history, documents))
        limit = k or self.settings.passages
        found = self.index.search(understood.query, max(limit, LOOKED_AT), documents)
        return listed([hit.passage for hit in found.hits], limit)

    def _understood(self, asked: dict[str, Any]) -> Understood:
        return waited(self._finding.understand(request(asked)))

    def retriever(self, k: int | None = None) -> PassageRetriever:
        """The index as a LangChain retriever."""
        return PassageRetriever(index=self.index, k=k or self.settings.passages)

    def documents(self) -> tuple[DocumentEntry, ...]:
        """The documents that answers come from, in order of id."""
        return self.index.entries()

    def document(self, id: str) -> Document:
        """A document with its canonical text; raises `UnknownDocument`."""
        return self.index.document(id)

    def entry(self, id: str) -> DocumentEntry:
        """What is known of a document without its text; raises `UnknownDocument`."""
        return self.index.catalog.entry(id)

    def original(self, id: str) -> tuple[DocumentEntry, IO[bytes]]:
        """What is known of a document, and its file as it was indexed, which the caller closes.

        Raises `UnknownDocument`, `DocumentChanged` and `StorageUnusable`.
        """
        entry = self.entry(id)
        return entry, original(self.settings.documents, entry)

    def sync_soon(self) -> None:
        """Has the index follow the folder; meanwhile answers come from the last whole index."""
        self._following.wake()

    def status(self) -> Status:
        """What the index holds, and how far it has followed the folder."""
        followed = self._following.followed()
        catalog = self.index.catalog
        with catalog.transaction():
            return Status(
                documents=len(self.index.entries()),
                passages=catalog.size(),
                synced=catalog.meta("synced") or None,
                indexing=followed.indexing,
                done=followed.done,
                total=followed.total,
                error=followed.error,
                failed=catalog.failures(),
                skipped=catalog.skipped(),
                pace=followed.pace,
            )

    def starters(self, documents: Sequence[str] = ()) -> tuple[str, ...]:
        """Up to four questions that the documents are known to answer: fewer, or none, while they
        are being made. The first call has them made; it waits a moment for them at most."""
        self.bank.wait(AT_FIRST, choosing.STARTERS)
        return choosing.starters(self._kept(documents))

    def follow_ups(
        self, answer: Answer, asked: Sequence[str] = (), documents: Sequence[str] = ()
    ) -> tuple[str, ...]:
        """Up to three questions to ask after an answer, none of them among those `asked`; known to
        be answered by other sentences. At once: of those that are made so far."""
        self.bank.read([c.span.document for c in answer.citations if c.role == "evidence"])
        return choosing.follow_ups(self._kept(documents), answer, asked)

    def _kept(self, documents: Sequence[str]) -> tuple[Kept, ...]:
        """The kept questions that these documents and folders answer by themselves; all without
        any. Raises `UnknownDocument`."""
        kept = self.bank.kept()
        if not documents:
            return kept
        scope = set(self.index.catalog.within(documents))
        return tuple(one for one in kept if {span.document for span in one.evidence} <= scope)

    @property
    def suggestions_ready(self) -> bool:
        """Whether all questions are made that starters and follow-ups are chosen from."""
        return self.bank.ready

    def check(self) -> None:
        """Raises what keeps questions from being answered at this moment, if anything does."""
        self.documents()
        self.index.check()

    def warm_up(self) -> None:
        """Loads all that is otherwise loaded for the first question; raises where that fails."""
        self.quote(WARM_UP)
        if self.model is not None:
            judge(WARM_UP, [f"He asked: {WARM_UP}"])

    def close(self) -> None:
        """Stops what goes on in the background, and lets go of the index."""
        self.closed = True
        self._following.close()
        self.bank.close()
        self.pages.close()
        self.index.close()

    def _sync(self, progress: Progress) -> float | None:
        """Brings the index in line; seconds after which that is due again, if it is."""
        embedder = Interruptible(self.index.embedder, self._following.check)
        summary = sync_with(self.settings, embedder, progress=progress)
        return RACY / 1e9 if summary.unsettled else None


def _asked(question: str, history: Sequence[Turn], documents: Sequence[str]) -> dict[str, Any]:
    return {"question": question, "history": tuple(history), "documents": tuple(documents)}


def made_by(settings: Settings) -> dict[str, Any]:
    """The settings that decide what is quoted, and how surely."""
    return settings.model_dump(include={"embedding", "reader", "passages", "refuse_below"})


def open_assistant(settings: Settings, progress: Progress | None = None) -> Assistant:
    """An assistant over the documents as they are now: what changed is indexed first.

    While another process is writing the index, the last whole one answers. Raises
    `FolderUnusable`, `IndexBusy` (no whole index yet), `IndexMismatch`, `IndexDamaged`,
    `StorageUnusable`, `ChromaUnusable`, `ModelUnusable`, and `InvalidInput` for a list of
    questions or an address that cannot be used.
    """
    open_reader(settings.reader)  # what is wrong with its model is told before indexing begins
    model = open_model(settings)
    if settings.questions:
        own_questions(settings.questions)
    embedder = open_embedder(settings.embedding, settings.device)
    place = place_of(settings)
    unread = 0
    try:
        unread = len(sync_with(settings, embedder, progress=progress).failed)
    except IndexBusy:
        if not is_whole(place):
            raise
    index = Index(place, embedder, server=server_of(settings))
    return Assistant(index, settings, unread, model)
