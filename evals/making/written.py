"""A drafted suite as YAML that people can read and edit, and that reads back as it was."""

import os
from collections.abc import Sequence
from itertools import count
from pathlib import Path
from typing import Any

import yaml

from evals.making.candidates import Candidate
from evals.making.unanswerable import Unanswerable
from index.words import STOP_WORDS, words

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
WIDTH = 100
WORDS_OF_AN_ID = 5


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
    documents = _dump({"documents": _relative(folder, suite)})
    return "\n".join([HEADER, documents + "cases:\n", *(_dump([case]) for case in cases)])


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
    """An id for each kind and question: the kind and the question's own words, none twice."""
    ids: dict[str, None] = {}
    for kind, question in cases:
        told = [word for word in words(question) if word not in STOP_WORDS]
        id = "-".join([kind, *told[:WORDS_OF_AN_ID]])
        again = (f"{id}-{number}" for number in count(2))
        ids[id if id not in ids else next(one for one in again if one not in ids)] = None
    return list(ids)


def _relative(folder: Path, suite: Path) -> str:
    """The folder as seen from the suite; as it is where there is no way from one to the other."""
    try:
        return Path(os.path.relpath(folder.resolve(), suite.resolve())).as_posix()
    except ValueError:  # another drive
        return folder.resolve().as_posix()


class _Dumper(yaml.SafeDumper):
    """Escapes line ends within a text: left as they are, some would be read back as spaces."""


def _represent_text(dumper: _Dumper, text: str) -> yaml.ScalarNode:
    style = None if text.splitlines() == [text] else '"'
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style)


_Dumper.add_representer(str, _represent_text)


def _dump(content: Any) -> str:
    return yaml.dump(content, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=WIDTH)
