"""One question of a suite, and the words that answer it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

from assistant.answer import Turn
from index.document import Span

Scope = Literal["corpus", "document"]
EvidenceMode = Literal["all", "any", "single"]

SCOPES: tuple[Scope, ...] = get_args(Scope)
EVIDENCE_MODES: tuple[EvidenceMode, ...] = get_args(EvidenceMode)


@dataclass(frozen=True, slots=True)
class Gold:
    """Words of a document that answer a question: `document.text[span.start:span.end] == text`."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Case:
    """A question with what is known about its answer.

    `answers` are short forms of the right answer, any of which will do. `document` is the
    document that the question is about, where one was named; `scope` "document" means that the
    question is asked of that document alone. `evidence_mode` tells how much of `evidence` an
    answer needs: every span ("all", and "single" where there is one), or any one of them.
    `must_not_say` are words that no statement of the answer may hold. `masked` are documents
    that are kept from the assistant when the question is asked, and `unmasked` then all the
    others of the folder.
    `draft` says what a case still lacks that somebody has to finish: it is not asked, and fails; it
    may be answerable without evidence. It is empty for all others.
    `kind`, `lang` and `answer_type` are free labels, empty where not given; "span" says that
    `answers` are words of the document.
    """

    id: str
    question: str
    answerable: bool
    evidence: tuple[Gold, ...] = ()
    answers: tuple[str, ...] = ()
    history: tuple[Turn, ...] = ()
    document: str | None = None
    scope: Scope = "corpus"
    kind: str = ""
    lang: str = ""
    answer_type: str = "span"
    evidence_mode: EvidenceMode = "all"
    must_not_say: tuple[str, ...] = ()
    masked: tuple[str, ...] = ()
    unmasked: tuple[str, ...] = ()
    draft: str = ""
    meta: Mapping[str, Any] = field(default_factory=dict)

    @property
    def gold(self) -> tuple[Span, ...]:
        """The spans of the evidence."""
        return tuple(gold.span for gold in self.evidence)

    @property
    def documents(self) -> tuple[str, ...]:
        """The documents that the question is limited to; empty means all of them."""
        if self.scope == "document" and self.document:
            return (self.document,)
        return self.unmasked
