"""An answer as a language model writes it: each sentence is checked as soon as it is whole."""

import time
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from langchain_core.runnables.utils import AddableDict

from assistant.answer import Statement, Turn
from assistant.language import language_of
from assistant.reader.reading import Reading
from assistant.writer import prompts
from assistant.writer.asking import SIGN_EVERY, Helping, estimated
from assistant.writer.failures import NOT_TAKEN, ModelFailed
from assistant.writer.footnotes import Footnotes
from assistant.writer.history import recent
from assistant.writer.lines import Drafted
from assistant.writer.markup import Markup
from assistant.writer.material import Material, material, tokens
from assistant.writer.model import ChatModel, Message
from assistant.writer.proof import Proof
from assistant.writer.proving import Proving, declines, plain_words
from assistant.writer.streaming import Usage
from assistant.writer.thoughts import after_thoughts
from assistant.written import Written
from index.retrieval import Hit

Chunks = Iterator[AddableDict]
"""Drafts and statements."""
REPLY = 900
"""Tokens that are left for the model's own words."""
MOST_CHARACTERS = 6000
MOST_SENTENCES = 24
MOST_ALIKE = 3
"""More than so many characters, sentences, or times the same sentence: the model has no end."""
DRAFT_EVERY = 0.04
"""Seconds between two drafts."""
THOUGHT = "The language model was only thinking so far."
ECHOED = 6
"""Words of a rule that are no chance where the model says them."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a writing ended: `declined` where the model found no answer in what it was given,
    `failure` where it failed. `statements` are those to show, with `footnotes` that they cite."""

    statements: tuple[Statement, ...]
    footnotes: Footnotes
    account: Written
    declined: bool = False
    failure: ModelFailed | None = None
    translated: bool = False
    """Whether sentences were checked by the model's translation of them."""

    @property
    def stands(self) -> bool:
        """Whether anything that was written is supported."""
        return self.failure is None and any(one.supported for one in self.statements)


class Writer:
    """Has a language model write answers; safe in threads."""

    def __init__(
        self, model: ChatModel, seconds: float, unsupported: Literal["drop", "show"]
    ) -> None:
        """`seconds` is the time that one answer may take; `unsupported` says whether a statement
        that is not borne out is left out or shown as that."""
        self.model, self._seconds, self._shown = model, seconds, unsupported == "show"

    def write(
        self,
        question: str,
        history: Sequence[Turn],
        reading: Reading,
        hits: Sequence[Hit],
        spent: float = 0.0,
        helping: Helping | None = None,
    ) -> Generator[AddableDict, None, Outcome]:
        """The chunks of a written answer, drafts and settled statements, then its outcome.

        `hits` are the passages found, best first, and `spent` the seconds of the answer's time that
        finding them took. What mending and translating cost goes to `helping`. Closing it ends the
        model's work.
        """
        past = recent(history, self.model.context)
        fixed = sum(tokens(text) for _, text in prompts.writing(question, past, ()))
        found = material(reading, hits, self.model.context - REPLY - fixed)
        deadline = time.monotonic() + self._seconds - spent
        foreign = language_of(question) is not None
        proving = Proving(self.model, found.given, deadline, foreign, helping or Helping())
        run = _Run(found, proving, self._shown)
        failure = None
        try:
            if not found.given:
                raise ModelFailed("crowded")
            yield from run.write(prompts.writing(question, past, found.given))
        except ModelFailed as error:
            failure = error
        return Outcome(
            tuple(run.statements),
            run.footnotes,
            run.account(failure),
            run.declined,
            failure,
            "translated" in run.proving.counts,
        )


@dataclass(slots=True)
class _Run:
    """One writing, as far as it has come."""

    found: Material
    proving: Proving
    shown: bool
    statements: list[Statement] = field(default_factory=list)
    footnotes: Footnotes = field(default_factory=Footnotes)
    declined: bool = False
    seconds: dict[str, float] = field(default_factory=dict)
    seen: dict[str, int] = field(default_factory=dict)
    usage: Usage | None = None

    def write(self, messages: Sequence[Message]) -> Chunks:
        """Drafts and statements; raises ModelFailed."""
        began = time.monotonic()
        markup = Markup(len(self.found.given))
        said, thought, shown, signed = "", "", "", began
        deltas = self.proving.model.stream(messages, seconds=self.proving.left)
        taken = self.proving.left > 0
        try:
            with deltas:
                for words in deltas:
                    if words:
                        self.seconds.setdefault("first", time.monotonic() - began)
                        said += words
                        _refuse_echo_and_endless(said)
                        if (spoken := after_thoughts(said)) is not None:
                            thought, said, words = thought + said, spoken, spoken
                            markup = Markup(len(self.found.given))
                            yield self._taken_back()
                    now = time.monotonic()
                    for drafted in markup.feed(words) if words else markup.pause():
                        yield from self._settle(drafted)
                    if self.declined or markup.closed:
                        break
                    draft = "" if _may_decline(said) else markup.draft
                    if draft != shown and now - signed >= DRAFT_EVERY:
                        shown, signed = draft, now
                        yield AddableDict(draft=draft)
                    elif now - signed >= SIGN_EVERY:
                        signed = now
                        yield AddableDict()
            for drafted in markup.end():
                yield from self._settle(drafted)
        except ModelFailed as error:
            taken = taken and error.kind not in NOT_TAKEN
            raise
        finally:
            if taken:
                self.usage = self.proving.helping.writing = deltas.usage or estimated(
                    messages, thought + said
                )
            self.proving.count("unknown", markup.unknown)
            self.seconds["write"] = time.monotonic() - began
        yield AddableDict(draft="")

    def _settle(self, drafted: Drafted) -> Chunks:
        """The statement that a sentence becomes, checked; nothing where it is left out."""
        if declines(drafted.text):
            self.declined = not self.seen
            return
        self.seen[drafted.text] = self.seen.get(drafted.text, 0) + 1
        if self.seen[drafted.text] >= MOST_ALIKE or len(self.seen) > MOST_SENTENCES:
            raise ModelFailed("endless")
        if self.seen[drafted.text] > 1:
            return
        self.proving.count("statements")
        text, proof = yield from self.proving.of(drafted)
        if proof.verdict.supported:
            yield self._settled(text, proof)
        else:
            self.proving.count("dropped")
            if self.shown and proof.cites:
                yield self._settled(text, proof)
            else:
                yield AddableDict(draft="")

    def _settled(self, text: str, proof: Proof) -> AddableDict:
        citations = self.footnotes.of(proof)
        markers = tuple(citation.marker for citation in citations)
        verdict = proof.verdict
        statement = Statement(text, markers, verdict.supported, verdict.reason)
        self.statements.append(statement)
        return AddableDict(statements=(statement,), citations=citations)

    def _taken_back(self) -> AddableDict:
        """Forgets the statements so far: the model thought them, and did not say them."""
        stood = bool(self.statements)
        self.statements, self.seen, self.footnotes = [], {}, Footnotes()
        self.proving.counts = {
            name: count for name, count in self.proving.counts.items() if name == "asked"
        }
        return AddableDict(withdrawn=THOUGHT) if stood else AddableDict(draft="")

    def account(self, failure: ModelFailed | None) -> Written:
        """What it took, and what became of it."""
        names = ("statements", "recited", "rewritten", "dropped", "unknown")
        took = {**self.seconds, "check": self.proving.seconds}
        return Written(
            prompt=prompts.VERSION,
            evidence=len(self.found.given),
            trimmed=self.found.trimmed,
            **{name: self.proving.counts.get(name, 0) for name in names},
            prompt_tokens=self.usage.prompt if self.usage else 0,
            completion_tokens=self.usage.completion if self.usage else 0,
            seconds={name: round(value, 4) for name, value in took.items()},
            failure=failure.kind if failure else None,
        )


def _may_decline(said: str) -> bool:
    """Whether these first words may go on to say that there is no answer."""
    return plain_words(prompts.NO_ANSWER).startswith(plain_words(said))


RULE_STARTS = tuple(
    " ".join(plain_words(line).split()[:ECHOED])
    for line in prompts.RULES.splitlines()
    if len(line.split()) > ECHOED
)


def _refuse_echo_and_endless(said: str) -> None:
    """Raises ModelFailed where the model repeats what it was told, or has no end."""
    if len(said) > MOST_CHARACTERS:
        raise ModelFailed("endless")
    plain = plain_words(said[: 2 * len(prompts.RULES)])
    if "<sentences>" in said or any(start in plain for start in RULE_STARTS):
        raise ModelFailed("echo")
