"""A report with a case of each sort, over documents that are small, long and hostile."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from assistant.answer import Answer, Citation, ShortAnswer, Statement, Turn
from evals.baseline import Comparison, baseline_of, compare
from evals.case import Case, Gold
from evals.folder import DocumentFolder
from evals.gates import Gate, GateResult, check_gates
from evals.report.html import to_html
from evals.report.results import Report
from evals.run import Ask, evaluate
from evals.suite import Suite
from index.document import Document, Passage, Span

HOSTILE = "<script>document.title='owned'</script><img src=x onerror=\"alert(1)\"> & {{ 7*7 }}"
TURNED = "\u202egnp.exe"
"""An override of the direction of writing that nothing ends."""
TEXTS = {
    "notes.txt": "\nAda wrote the notes. Bob drew the maps in 1890. Cid sold both.\n",
    "long.txt": "Nothing happens here. " * 200 + "The bell rang at noon. " + "So it went. " * 200,
    "hostile.txt": f"Beware. {HOSTILE} {TURNED} That was it.",
    "עברית.txt": "הספר נכתב בשנת 1890. המפה צוירה אחר כך.",
}


class Arguments(NamedTuple):
    """What `to_html` takes."""

    report: Report
    gates: Sequence[GateResult]
    comparison: Comparison | None
    documents: Mapping[str, Document]


def gold(document: str, words: str) -> Gold:
    start = TEXTS[document].index(words)
    return Gold(Span(document, start, start + len(words)), words)


def cite(marker: int, document: str, words: str) -> Citation:
    span = gold(document, words).span
    return Citation(marker, "evidence", span, words, document, None, "sha256:0")


def said(*citations: Citation, confidence: float = 0.8, short: str = "") -> Answer:
    statements = tuple(Statement(" ".join(c.quote.split()), (c.marker,)) for c in citations)
    return Answer(
        question="",
        standalone_question="Read as this question.",
        refused=not citations,
        confidence=confidence,
        text="" if citations else "The documents don’t say.",
        short_answer=ShortAnswer(citations[0].span, short) if short else None,
        statements=statements,
        citations=citations,
        passages=(),
        mode="extractive",
        model=None,
        seconds={},
    )


NOTES, MAPS = "Ada wrote the notes.", "Bob drew the maps in 1890."
ASKED: tuple[tuple[Case, Answer | Exception], ...] = (
    (
        Case("hit", "Who wrote the notes?", True, (gold("notes.txt", NOTES),), ("Ada",),
             kind="fact"),
        said(cite(1, "notes.txt", "Ada wrote the notes. Bob"), confidence=0.9, short="Ada"),
    ),
    (
        Case("long", "When did the bell ring?", True, (gold("long.txt", "The bell rang at noon."),),
             kind="fact"),
        said(cite(1, "long.txt", "The bell rang at noon."), confidence=0.7),
    ),
    (
        Case("miss", "When were the maps drawn?", True, (gold("notes.txt", MAPS),), ("1890",),
             kind="follow-up", must_not_say=("Cid",),
             history=(Turn("Who drew the maps?", "Bob did."),)),
        said(cite(1, "notes.txt", "Cid sold both."), confidence=0.6),
    ),
    (
        Case("refused", "Who drew the maps?", True, (gold("notes.txt", "Bob drew the maps"),),
             kind="fact"),
        said(confidence=0.2),
    ),
    (Case("moon", "How far is the moon?", False, kind="off-topic"), said(confidence=0.05)),
    (
        Case("sun", "How far is the sun?", False, kind="off-topic", masked=("long.txt",)),
        said(cite(1, "notes.txt", MAPS), confidence=0.4),
    ),
    (
        Case("crash <b>", "What breaks?", True, (gold("notes.txt", NOTES),), kind="fact"),
        RuntimeError("no more memory"),
    ),
    (
        Case("hostile/1", f"What of {HOSTILE}?", True, (gold("hostile.txt", HOSTILE),),
             (HOSTILE,), kind="<i>"),
        said(cite(1, "hostile.txt", f"{HOSTILE} {TURNED}"), confidence=0.5),
    ),
    (
        Case("hebrew", "מתי נכתב הספר?", True, (gold("עברית.txt", "הספר נכתב בשנת 1890."),),
             kind="fact"),
        said(cite(1, "עברית.txt", "הספר נכתב בשנת 1890."), confidence=0.55),
    ),
)  # fmt: skip
GATES = (Gate("quote_exact", min=1.0), Gate("answer_hit", min=0.9))


def sample(folder: Path, *, compared: bool = True, retrieval_only: bool = False) -> Arguments:
    """A report of ASKED, beside a baseline in which "miss" was answered well."""
    suite = suite_in(folder)
    report = evaluate(
        answers([answer for _, answer in ASKED]),
        suite,
        retrieve=find,
        retrieval_only=retrieval_only,
    )
    results = tuple(replace(r, seconds=0.01 * n) for n, r in enumerate(report.results, start=1))
    report = replace(report, results=results)
    gates = check_gates(GATES, report.scores, report.by_kind, retrieval_only=retrieval_only)
    return Arguments(report, gates, _since(report, suite) if compared else None, suite.documents)


def page_of(folder: Path) -> str:
    """The page of `sample`."""
    return to_html(*sample(folder))


def suite_in(folder: Path) -> Suite:
    """The suite of ASKED, its documents written into the folder."""
    docs = folder / "docs"
    docs.mkdir()
    for name, text in TEXTS.items():
        (docs / name).write_bytes(text.encode())
    return Suite("sample", tuple(case for case, _ in ASKED), DocumentFolder(docs))


def find(
    question: str, history: Sequence[Turn], documents: Sequence[str], k: int, /
) -> Sequence[Passage]:
    """The whole of the notes, whatever is asked."""
    text = TEXTS["notes.txt"]
    return [Passage("notes.txt:0", Span("notes.txt", 0, len(text)), text, "", 0, 1.0)]


def answers(given: Sequence[Answer | Exception]) -> Ask:
    """Gives the answers in turn, and raises those that are exceptions."""
    waiting: Iterator[Answer | Exception] = iter(given)

    def ask(question: str, history: Sequence[Turn], documents: Sequence[str], /) -> Answer:
        came = next(waiting)
        if isinstance(came, Exception):
            raise came
        return came

    return ask


def _since(report: Report, suite: Suite) -> Comparison:
    before = [
        said(cite(1, "notes.txt", MAPS)) if case.id == "miss" else answer for case, answer in ASKED
    ]
    return compare(report, baseline_of(evaluate(answers(before), suite, retrieve=find)))
