"""From one object of a suite file to a `Case`, with everything that is wrong with it."""

import shlex
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from assistant.answer import Turn
from evals.case import EVIDENCE_MODES, SCOPES, Case, Gold
from evals.evidence import OFFSET_KEYS, OFFSETS, QUOTE_KEYS, Moved, read_offsets, read_quote
from evals.fields import Fields, short
from evals.folder import DocumentFolder
from evals.nearest import Near, Words
from evals.problem import Place, Problem
from evals.yaml_lines import plain
from index.document import Document
from index.errors import InvalidInput

CASE_KEYS = (
    "id", "question", "history", "answerable", "answers", "evidence", "doc_id", "scope", "kind",
    "lang", "answer_type", "evidence_mode", "meta",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Form:
    """What one of the two file formats may say.

    `answerable` is what a case is that doesn't say; None where it must say. `quotes` tells
    whether evidence may be a quote.
    """

    case_keys: tuple[str, ...]
    answerable: bool | None
    quotes: bool


JSON_LINES = Form(CASE_KEYS, answerable=None, quotes=False)
YAML = Form((*CASE_KEYS, "must_not_say", "masked", "draft"), answerable=True, quotes=True)


class CaseReader:
    """Reads the cases of one file, in which evidence lies in `documents`.

    `document` is the id of the document that is meant where a case names none: empty where the
    file names none either, None where it names one wrongly, so that no case is blamed for it.
    What is wrong is added to `problems`. `moved` gathers the evidence whose offsets alone are
    wrong, in cases with which nothing else is.
    """

    def __init__(
        self,
        form: Form,
        documents: DocumentFolder,
        document: str | None,
        problems: list[Problem],
    ) -> None:
        self.moved: list[Moved] = []
        self._form = form
        self._documents = documents
        self._document = document
        self._problems = problems
        self._words: dict[str, Words] = {}
        self._unreadable: set[str] = set()
        self._lines: dict[str, int] = {}

    def read(self, row: object, place: Place) -> Case:
        """The case; where something is wrong with it, what can be read of it."""
        id = row.get("id") if isinstance(row, dict) else None
        place = replace(place, case=id) if isinstance(id, str) else place
        fields = Fields(row, place, self._form.case_keys, self._problems)
        document = named_document(fields, "doc_id", self._documents, self._document)
        masked = tuple(dict.fromkeys(self._masked(fields)))
        moved: list[Moved] = []
        case = Case(
            id=fields.text("id"),
            question=fields.text("question"),
            answerable=fields.flag("answerable", self._form.answerable),
            evidence=tuple(self._evidence(fields, document, masked, moved)),
            answers=fields.texts("answers"),
            history=tuple(_history(fields)),
            document=document or None,
            scope=fields.choice("scope", SCOPES, "corpus"),
            kind=fields.text("kind", ""),
            lang=fields.text("lang", ""),
            answer_type=fields.text("answer_type", "span"),
            evidence_mode=fields.choice("evidence_mode", EVIDENCE_MODES, "all"),
            must_not_say=fields.texts("must_not_say"),
            masked=masked,
            unmasked=tuple(id for id in self._documents.readable if id not in masked)
            if masked
            else (),
            draft=_draft(fields),
            meta=plain(fields.object("meta")),
        )
        self._check_id(case.id, fields)
        _check_parts_agree(case, fields, names_document=document != "")
        # What else is wrong with a JSON line was reported last, if anything was.
        alone = not self._problems or self._problems[-1].place.line != place.line
        self._report_moved(moved, alone=alone)
        return case

    def _check_id(self, id: str, fields: Fields) -> None:
        if not fields.sound("id"):
            return
        if id not in self._lines:
            self._lines[id] = fields.at("id").line
            return
        first = f"first in line {self._lines[id]}"
        fields.report(f"case {short(id)} occurs twice, {first}; give one another id", "id")

    def _masked(self, fields: Fields) -> Iterator[str]:
        for name in fields.texts("masked"):
            try:
                yield self._documents.find(name)
            except LookupError as error:
                fields.report(f"'masked': {error}", "masked")

    def _evidence(
        self, case: Fields, inherited: str | None, masked: Sequence[str], moved: list[Moved]
    ) -> Iterator[Gold]:
        for number, (item, place) in enumerate(case.items("evidence", "evidence"), start=1):
            keys = item.keys() if isinstance(item, dict) else ()
            by_offsets = "quote" not in keys and any(key in keys for key in OFFSETS)
            quoted = self._form.quotes and not by_offsets
            fields = Fields(item, place, QUOTE_KEYS if quoted else OFFSET_KEYS, self._problems)
            document = self._document_of(fields, inherited)
            if document is None:
                continue
            if document.id in masked:
                fields.report(f"lies in {document.id}, which is masked; drop one of the two")
            nearest = partial(self._nearest, document)
            found = (
                read_quote(fields, document, nearest)
                if quoted
                else read_offsets(fields, number, document, nearest)
            )
            if isinstance(found, Moved):
                moved.append(found)
            elif found is not None:
                yield found

    def _document_of(self, evidence: Fields, inherited: str | None) -> Document | None:
        """The document that evidence lies in; None where that is reported."""
        id = named_document(evidence, "doc_id", self._documents, inherited)
        if id == "":
            evidence.report("names no document; add 'doc_id'")
        if not id or id in self._unreadable:
            return None
        try:
            return self._documents[id]
        except InvalidInput as error:
            self._unreadable.add(id)  # one document, one problem
            evidence.report(str(error))
            return None

    def _nearest(self, document: Document, words: str) -> Near | None:
        if document.id not in self._words:
            self._words[document.id] = Words(document.text)
        return self._words[document.id].nearest(words)

    def _report_moved(self, moved: Sequence[Moved], *, alone: bool) -> None:
        for one in moved:
            command = f"`footnote eval --check {shlex.quote(str(one.place.path))} --reanchor`"
            if self._form.quotes:
                step = "write 'quote' instead of offsets, which finds it by itself"
            elif alone:
                step = f"{command} corrects the offsets"
                self.moved.append(one)
            else:
                step = f"mend the rest of the case, then {command} corrects the offsets"
            now = f"that now stands at {one.after.start} to {one.after.end}"
            self._problems.append(Problem(one.place, f"{one.wrong}; {now}; {step}"))


def named_document(
    fields: Fields, key: str, documents: DocumentFolder, otherwise: str | None
) -> str | None:
    """The id of the document that a key names; `otherwise` where the key is not there.

    None where it names none or several, which is reported.
    """
    name = fields.text(key, "")
    if not fields.sound(key):
        return None
    try:
        return documents.find(name) if name else otherwise
    except LookupError as error:
        fields.report(str(error), key)
        return None


def _history(case: Fields) -> Iterator[Turn]:
    for item, place in case.items("history", "history"):
        turn = Fields(item, place, ("question", "answer"), case.problems)
        yield Turn(turn.text("question"), turn.text("answer"))


def _draft(case: Fields) -> str:
    draft = case.text("draft", "")
    if draft and not draft.strip():
        case.report("'draft' is blank; say what the case lacks, or drop it", "draft")
    return draft


def _check_parts_agree(case: Case, fields: Fields, *, names_document: bool) -> None:
    if fields.sound("answerable", "evidence", "draft"):
        given = any(fields.items("evidence", ""))
        if case.answerable and not given and not case.draft:
            fields.report("is answerable but has no evidence; quote the words that answer")
        if given and not case.answerable:
            fields.report("has evidence but is not answerable; drop one of the two")
    if case.scope == "document" and not names_document:
        fields.report("has scope 'document' but no 'doc_id'")
    if case.masked and case.scope == "document":
        fields.report("has scope 'document' and 'masked'; drop one of the two", "masked")
    elif case.masked and not case.unmasked:
        fields.report("'masked' leaves no document to ask; leave one", "masked")
