"""Checking what a model writes, sentence by sentence; what fails is cited anew or mended."""

import time
from collections.abc import Generator, Sequence
from dataclasses import dataclass, field, replace

from langchain_core.runnables.utils import AddableDict

from assistant.language import language_of
from assistant.support.verdict import Verdict
from assistant.writer import prompts
from assistant.writer.asking import Helping
from assistant.writer.failures import ModelFailed
from assistant.writer.lines import Drafted
from assistant.writer.markup import Markup
from assistant.writer.material import Given
from assistant.writer.model import ChatModel
from assistant.writer.proof import NUMBERS_DIFFER, Proof, near, prove, same_numbers

UNTRANSLATED = "It could not be translated to be checked."
MOST_REWRITES = 3
"""Sentences of an answer that the model is asked to mend; each costs a call."""
REWRITTEN_FROM = 6
"""Sentences that it is given for that."""


@dataclass(slots=True)
class Proving:
    """Proves the sentences of one answer, by the deadline (monotonic); `counts` says what became
    of them, `seconds` are those of checking."""

    model: ChatModel
    given: Sequence[Given]
    deadline: float
    foreign: bool
    """Whether the question is in another language: only then may what answers it be."""
    helping: Helping = field(default_factory=Helping)
    counts: dict[str, int] = field(default_factory=dict)
    seconds: float = 0.0

    @property
    def left(self) -> float:
        """Seconds that are left."""
        return self.deadline - time.monotonic()

    def of(self, drafted: Drafted) -> Generator[AddableDict, None, tuple[str, Proof]]:
        """The sentence as it may stand, with its proof: as it is, cited otherwise, or mended."""
        proof = yield from self._prove(drafted)
        if proof.verdict.supported:
            self.count("recited" if proof.recited else "held")
            return drafted.text, proof
        if proof.verdict.reason == UNTRANSLATED:
            return drafted.text, proof
        mended = yield from self._mended(drafted, proof)
        if mended is not None:
            again = yield from self._prove(mended)
            if again.verdict.supported:
                self.count("rewritten")
                return mended.text, again
        return drafted.text, proof

    def _prove(self, drafted: Drafted) -> Generator[AddableDict, None, Proof]:
        cites = [self.given[number - 1] for number in drafted.cites]
        try:
            claim = yield from self._claim(drafted.text, cites)
        except ModelFailed:  # what stands is not worse for that
            return Proof(tuple(cites), (), Verdict(False, 0.0, (), UNTRANSLATED))
        began = time.monotonic()
        proof = prove(claim, cites, self.given)
        translated = proof.verdict.supported and claim != drafted.text
        if translated and not same_numbers(drafted.text, claim):
            verdict = replace(proof.verdict, supported=False, reason=NUMBERS_DIFFER)
            proof = replace(proof, verdict=verdict)
        self.seconds += time.monotonic() - began
        return proof

    def _claim(self, text: str, cites: Sequence[Given]) -> Generator[AddableDict, None, str]:
        """What is checked: the sentence, or its translation where the sources are in English and
        it isn't."""
        spoken = language_of(text) if self.foreign else None
        if spoken is None or any(language_of(one.sentence.text) for one in cites):
            return text
        asked = prompts.translation(text)
        said = yield from self.helping.ask("translation", self.model, asked, self.left)
        self.count("translated")
        return said.strip() or text

    def _mended(
        self, drafted: Drafted, proof: Proof
    ) -> Generator[AddableDict, None, Drafted | None]:
        """The sentence as the model mends it; None where it can't, or is not to be asked."""
        cited = list(proof.cites)
        close = [one for one in near(drafted.text, self.given) if one not in cited]
        row = sorted([*cited, *close][:REWRITTEN_FROM], key=lambda one: one.number)
        if not row or self.counts.get("asked", 0) >= MOST_REWRITES:
            return None
        self.count("asked")
        reason = proof.verdict.reason or ""
        try:
            messages = prompts.repair(drafted.text, reason, row)
            reply = yield from self.helping.ask("repair", self.model, messages, self.left)
        except ModelFailed:
            return None  # what it wrote before is not worse for that
        markup = Markup(len(self.given))
        mended = [*markup.feed(reply), *markup.end()]
        self.count("unknown", markup.unknown)
        if len(mended) != 1 or declines(mended[0].text) or mended[0].text == drafted.text:
            return None
        return mended[0]

    def count(self, name: str, more: int = 1) -> None:
        """So many more of that."""
        self.counts[name] = self.counts.get(name, 0) + more


def plain_words(text: str) -> str:
    """The words of a text alone, to be compared."""
    return " ".join("".join(c if c.isalnum() else " " for c in text).casefold().split())


def declines(text: str) -> bool:
    """Whether these words say that there is no answer."""
    return plain_words(text) == plain_words(prompts.NO_ANSWER)
