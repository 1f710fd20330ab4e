"""What an export says of each answer, in order, before it is written in any format."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.answer import Answer, Citation, Statement
from assistant.export.emphasis import flat, short_answer_in
from index.document import Passage

UNTITLED = "Answers from the documents"
NO_ANSWER = "No answer."
NEAREST = "Nearest passages (not an answer)"
NOT_CONFIRMED = "The cited words do not confirm this."
WRITTEN_BY = "Written by {}, each sentence checked against its footnotes."


@dataclass(frozen=True, slots=True)
class Footnote:
    """A citation under its number, which is unique in the file."""

    number: int
    citation: Citation

    @property
    def source(self) -> tuple[str, str, str]:
        """Title, document and place, each on one line."""
        cited = self.citation
        page = f"page {cited.page}, " if cited.page is not None else ""
        role = ", for context" if cited.role == "context" else ""
        place = f"{page}characters {cited.span.start}–{cited.span.end}{role}"
        return flat(cited.title), flat(cited.span.document), place


@dataclass(frozen=True, slots=True)
class Said:
    """A statement as shown: on one line, with its footnotes and the span to emphasise, if any.

    One that its footnotes do not bear out is struck, and followed by a `warning` that says so.
    """

    text: str
    footnotes: tuple[Footnote, ...]
    emphasis: tuple[int, int] | None
    supported: bool
    warning: str

    @property
    def context(self) -> bool:
        """True where it is there only so that another can be understood."""
        roles = {note.citation.role for note in self.footnotes}
        return roles == {"context"}


@dataclass(frozen=True, slots=True)
class Told:
    """An answer as an export tells it. `read_as` is empty where the question was read as asked;
    `reply` is the text of a refusal or a notice, which has no statements and no footnotes; `by`
    says which model wrote the answer, empty where none did."""

    kind: Literal["answer", "refusal", "notice"]
    question: str
    read_as: str
    unsure: bool
    lead: str
    reply: str
    said: tuple[Said, ...]
    notes: tuple[str, ...]
    by: str
    nearest: tuple[Passage, ...]
    footnotes: tuple[Footnote, ...]


def outlined(answers: Sequence[Answer]) -> Iterator[Told]:
    """The answers as they are told, their footnotes numbered through from 1."""
    number = 1
    for answer in answers:
        told = _told(answer, number)
        number += len(told.footnotes)
        yield told


def _told(answer: Answer, first: int) -> Told:
    refused = answer.refused or answer.mode == "notice"
    cited = () if refused else answer.citations
    footnotes = tuple(Footnote(number, citation) for number, citation in enumerate(cited, first))
    said = (_said(answer, statement, footnotes) for statement in answer.statements)
    question, understood = flat(answer.question), flat(answer.standalone_question)
    notice = answer.mode == "notice"
    return Told(
        kind="notice" if notice else "refusal" if refused else "answer",
        question=question,
        read_as=understood if understood != question else "",
        unsure=answer.unsure,
        lead="" if refused else flat(answer.lead),
        reply=_reply(answer) if refused else "",
        said=() if refused else tuple(one for one in said if one.footnotes or one.warning),
        notes=() if notice else tuple(flat(note) for note in answer.notes),
        by=written_by(answer),
        nearest=answer.passages if refused and not notice else (),
        footnotes=footnotes,
    )


def _said(answer: Answer, statement: Statement, footnotes: Sequence[Footnote]) -> Said:
    """The statement; one without footnotes is shown only if it is struck."""
    own = tuple(note for note in footnotes if note.citation.marker in statement.citations)
    text = flat(statement.text)
    emphasis = short_answer_in(text, [note.citation for note in own], answer.short_answer)
    return Said(text, own, emphasis, statement.supported, warning(statement))


def warning(statement: Statement) -> str:
    """What is said of a statement that its footnotes do not bear out, on one line; empty for any
    other."""
    if statement.supported:
        return ""
    return f"{NOT_CONFIRMED} {flat(statement.reason or '')}".rstrip()


def written_by(answer: Answer) -> str:
    """Which model wrote the answer, and that it was checked; empty where none wrote it."""
    written = answer.mode == "written" and not answer.refused
    return WRITTEN_BY.format(flat(answer.model or "a language model")) if written else ""


def _reply(answer: Answer) -> str:
    """The text without the notes that are told apart."""
    notes = "" if answer.mode == "notice" else " ".join(answer.notes)
    return flat(answer.text.removesuffix(notes))
