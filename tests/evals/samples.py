"""Small answers, cases and suites whose metrics can be worked out by hand."""

from collections.abc import Sequence
from pathlib import Path

from assistant.answer import Answer, Citation, ShortAnswer, Statement
from assistant.shape import Role
from evals.case import Case, Gold
from evals.suite import Suite, load_suite
from index.document import Passage, Span

TEXT = "Ada wrote the notes. Bob drew the maps in 1890. Cid sold both."
"""Sentences at 0–20, 21–47 and 48–62."""


def span(start: int, end: int, document: str = "a.txt") -> Span:
    return Span(document, start, end)


def case(*gold: Span, id: str = "one", **fields: object) -> Case:
    evidence = tuple(Gold(one, TEXT[one.start : one.end]) for one in gold)
    return Case(**{"id": id, "question": "Who?", "answerable": bool(gold), "evidence": evidence,
                   **fields})  # type: ignore[arg-type]  # fmt: skip


def citation(start: int, end: int, role: Role = "evidence", quote: str | None = None) -> Citation:
    words = TEXT[start:end] if quote is None else quote
    return Citation(1, role, span(start, end), words, "A", None, "sha256:0")


def answer(
    *citations: Citation,
    refused: bool = False,
    confidence: float = 0.5,
    short: str | None = None,
    said: str = "",
) -> Answer:
    statements = (Statement(said or "It says so.", (1,)),) if citations else ()
    return Answer(
        question="Who?",
        standalone_question="Who?",
        refused=refused,
        confidence=confidence,
        text="",
        short_answer=None if short is None else ShortAnswer(span(0, len(short)), short),
        statements=statements,
        citations=citations,
        passages=(),
        mode="extractive",
        model=None,
        seconds={},
    )


def refusal(confidence: float = 0.1) -> Answer:
    return answer(refused=True, confidence=confidence)


def passage(start: int, end: int) -> Passage:
    return Passage(f"a.txt:{start}", span(start, end), TEXT[start:end], "", 0, 1.0)


CASES = """\
document: a.txt
cases:
  - id: notes
    kind: fact
    question: Who wrote the notes?
    answers: [Ada]
    evidence: [{quote: Ada wrote the notes.}]
  - id: maps
    kind: fact
    question: When were the maps drawn?
    answers: ["1890"]
    evidence: [{quote: Bob drew the maps in 1890.}]
  - id: moon
    kind: off-topic
    question: How far is the moon?
    answerable: false
"""


def write_suite(
    folder: Path, cases: str = CASES, documents: Sequence[tuple[str, str]] = ()
) -> Path:
    """A folder with `cases.yaml` and, in `docs/`, a.txt with TEXT unless told otherwise."""
    docs = folder / "docs"
    docs.mkdir()
    for name, text in documents or [("a.txt", TEXT)]:
        (docs / name).write_bytes(text.encode())
    (folder / "cases.yaml").write_text(cases, encoding="utf-8")
    return folder


def sample_suite(folder: Path, cases: str = CASES) -> Suite:
    return load_suite(write_suite(folder, cases))
