"""Metrics of one answer to one case. None means that the metric says nothing about this answer."""

from collections.abc import Mapping

from assistant.answer import Answer, Citation
from evals.case import Case
from evals.metrics import wording
from evals.metrics.retrieval import overlaps_any
from index.document import Document


def answer_hit(case: Case, answer: Answer) -> float:
    """1 where the question was answered and a citation overlaps the evidence, else 0.

    Source: here.
    """
    return float(not answer.refused and any(_overlaps(c, case) for c in answer.citations))


def citation_precision(case: Case, answer: Answer) -> float | None:
    """The share of the citations of role evidence that overlap the evidence; 0 without any.

    Only for questions that were answered. The question is that of ALCE (Gao et al., Enabling
    Large Language Models to Generate Text with Citations, EMNLP 2023), judged by gold spans.
    """
    if answer.refused:
        return None
    cited = [c for c in answer.citations if c.role == "evidence"]
    return sum(_overlaps(c, case) for c in cited) / len(cited) if cited else 0.0


def citation_recall(case: Case, answer: Answer) -> float | None:
    """The share of the evidence spans that a citation overlaps.

    Where any one of the spans answers (evidence mode "any"), one is all that is needed. Only for
    questions that were answered. Source: as citation_precision.
    """
    if answer.refused:
        return None
    cited = [citation.span for citation in answer.citations]
    overlapped = [overlaps_any(span, cited) for span in case.gold]
    if case.evidence_mode == "any":
        return float(any(overlapped))
    return sum(overlapped) / len(overlapped)


def answer_contains(case: Case, answer: Answer) -> float:
    """1 where a short form of the right answer occurs in the statements, else 0.

    Words are compared as SQuAD 2.0 does.
    """
    said = " ".join(statement.text for statement in answer.statements)
    return wording.contains(said, case.answers)


def answer_f1(case: Case, answer: Answer) -> float:
    """F1 of the highlighted short answer's words; 0 without one. Source: SQuAD 2.0."""
    return wording.f1(_highlighted(answer), case.answers)


def exact_match(case: Case, answer: Answer) -> float:
    """1 where the highlighted short answer has the words of a right one, else 0. SQuAD 2.0."""
    return wording.exact_match(_highlighted(answer), case.answers)


def false_answer_rate(case: Case, answer: Answer) -> float:
    """1 where a question that the documents don't answer was answered, else 0. Standard."""
    return float(not answer.refused)


def false_refusal_rate(case: Case, answer: Answer) -> float:
    """1 where a question that the documents answer was refused, else 0. Standard."""
    return float(answer.refused)


def quote_exact(answer: Answer, documents: Mapping[str, Document]) -> float | None:
    """The share of the citations whose quote stands in the document at just its offsets.

    Must be 1: see rule 1 of the contract, `text[start:end] == quote`.
    """
    if not answer.citations:
        return None
    return sum(_is_exact(c, documents) for c in answer.citations) / len(answer.citations)


def _overlaps(citation: Citation, case: Case) -> bool:
    return overlaps_any(citation.span, case.gold)


def _highlighted(answer: Answer) -> str:
    return answer.short_answer.text if answer.short_answer and not answer.refused else ""


def _is_exact(citation: Citation, documents: Mapping[str, Document]) -> bool:
    span = citation.span
    if span.document not in documents:
        return False
    text = documents[span.document].text
    # A negative start would count from the end and could match by accident.
    in_text = 0 <= span.start < span.end <= len(text)
    return in_text and text[span.start : span.end] == citation.quote
