"""A drafted suite as YAML that people can read and edit, and that reads back as it was."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from evals.case_id import case_id
from evals.making.candidates import Candidate
from evals.making.unanswerable import Unanswerable
from evals.yaml_text import relative_folder, to_yaml_text

HEADER = """\
# Drafted by `footnote eval --make` from the documents themselves: no model wrote it. Every quote is
# a sentence of a document, `answers` are words of it. A draft is a start: read it through, reword
# what nobody would ask, delete what is wrong, and add your own questions.
#
#   cloze, number, name, definition   the quoted sentence answers the question
#   foreign-name, foreign-number      asks about a name or a year that no document holds
#   off-topic                         shares no rare word with the documents
#   masked                            the document that answers is kept from the assistant
#
# To hold an assistant to bounds, add for example:
#
# gates:
#   answer_hit: {min: 0.8}
#   false_answer_rate: {max: 0, kind: off-topic}
"""


def to_yaml(
    answerable: Sequence[Candidate],
    unanswerable: Sequence[Unanswerable],
    folder: Path,
    suite: Path,
) -> str:
    """The text of the suite's file; `folder` is named relative to the `suite` folder."""
    asked = [(one.draft.kind, one.draft.question) for one in answerable]
    ids = iter(_ids([*asked, *((one.kind, one.question) for one in unanswerable)]))
    cases = [_answerable(next(ids), one) for one in answerable]
    cases += [_unanswerable(next(ids), one) for one in unanswerable]
    documents = to_yaml_text({"documents": relative_folder(folder, suite)})
    return "\n".join([HEADER, documents + "cases:\n", *(to_yaml_text([case]) for case in cases)])


def _answerable(id: str, one: Candidate) -> dict[str, Any]:
    return {
        "id": id,
        "kind": one.draft.kind,
        "question": one.draft.question,
        "answers": list(one.draft.answers),
        "doc_id": one.span.document,
        "evidence": [_evidence(one)],
    }


def _evidence(one: Candidate) -> dict[str, Any]:
    """By quote; by offsets where the document says the same words twice."""
    if not one.repeated:
        return {"quote": one.sentence}
    return {"start": one.span.start, "end": one.span.end, "text": one.sentence}


def _unanswerable(id: str, one: Unanswerable) -> dict[str, Any]:
    case = {"id": id, "kind": one.kind, "question": one.question, "answerable": False}
    return case | ({"masked": list(one.masked)} if one.masked else {})


def _ids(cases: Sequence[tuple[str, str]]) -> Sequence[str]:
    """An id for each kind and question, none twice."""
    ids: dict[str, None] = {}
    for kind, question in cases:
        ids[case_id(kind, question, ids)] = None
    return list(ids)
