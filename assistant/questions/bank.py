"""The bank of questions that an index answers, filled in the background and kept in a file."""

import logging
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from assistant.answer import Answer
from assistant.questions.asking import Ask, drawn, kept_own, kept_questions, share_of
from assistant.questions.bank_file import read_bank, write_bank
from assistant.questions.idea import Kept
from assistant.questions.own import tell_left_out
from index.errors import ChromaUnusable, FootnoteError, StorageUnusable
from index.retrieval import Index

RETRY = 2.0
"""Seconds until another try where the Chroma server is away."""

logger = logging.getLogger(__name__)

MOST_READ = 200
"""Documents that questions are made of because answers came from them."""
OF_ONE_ANSWER = 2
"""So many of those that one answer came from."""
OF_ONE_READ = 6
"""Questions asked of such a document: about a second on two cores."""

Made = tuple[int, int]
"""The build and the generation of an index: what changes with its documents."""


class Bank:
    """The kept questions of an index, always those of its documents as they are now.

    Safe in threads. Nothing is made before `begin` or `kept` is called first; what is made so far
    can be used meanwhile. Of many documents some have questions from the start, and those that are
    `read` get theirs then. Close it before the index.
    """

    def __init__(
        self,
        index: Index,
        ask: Ask,
        folder: Path,
        made_by: Mapping[str, Any],
        own: Sequence[str] = (),
        own_path: Path | None = None,
    ) -> None:
        self._index, self._ask, self._folder = index, ask, folder
        self._made_by = {**made_by, "own": list(own)}
        self._own, self._own_path = tuple(own), own_path
        self._changed = threading.Condition()
        self._stopped = threading.Event()
        self._made: Made | None = None
        self._kept: tuple[Kept, ...] = ()
        self._ready = False
        self._asked_of: set[str] = set()
        self._read: list[str] = []
        self._threads: list[threading.Thread] = []

    def begin(self) -> None:
        """Starts making the questions, unless those of the present index are made or being made."""
        made = self._present()
        with self._changed:
            if self._stopped.is_set() or made == self._made:
                return
            self._made, self._kept, self._ready = made, (), False
            self._asked_of, self._read = set(), []
            self._start(self._fill, made)

    def read(self, documents: Sequence[str]) -> None:
        """Has questions made of documents that an answer came from, if none were: for the next."""
        with self._changed:
            new = [id for id in dict.fromkeys(documents) if id not in self._asked_of][
                :OF_ONE_ANSWER
            ]
            made, full = self._made, len(self._asked_of) + len(new) > MOST_READ
            if made is None or not self._ready or not new or full or self._stopped.is_set():
                return
            self._asked_of.update(new)
            self._read += new
            if len(self._read) == len(new):  # else one is at it
                self._start(self._fill_read, made)

    def _start(self, fill: Callable[[Made], None], made: Made) -> None:
        thread = threading.Thread(
            target=self._make, args=(fill, made), name="footnote-questions", daemon=True
        )
        self._threads = [one for one in self._threads if one.is_alive()] + [thread]
        thread.start()

    @property
    def ready(self) -> bool:
        """Whether the questions of the present index are all made."""
        self.begin()
        return self._ready

    def kept(self) -> tuple[Kept, ...]:
        """The questions that are kept so far, the owner's first, then in the order of making."""
        self.begin()
        return self._kept

    def wait(self, seconds: float, enough: int | None = None) -> bool:
        """Waits until the questions are made, or `enough` of them are; False if it took longer."""
        self.begin()

        def there() -> bool:
            full = enough is not None and len(self._kept) >= enough
            return self._ready or full or self._stopped.is_set()

        with self._changed:
            return self._changed.wait_for(there, seconds)

    def close(self) -> None:
        """Stops making questions: at once, but for one that is being asked."""
        self._stopped.set()
        with self._changed:
            self._changed.notify_all()
            threads = self._threads
        for thread in threads:
            thread.join()

    def _make(self, fill: Callable[[Made], None], made: Made) -> None:
        try:
            fill(made)
        except StorageUnusable as error:
            logger.warning("the questions are not kept for the next start: %s", error)
        except FootnoteError as error:
            logger.warning("no more questions are suggested: %s", error)
        finally:
            self._note(made, ready=True)

    def _fill(self, made: Made) -> None:
        first = drawn(self._index)
        kept = read_bank(self._folder, self._key(made))
        if kept is None:
            for one in self._questions(made, first):
                self._note(made, one)
            kept = self._kept
        else:
            self._note(made, *kept)
        if not self._goes_on(made):
            return
        if self._present() != made:  # some were asked of the index as it was, others as it is
            self.begin()
            return
        self._tell_left_out(kept)
        with self._changed:
            self._asked_of.update(first, (one.document for one in kept))
        self._note(made, ready=True)
        write_bank(self._folder, self._key(made), kept)

    def _fill_read(self, made: Made) -> None:
        while self._goes_on(made) and self._present() == made:
            with self._changed:
                id = self._read[0]
            for one in kept_questions(
                self._index, [id], OF_ONE_READ, self._ask, lambda: self._goes_on(made)
            ):
                self._note(made, one)
            with self._changed:
                if self._made != made:
                    return
                self._read.remove(id)
                if self._read:
                    continue
                kept = self._kept
            write_bank(self._folder, self._key(made), kept)
            return

    def _key(self, made: Made) -> dict[str, Any]:
        return {**self._made_by, "build": made[0], "generation": made[1]}

    def _present(self) -> Made:
        with self._index.catalog.transaction():
            return self._index.catalog.build, self._index.catalog.generation

    def _questions(self, made: Made, first: Sequence[str]) -> Iterator[Kept]:
        def goes_on() -> bool:
            return self._goes_on(made)

        yield from kept_own(self._own, self._patiently(goes_on), goes_on)
        each = share_of(len(first))
        yield from kept_questions(self._index, first, each, self._patiently(goes_on), goes_on)

    def _patiently(self, goes_on: Callable[[], bool]) -> Ask:
        def ask(question: str) -> Answer:
            while True:
                try:
                    return self._ask(question)
                except ChromaUnusable:  # it may come back: what is made so far would be all else
                    self._stopped.wait(RETRY)
                    if not goes_on():
                        raise

        return ask

    def _goes_on(self, made: Made) -> bool:
        return not self._stopped.is_set() and self._made == made

    def _note(self, made: Made, *kept: Kept, ready: bool = False) -> None:
        with self._changed:
            if self._made == made:
                self._kept = (*self._kept, *kept)
                self._ready = self._ready or ready
                self._changed.notify_all()

    def _tell_left_out(self, kept: Sequence[Kept]) -> None:
        answered = {one.question for one in kept if one.kind == "own"}
        if self._own_path is not None:
            tell_left_out(self._own_path, [one for one in self._own if one not in answered])
