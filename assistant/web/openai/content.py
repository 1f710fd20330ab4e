"""The text of a message and its annotations, as it grows with an answer.

The text is Markdown, as chat clients show it; nothing in a document's words is markup there.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from assistant.answer import UNSURE, UNSURE_BELOW, Answer, Citation, Statement
from assistant.explanation import beginning
from assistant.export.markdown_text import inline, line, struck
from assistant.export.outline import warning

SOURCES = "\n\nSources:\n\n"
TAKEN_BACK = "\n\nThe sentences above are taken back. The documents themselves say:\n\n"
STRUCK = re.compile(r"~~.*?~~(?: ?\[[^\]]*\](?:\([^)]*\))?)*(?: \*[^*]*\*)?\s?", re.DOTALL)
"""A statement that was not borne out, with its footnotes and the doubt."""
ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
QUOTED = 160
"""Characters of a quote in the list of sources: it stands whole in the text above."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Some more of the text, and the annotations of what it adds."""

    text: str
    annotations: tuple[dict[str, Any], ...] = ()


class Content:
    """The text of one message: each method gives what comes next."""

    def __init__(self, viewer: str) -> None:
        """`viewer` is the address below which documents are shown."""
        self._viewer = viewer
        self._length = 0
        self._doubt = ""
        self._said = False

    def lead(self, lead: str, confidence: float) -> Piece:
        """What stands before the statements of an answer. Doubt alone comes with the first of
        them, since a model may find that there is none."""
        doubt = f"{UNSURE}\n\n" if confidence < UNSURE_BELOW else ""
        self._doubt = "" if lead else doubt
        return self._piece(f"{doubt}{line(lead)}" if lead else "", said=bool(lead))

    def statement(self, statement: Statement, citations: Sequence[Citation]) -> Piece:
        """A statement with its markers."""
        before = " " if self._said else self._doubt
        written = struck if not statement.supported else inline if self._said else line
        text = before + written(statement.text)
        annotations = []
        for number, citation in enumerate(citations):
            marker = f"[{citation.marker}]"
            text += marker if number else f" {marker}"
            end = self._length + len(text)
            annotations.append(annotation(citation, self._viewer, end - len(marker), end))
        if doubt := warning(statement):
            text += f" *{inline(doubt)}*"
        return self._piece(text, annotations, said=True)

    def taken_back(self) -> Piece:
        """What stands between statements that are taken back and those that take their place."""
        stood, self._said = self._said, False
        return self._piece(TAKEN_BACK if stood else "", said=False)

    def end(self, answer: Answer, *, sources: bool) -> Piece:
        """What stands after the statements; all of a refusal."""
        if answer.refused:
            return self._piece(line(answer.text), said=True)
        notes = "".join(f" {inline(note)}" for note in answer.notes)
        listed = "\n".join(source(citation, self._viewer) for citation in answer.citations)
        return self._piece(notes + (f"{SOURCES}{listed}" if sources and listed else ""), said=True)

    def _piece(self, text: str, annotations: Iterable[dict[str, Any]] = (), *, said: bool) -> Piece:
        self._length += len(text)
        self._said = self._said or said
        return Piece(text, tuple(annotations))


def pieces(answer: Answer, viewer: str, *, sources: bool) -> Iterator[Piece]:
    """The whole of a message, as a stream would give it."""
    content = Content(viewer)
    cited = {citation.marker: citation for citation in answer.citations}
    if answer.statements:
        yield content.lead(answer.lead, answer.confidence)
    for statement in answer.statements:
        yield content.statement(statement, [cited[marker] for marker in statement.citations])
    yield content.end(answer, sources=sources)


def annotation(citation: Citation, viewer: str, start: int, end: int) -> dict[str, Any]:
    """A citation for the marker that stands from start to end, in code points of the text."""
    return {
        "type": "url_citation",
        "url_citation": {
            "start_index": start,
            "end_index": end,
            "title": citation.title,
            "url": address(citation, viewer),
        },
    }


def source(citation: Citation, viewer: str) -> str:
    """A line of the list of sources."""
    page = f", page {citation.page}" if citation.page else ""
    words = inline(beginning(citation.quote, QUOTED))
    where = f"[{inline(citation.title)}{page}]({address(citation, viewer)})"
    return f"- [{citation.marker}] “{words}” — {where}"


def address(citation: Citation, viewer: str) -> str:
    """Where a reader sees the cited words in their document."""
    span = citation.span
    asked: Mapping[str, Any] = {"start": span.start, "end": span.end, "digest": citation.digest}
    return f"{viewer}{quote(span.document)}?{urlencode(asked)}#cited"


def said(content: str) -> str:
    """What an earlier message of ours said: without doubt, sources, escapes and what was taken
    back, as the API has it.

    Any other text stays as it is, but for backslashes before marks.
    """
    words, _, _ = content.removeprefix(f"{UNSURE}\n\n").partition(f"{SOURCES}- [1]")
    words = STRUCK.sub("", words.rpartition(TAKEN_BACK)[2])
    return ESCAPED.sub(r"\1", words)
