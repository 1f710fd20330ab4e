"""From a complaint about an answer to the draft of a case."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.feedback.given import Expected, Feedback
from evals.folder import DocumentFolder
from index.document import Document
from index.errors import InvalidInput

COMPLAINTS = ("answer_wrong", "evidence_wrong", "should_refuse", "should_answer")
FINISH = {
    "answer_wrong": "quote the words that answer as evidence, or say answerable: false",
    "evidence_wrong": "quote the words that should be cited as evidence",
    "should_answer": "quote the words that answer as evidence",
    "should_refuse": "it was refused; say what was wrong with that",
}
CITED = "it cites the marked words; say in 'answers' or 'must_not_say' what is wrong with it"
TURNS = "turns without words are left out of its history; see whether it needs them"


@dataclass(frozen=True, slots=True)
class Scope:
    """The documents that a question was limited to, as a case says it, and what it cannot say.

    `ids` is empty where that is all documents of the folder.
    """

    ids: tuple[str, ...]
    keys: dict[str, Any]
    missing: tuple[str, ...]


def complaints(feedback: Sequence[Feedback]) -> list[Feedback]:
    """The feedback that asks for another answer."""
    return [one for one in feedback if one.verdict in COMPLAINTS]


def kind_of(feedback: Feedback) -> str:
    """The kind of its case."""
    return feedback.verdict.replace("_", "-")


def drafted_case(feedback: Feedback, id: str, documents: DocumentFolder) -> dict[str, Any]:
    """The case as its suite file says it; it fails as long as the assistant answers as it did.

    What only a person can know, such as evidence that nobody marked, is asked for under `draft`,
    with which a case fails by itself.
    """
    scope = _scope(feedback, documents)
    evidence, lacking = _evidence(feedback, documents, scope)
    turns = [t for t in feedback.history if t.question.strip() and t.answer.strip()]
    history = [{"question": turn.question, "answer": turn.answer} for turn in turns]
    if len(turns) < len(feedback.history):
        lacking.append(TURNS)
    draft = "; ".join([*scope.missing, *lacking])
    return {
        "id": id,
        "kind": kind_of(feedback),
        **({"draft": draft} if draft else {}),
        "question": feedback.question,
        **({"history": history} if history else {}),
        **({"answerable": False} if feedback.verdict == "should_refuse" else {}),
        **scope.keys,
        **({"evidence": [evidence]} if evidence else {}),
        "meta": dict(_meta(feedback)),
    }


def _meta(feedback: Feedback) -> Iterator[tuple[str, Any]]:
    """What a person needs to finish the case; none of it is looked at by a run."""
    yield "feedback", feedback.id
    if feedback.comment:
        yield "comment", feedback.comment
    yield "answered", feedback.answer.text


def _scope(feedback: Feedback, documents: DocumentFolder) -> Scope:
    named: dict[str, None] = {}
    gone = []
    for name in feedback.documents:
        below = name.rstrip("/") + "/"
        found = [id for id in documents if id == name or id.startswith(below)]
        named.update(dict.fromkeys(found))
        if not found:
            gone.append(f"it was asked of {name}, which is not in the folder; name the documents")
    ids = tuple(named)
    if gone or not ids:
        return Scope((), {}, tuple(gone))
    if len(ids) == 1:
        return Scope(ids, {"doc_id": ids[0], "scope": "document"}, ())
    masked = [id for id in documents.readable if id not in named]
    return Scope(ids, {"masked": masked} if masked else {}, ())


def _evidence(
    feedback: Feedback, documents: DocumentFolder, scope: Scope
) -> tuple[dict[str, Any] | None, list[str]]:
    """The place that was marked, as evidence, and what is lacking all the same."""
    place = feedback.expected
    if feedback.verdict == "should_refuse":
        return None, [FINISH[feedback.verdict]] if feedback.answer.refused else []
    if place is None:
        return None, [FINISH[feedback.verdict]]
    try:
        found = _found(place, documents, scope)
    except LookupError as error:
        return None, [error.args[0], FINISH[feedback.verdict]]
    cited = any(citation.span.overlaps(place.span) for citation in feedback.answer.citations)
    return found, [CITED] if cited else []


def _found(place: Expected, documents: DocumentFolder, scope: Scope) -> dict[str, Any]:
    """The place as a suite says it; raises LookupError, with the reason, where it is none."""
    span, quote = place.span, place.quote
    if scope.ids and span.document not in scope.ids:
        raise LookupError(f"the marked words lie in {span.document}, which was not asked")
    document = _document(span.document, documents)
    first = document.text.find(quote)
    if quote.strip() and first >= 0 and document.text.find(quote, first + 1) < 0:
        return {"doc_id": document.id, "quote": quote}
    stands = span.start >= 0 and document.text[span.start : span.end] == quote
    if not quote.strip() or not stands:
        raise LookupError(f"{document.id} does not say the marked words there")
    return {"doc_id": document.id, "start": span.start, "end": span.end, "text": quote}


def _document(id: str, documents: DocumentFolder) -> Document:
    if id not in documents:
        raise LookupError(f"the marked words lie in {id}, which is not in the folder")
    try:
        return documents[id]
    except InvalidInput as error:
        raise LookupError(str(error)) from error
